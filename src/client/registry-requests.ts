import { isFields, parseJson } from "../util/json.ts";
import { type AuthChallenge, parseAuthChallenges } from "./auth-challenge.ts";
import type { Connection } from "./connection.ts";
import { Authorization, type BoundCredentials, getCredentials } from "./credentials.ts";
import { isHtmlPage, withLogin } from "./error-body.ts";
import { RegistryError } from "./errors.ts";
import { getContentType, HttpTransport, type TransportResponse } from "./http-transport.ts";
import { parseRegistryErrorBody } from "./registry-error-body.ts";
import { parseRetryAfter } from "./retry.ts";

/** The address of a registry: `https://nexus.example:8443`, with the path before `/v2/` if there is one. */
export type RegistryConnection = Omit<Connection, "server">;

/** A request to a registry. */
export interface RegistryRequest {
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From the host on, percent-encoded. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array;
}

/**
 * Sends requests to one registry, with the authentication that its challenge asks for: Basic, or a bearer token for each
 * image and for reading or writing.
 */
export class RegistryRequests {
  readonly origin: string;
  readonly #transport: HttpTransport;
  readonly #credentials: BoundCredentials | undefined;
  /** Accepted tokens, by scope. */
  readonly #tokens = new Map<string, Authorization>();

  constructor(connection: RegistryConnection) {
    this.#transport = new HttpTransport(connection);
    this.origin = this.#transport.origin;
    this.#credentials = getCredentials(connection);
    if (this.#credentials) this.#transport.redactor.addCredentials(this.#credentials);
  }

  /** Aborts open requests, and closes the connections. */
  close(): Promise<void> {
    return this.#transport.destroy();
  }

  /** Sends a request like {@link send}, and returns the text of its response. */
  async sendForText(request: RegistryRequest): Promise<string> {
    return this.readText(request, await this.send(request));
  }

  async readText(request: RegistryRequest, response: TransportResponse): Promise<string> {
    return (await this.readBytes(request, response)).toString("utf8");
  }

  /** @throws ConnectionError if the connection breaks, or the body is too slow or larger than `maxBytes` */
  readBytes(request: RegistryRequest, response: TransportResponse, maxBytes?: number): Promise<Buffer> {
    return this.#transport.readBytes({ ...request, origin: this.origin }, response, maxBytes);
  }

  /**
   * Sends a request with authentication, and returns its response. Transient failures are repeated.
   *
   * @throws RegistryError for a status other than 2xx, ConnectionError
   */
  send(request: RegistryRequest): Promise<TransportResponse> {
    const isPost = request.method === "POST" || request.method === "PATCH";
    return this.#transport.repeat(isPost, async () => {
      const scope = toScope(request);
      const known = this.#tokens.get(scope) ?? this.#credentials;
      const first = await this.sendOnce(request, known);
      if (first.statusCode !== 401) return this.#requireSuccess(request, first);
      const bearer = parseAuthChallenges(first.headers["www-authenticate"]).find(({ scheme }) => scheme === "bearer");
      if (!bearer) return this.#requireSuccess(request, first);
      await first.body.dump();
      const token = new Authorization("a token", `Bearer ${await this.#requestToken(bearer)}`, [this.origin]);
      this.#tokens.set(scope, token);
      return this.#requireSuccess(request, await this.sendOnce(request, token));
    });
  }

  /**
   * Sends a request once, and returns its response, for any status.
   *
   * @throws ConnectionError
   */
  sendOnce(request: RegistryRequest, authorization?: Authorization, origin = this.origin): Promise<TransportResponse> {
    const headers = { accept: "application/json", ...request.headers };
    return this.#transport.send({ ...request, origin, headers, authorization });
  }

  /** Returns the error for a response. */
  toError(
    request: RegistryRequest,
    status: number,
    text: string,
    contentType = "",
    headers: TransportResponse["headers"] = {},
  ): RegistryError {
    const { redactor } = this.#transport;
    const { code, ...parsed } = parseRegistryErrorBody(status, redactor.redact(text), contentType);
    const named = withLogin(parsed, status, this.#credentials?.username, this.origin);
    const details = { ...named, retryAfter: parseRetryAfter(headers) };
    return new RegistryError(request, status, redactor.redactDetails(details), code);
  }

  /**
   * Requests a token from the registry's own origin, or from another one that the credentials are bound to. Without
   * credentials another server is not asked either: it could be one that only this machine can reach.
   */
  async #requestToken({ parameters }: AuthChallenge): Promise<string> {
    const { realm = "", service, scope } = parameters;
    const url = URL.canParse(realm) ? new URL(realm) : undefined;
    const challenge: RegistryRequest = { method: "GET", path: realm };
    if (!url) throw this.toError(challenge, 401, "The challenge has no valid realm to request a token from");
    if (!this.#credentials && url.origin !== this.origin)
      throw this.toError(
        challenge,
        401,
        `Not requesting a token from ${url.origin}, another server than ${this.origin}`,
      );
    for (const [name, value] of Object.entries({ service, scope }))
      if (value !== undefined) url.searchParams.set(name, value);
    const request: RegistryRequest = { method: "GET", path: url.pathname + url.search };
    const response = await this.#requireSuccess(request, await this.sendOnce(request, this.#credentials, url.origin));
    const body = parseJson(await this.readText(request, response));
    const token = isFields(body) ? (body.token ?? body.access_token) : undefined;
    if (typeof token !== "string" || !token) throw this.toError(request, 200, "The response contains no token");
    this.#transport.redactor.add(token);
    return token;
  }

  async #requireSuccess(request: RegistryRequest, response: TransportResponse): Promise<TransportResponse> {
    const { statusCode, headers, body } = response;
    if (statusCode >= 300 && statusCode < 400) {
      await body.dump();
      throw this.toError(request, statusCode, `Redirected to ${headers.location}. Use that address`);
    }
    const type = getContentType(response);
    // A proxy or login page may answer 200 to everything.
    if (statusCode < 300 && !isHtmlPage("", type)) return response;
    const text = await this.readText(request, response);
    throw this.toError(request, statusCode, text || (statusCode < 300 ? type : ""), type, headers);
  }
}

/** Returns the scope of a token: an image, and reading or writing it. */
function toScope({ method, path }: RegistryRequest): string {
  const isWrite = method !== "GET" && method !== "HEAD";
  return `${isWrite ? "write" : "read"} ${path.replace(/\/(manifests|blobs|tags)\/.*/, "")}`;
}
