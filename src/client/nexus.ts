import { getCACertificates } from "node:tls";
import { Agent, type Dispatcher } from "undici";
import type { Json } from "../json.ts";
import { parseServer, type Server } from "../release.ts";
import type { Connection } from "./connection.ts";
import { ConnectionError, NexusError } from "./errors.ts";
import { codeOf, defaultAttempts, withRetries } from "./retry.ts";
import { wordsOf } from "./words.ts";

export interface Request {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/service/rest`, percent-encoded. */
  path: string;
  body?: Json;
  /** Sent as text/plain, whole: a trailing newline would be part of it. */
  text?: string;
}

export interface Reply {
  status: number;
  /** The JSON of the answer; null where it has none. */
  body: Json;
}

export interface Credentials {
  username: string;
  password: string;
}

const base = "/service/rest";

/** HTTP to one Nexus: credentials, limits, retries, and refusals in words. */
export class NexusClient {
  readonly url: string;
  readonly username: string | undefined;
  readonly #origin: string;
  readonly #prefix: string;
  readonly #agent: Agent;
  readonly #connection: Connection;
  readonly #secrets = new Set<string>();
  #credentials: Credentials | undefined;
  #server: Server;

  constructor(connection: Connection) {
    const url = new URL(connection.url);
    this.url = connection.url.replace(/\/+$/, "");
    this.username = connection.username;
    this.#origin = url.origin;
    this.#prefix = url.pathname.replace(/\/+$/, "") + base;
    this.#connection = connection;
    this.#server = connection.server ?? {};
    const { username, password } = connection;
    if (username !== undefined && password !== undefined) this.useCredentials({ username, password });
    this.#agent = new Agent({
      connections: connection.parallel ?? 16,
      headersTimeout: (connection.timeout ?? 60) * 1000,
      bodyTimeout: (connection.timeout ?? 60) * 1000,
      connect: {
        timeout: 10_000,
        rejectUnauthorized: !connection.insecure,
        ...(connection.ca && { ca: [...getCACertificates("default"), connection.ca] }),
      },
    });
  }

  /** What Nexus is: as pinned, else as its answers tell. Nothing before the first answer. */
  get server(): Server {
    return this.#server;
  }

  /** Comes as somebody else from now on; for the user whose own password has just changed. */
  useCredentials(credentials: Credentials): void {
    this.#credentials = credentials;
    this.hide(credentials.password);
  }

  /** Masks the text in every error, as Nexus may repeat in a refusal what it was sent. */
  hide(secret: string): void {
    if (!secret) return;
    this.#secrets.add(secret);
    this.#secrets.add(JSON.stringify(secret).slice(1, -1));
  }

  get(path: string): Promise<Reply> {
    return this.send({ method: "GET", path });
  }

  /** Sends, again where it may, and gives the answer; whatever is not 2xx is a `NexusError`. */
  async send(request: Request): Promise<Reply> {
    const attempts = this.#connection.attempts ?? defaultAttempts;
    return withRetries(attempts, request.method === "POST", () => this.#once(request, this.#credentials));
  }

  /** Whether Nexus lets them in. Locked and disabled users are refused as wrong passwords are (401, on any path). */
  async accepts(credentials: Credentials): Promise<boolean> {
    const attempts = this.#connection.attempts ?? defaultAttempts;
    try {
      await withRetries(attempts, false, () => this.#once({ method: "GET", path: "/v1/status" }, credentials));
      return true;
    } catch (error) {
      if (error instanceof NexusError && error.status === 401) return false;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  async #once(request: Request, credentials: Credentials | undefined): Promise<Reply> {
    const { status, headers, text } = await this.#exchange(request, credentials);
    const type = String(headers["content-type"] ?? "");
    if (status >= 300 && status < 400)
      throw this.#refusal(request, status, `it sends on to ${String(headers.location)}: use that address`);
    if (status >= 400) throw this.#refusal(request, status, text, type);
    if (!text.trim() || !/json/.test(type)) {
      if (request.method === "GET" && /html/.test(type)) throw this.#refusal(request, status, text, type);
      return { status, body: null };
    }
    return { status, body: JSON.parse(text) as Json };
  }

  #refusal(request: Request, status: number, text: string, type?: string): NexusError {
    const words = wordsOf(status, this.#masked(text), type);
    return new NexusError({ method: request.method, path: base + request.path }, status, words);
  }

  async #exchange(request: Request, credentials: Credentials | undefined) {
    const { method, path, body, text } = request;
    const content = text ?? (body === undefined ? null : JSON.stringify(body));
    try {
      const reply = await this.#agent.request({
        origin: this.#origin,
        path: this.#prefix + path,
        method,
        headers: headersOf(text === undefined ? "application/json" : "text/plain", content !== null, credentials),
        body: content,
      });
      this.#learn(reply.headers);
      return { status: reply.statusCode, headers: reply.headers, text: await reply.body.text() };
    } catch (error) {
      throw this.#broken(request, error);
    }
  }

  #learn(headers: Dispatcher.ResponseData["headers"]): void {
    const { release, edition } = this.#server;
    if (release === undefined || edition === undefined)
      this.#server = { ...parseServer(String(headers.server ?? "")), ...this.#server };
  }

  #broken(request: Request, error: unknown): ConnectionError {
    const code = codeOf(error);
    const place = `${this.#origin}`;
    const known = connectionProblems[code];
    const why = known ? known.why(place) : `the connection to ${place} broke (${code || String(error)})`;
    return new ConnectionError({ method: request.method, path: base + request.path }, why, !known, error);
  }

  #masked(text: string): string {
    return [...this.#secrets].reduce((masked, secret) => masked.replaceAll(secret, "[secret]"), text);
  }
}

function headersOf(type: string, hasBody: boolean, credentials: Credentials | undefined): Record<string, string> {
  const basic = credentials && Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64");
  return {
    accept: "application/json",
    ...(hasBody && { "content-type": type }),
    ...(basic && { authorization: `Basic ${basic}` }),
  };
}

interface Problem {
  why(place: string): string;
}

const untrusted: Problem = {
  why: (place) => `the certificate of ${place} is not trusted: name its authority's certificate with nexus:caFile`,
};

/** What fails before a request is sent: such a request surely did nothing. */
const connectionProblems: Readonly<Record<string, Problem>> = {
  ECONNREFUSED: { why: (place) => `nothing listens at ${place}` },
  ENOTFOUND: { why: (place) => `the name in ${place} is not known` },
  EAI_AGAIN: { why: (place) => `the name in ${place} cannot be looked up now` },
  UND_ERR_CONNECT_TIMEOUT: { why: (place) => `${place} does not answer` },
  EHOSTUNREACH: { why: (place) => `there is no way to ${place}` },
  ENETUNREACH: { why: (place) => `there is no way to ${place}` },
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  CERT_HAS_EXPIRED: { why: (place) => `the certificate of ${place} has expired` },
  CERT_NOT_YET_VALID: { why: (place) => `the certificate of ${place} is not valid yet` },
  ERR_TLS_CERT_ALTNAME_INVALID: { why: (place) => `the certificate of ${place} is for another name` },
  EPROTO: { why: (place) => `${place} does not speak TLS: is it http?` },
  ERR_SSL_WRONG_VERSION_NUMBER: { why: (place) => `${place} does not speak TLS: is it http?` },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: { why: (place) => `${place} does not speak TLS: is it http?` },
};
