import type { Agent, Dispatcher } from "undici";
import { isFields, parseJson } from "../util/json.ts";
import { type AuthChallenge, parseAuthChallenges } from "./auth-challenge.ts";
import type { Connection } from "./connection.ts";
import { createAgent, toConnectionError } from "./connection-errors.ts";
import { isHtmlPage } from "./error-body.ts";
import { RegistryError } from "./errors.ts";
import { type Credentials, encodeBasicCredentials } from "./nexus-client.ts";
import { Redactor } from "./redactor.ts";
import { parseRegistryErrorBody } from "./registry-error-body.ts";
import { defaultRetryPolicy, withRetries } from "./retry.ts";

/** Where one registry is: `https://nexus.example:8443`, with the path before `/v2/` where it has one. */
export type RegistryConnection = Omit<Connection, "server">;

export interface RegistryRequest {
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From the host on, percent-encoded. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array;
}

/** Requests to one registry, by whatever it wants of those who come: Basic, or a token for each image. */
export class RegistryRequests {
  readonly #origin: string;
  readonly #agent: Agent;
  readonly #connection: RegistryConnection;
  readonly #credentials: Credentials | undefined;
  readonly #secrets = new Redactor();
  /** What has let requests in, by what they are about. */
  readonly #tokens = new Map<string, string>();

  constructor(connection: RegistryConnection) {
    this.#origin = new URL(connection.url).origin;
    this.#connection = connection;
    this.#agent = createAgent(connection);
    const { username, password } = connection;
    if (username === undefined || password === undefined) return;
    this.#credentials = { username, password };
    this.#secrets.add(password);
    this.#secrets.add(encodeBasicCredentials(this.#credentials));
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  /** {@link answered}, as text. */
  async text(request: RegistryRequest): Promise<string> {
    return this.textOf(request, await this.answered(request));
  }

  async textOf(request: RegistryRequest, reply: Dispatcher.ResponseData): Promise<string> {
    return (await this.bytesOf(request, reply)).toString("utf8");
  }

  /** All of an answer, which may break off. */
  async bytesOf(request: RegistryRequest, { body }: Dispatcher.ResponseData): Promise<Buffer> {
    try {
      return Buffer.from(await body.arrayBuffer());
    } catch (error) {
      throw toConnectionError(request, this.#origin, error);
    }
  }

  /** Sends, again where it may, and gives the answer; whatever is not 2xx is a `RegistryError`. */
  answered(request: RegistryRequest): Promise<Dispatcher.ResponseData> {
    const { method } = request;
    return withRetries(
      this.#connection.retry ?? defaultRetryPolicy,
      method === "POST" || method === "PATCH",
      async () => {
        const topic = this.#topicOf(request);
        const known =
          this.#tokens.get(topic) ?? (this.#credentials && `Basic ${encodeBasicCredentials(this.#credentials)}`);
        const first = await this.sent(request, known);
        if (first.statusCode !== 401) return this.#accepted(request, first);
        const bearer = parseAuthChallenges(first.headers["www-authenticate"]).find(({ scheme }) => scheme === "bearer");
        if (!bearer) return this.#accepted(request, first);
        await first.body.dump();
        const token = `Bearer ${await this.#token(bearer)}`;
        this.#tokens.set(topic, token);
        return this.#accepted(request, await this.sent(request, token));
      },
    );
  }

  /** What one token is good for: an image, and reading or writing it. */
  #topicOf({ method, path }: RegistryRequest): string {
    const writes = method !== "GET" && method !== "HEAD";
    return `${writes ? "write" : "read"} ${path.replace(/\/(manifests|blobs|tags)\/.*/, "")}`;
  }

  async #token({ parameters }: AuthChallenge): Promise<string> {
    const { realm = "", service, scope } = parameters;
    const own = new URL(this.#origin);
    const request: RegistryRequest = { method: "GET", path: realm };
    const url = URL.canParse(realm) ? new URL(realm) : undefined;
    if (!url) throw this.refusal(request, 401, "it names no place that gives tokens");
    const credentials = this.#credentials && `Basic ${encodeBasicCredentials(this.#credentials)}`;
    if (credentials && (url.hostname !== own.hostname || (own.protocol === "https:" && url.protocol !== "https:")))
      throw this.refusal(
        request,
        401,
        `it sends to ${url.origin} for tokens, where credentials of ${own.origin} do not go`,
      );
    for (const [name, value] of Object.entries({ service, scope }))
      if (value !== undefined) url.searchParams.set(name, value);
    const place = { method: "GET" as const, path: url.pathname + url.search };
    const answer = await this.#accepted(place, await this.sent(place, credentials, url.origin));
    const json = parseJson(await this.textOf(place, answer));
    const given = isFields(json) ? (json.token ?? json.access_token) : undefined;
    if (typeof given !== "string" || !given) throw this.refusal(place, 200, "it gives no token");
    this.#secrets.add(given);
    return given;
  }

  async #accepted(request: RegistryRequest, reply: Dispatcher.ResponseData): Promise<Dispatcher.ResponseData> {
    const { statusCode, headers, body } = reply;
    if (statusCode >= 300 && statusCode < 400) {
      await body.dump();
      throw this.refusal(request, statusCode, `it sends on to ${headers.location}: use that address`);
    }
    const type = String(headers["content-type"] ?? "");
    // What a proxy or a portal says to everything is no registry's word.
    if (statusCode < 300 && !isHtmlPage("", type)) return reply;
    const text = await this.textOf(request, reply);
    throw this.refusal(request, statusCode, text || (statusCode < 300 ? type : ""), type);
  }

  /** Sends once, and gives whatever comes. */
  async sent(
    request: RegistryRequest,
    authorization?: string,
    origin = this.#origin,
  ): Promise<Dispatcher.ResponseData> {
    try {
      return await this.#agent.request({
        origin,
        path: request.path,
        method: request.method,
        headers: { accept: "application/json", ...request.headers, ...(authorization && { authorization }) },
        body: request.body ?? null,
      });
    } catch (error) {
      throw toConnectionError(request, origin, error);
    }
  }

  refusal(request: RegistryRequest, status: number, text: string, type = ""): RegistryError {
    const { code, ...words } = parseRegistryErrorBody(status, this.#secrets.redact(text), type);
    // What was repeated in JSON within JSON shows only once it is taken apart.
    return new RegistryError(request, status, { ...words, text: this.#secrets.redact(words.text) }, code);
  }
}
