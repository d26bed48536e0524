import type { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { toDisplayText } from "../util/display-text.ts";
import { UserError } from "../util/user-error.ts";
import type { Connection } from "./connection.ts";
import { toConnectionError } from "./connection-errors.ts";
import type { Authorization } from "./credentials.ts";
import { Deadline } from "./deadline.ts";
import { Dispatchers, defaultTimeout } from "./dispatchers.ts";
import type { ConnectionError, RequestTarget } from "./errors.ts";
import { findProxy } from "./proxy.ts";
import { Redactor } from "./redactor.ts";
import { defaultMaxBytes, readBody } from "./response-body.ts";
import { Retrier } from "./retry.ts";
import { findRepetition } from "./transient-errors.ts";

/** The options of a transport. Without `url`, each request needs an `origin`. */
export interface TransportOptions
  extends Partial<
    Pick<Connection, "url" | "ca" | "insecure" | "clientCertificate" | "parallel" | "timeout" | "retry">
  > {}

/** One HTTP request. */
export interface TransportRequest {
  method: Dispatcher.HttpMethod;
  /** Percent-encoded: below the transport's URL with its context path, or from the host on if `origin` is set. */
  path: string;
  /** Another server than that of the transport's URL: `https://nexus.example:8443`. */
  origin?: string | undefined;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array | AsyncIterable<Uint8Array> | null;
  /**
   * Credentials or a token. Refused if they are not bound to the origin of this request. They are sent nowhere else, as
   * redirects are not followed.
   */
  authorization?: Authorization | undefined;
  /** The request as errors name it. Default: its method and path. */
  target?: RequestTarget;
}

/** A response whose body is not read yet. */
export type TransportResponse = Dispatcher.ResponseData & { readonly deadline: Deadline };

/** A response with its body as text. */
export interface TextResponse {
  status: number;
  /** The reason phrase of the status line. */
  statusText: string;
  headers: TransportResponse["headers"];
  /** The media type, with its parameters; an empty text if the header is missing. */
  contentType: string;
  text: string;
}

/**
 * Sends HTTP requests: the one place for connections, TLS, proxies, timeouts, authentication, the context path, retries
 * and the redaction of secrets. The clients of Nexus, of registries and of repository content use it, and so do commands
 * that talk to other servers.
 *
 * @example
 * const transport = new HttpTransport({ url: "https://nexus.example/nexus", timeout: 30 });
 * const { status, text } = await transport.exchange({ method: "GET", path: "/service/rest/v1/status" });
 * await transport.close();
 */
export class HttpTransport {
  /** `https://nexus.example`; an empty text without a URL. */
  readonly origin: string;
  /** `/nexus`; an empty text if there is none. */
  readonly contextPath: string;
  readonly redactor = new Redactor();
  /** Repeats requests, and knows since when the server does not respond. */
  readonly retrier: Retrier;
  readonly #dispatchers: Dispatchers;
  readonly #cancellation = new AbortController();
  readonly #timeout: number;

  constructor(options: TransportOptions) {
    const url = options.url === undefined ? undefined : new URL(options.url);
    this.origin = url?.origin ?? "";
    this.contextPath = url?.pathname.replace(/\/+$/, "") ?? "";
    this.retrier = new Retrier(options.retry);
    this.#dispatchers = new Dispatchers(options);
    this.#timeout = (options.timeout ?? defaultTimeout) * 1000;
  }

  /**
   * Sends a request once, and returns the response, for any status.
   *
   * @throws ConnectionError; UntrustedOriginError if the authorization is bound to other origins; UserError if the path has
   *   a segment `..`, or the proxy or the client certificate cannot be used
   */
  async send(request: TransportRequest): Promise<TransportResponse> {
    const { method, path, origin, headers, body } = request;
    requirePlainPath(path);
    const { authorization } = request;
    const secret = authorization?.valueFor(origin ?? this.origin);
    const dispatcher = this.#dispatchers.get(origin ?? this.origin);
    const deadline = new Deadline(this.#timeout);
    try {
      const options = {
        origin: origin ?? this.origin,
        path: origin === undefined ? this.contextPath + path : path,
        method,
        headers: { ...headers, ...(authorization && secret !== undefined && { [authorization.header]: secret }) },
        // undici accepts any async iterable.
        body: (body ?? null) as Readable | string | Uint8Array | null,
        deadline,
        // An interim response (1xx) prolongs undici's limit.
        onInfo: () => deadline.check(),
        ...(isRead(method) && { signal: this.#cancellation.signal }),
      };
      return Object.assign(await dispatcher.request(options), { deadline });
    } catch (error) {
      throw this.toConnectionError(request, error);
    }
  }

  /**
   * Sends a request once, and returns the response with its text, for any status.
   *
   * @throws ConnectionError
   */
  async exchange(request: TransportRequest): Promise<TextResponse> {
    const response = await this.send(request);
    const { statusCode, statusText, headers } = response;
    const text = await this.readText(request, response);
    return { status: statusCode, statusText, headers, contentType: getContentType(response), text };
  }

  /** Reads the body of a response as text, like {@link readBytes}. */
  async readText(request: TransportRequest, response: TransportResponse): Promise<string> {
    return (await this.readBytes(request, response)).toString("utf8");
  }

  /**
   * Reads the body of a response into memory. It must be complete within the timeout, which began when the request was sent.
   *
   * @param maxBytes - the size in bytes. Default: 128 MiB
   * @throws ConnectionError if the connection breaks, or the body is too large or too slow
   */
  async readBytes(
    request: TransportRequest,
    { body, deadline }: TransportResponse,
    maxBytes: number = defaultMaxBytes,
  ): Promise<Buffer> {
    try {
      return await readBody(body, { maxBytes, deadline });
    } catch (error) {
      throw this.toConnectionError(request, error);
    }
  }

  /** Repeats a request to Nexus or a registry while its failure is transient, see {@link findRepetition}. */
  repeat<T>(isPost: boolean, send: () => Promise<T>): Promise<T> {
    return this.retrier.run(send, (result) => ("error" in result ? findRepetition(result.error, isPost) : undefined));
  }

  /**
   * Ends all waiting: for the next attempt at once, for the response to a request that reads after two seconds. Writes are
   * not aborted, as their effect would be unknown.
   */
  cancel(): void {
    this.retrier.cancel();
    setTimeout(() => this.#cancellation.abort(new CanceledError()), cancellationGrace).unref();
  }

  toConnectionError(request: TransportRequest, error: unknown): ConnectionError {
    const origin = request.origin ?? this.origin;
    const proxy = findProxy(origin);
    const address = proxy ? `${origin} by the proxy ${proxy.origin}` : origin;
    return toConnectionError(request.target ?? request, address, error);
  }

  /** Waits for open requests, and closes the connections. */
  async close(): Promise<void> {
    await this.#dispatchers.close();
  }

  /** Aborts open requests, and closes the connections. */
  async destroy(): Promise<void> {
    await this.#dispatchers.destroy();
  }
}

/** The milliseconds in which a response may arrive after a cancellation. */
const cancellationGrace = 2_000;

class CanceledError extends Error {
  readonly code = "CANCELED";
}

/** Names of objects are a part of paths. A server would resolve `..` to the path of another object. */
function requirePlainPath(path: string): void {
  const [beforeQuery = ""] = path.split("?");
  if (beforeQuery.split("/").some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment)))
    throw new UserError(`No request is sent to ${toDisplayText(beforeQuery)}: a name must not be "." or ".."`);
}

function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

/** Returns the media type of a response with its parameters, or an empty text. */
export function getContentType({ headers }: Pick<TransportResponse, "headers">): string {
  return String(headers["content-type"] ?? "");
}
