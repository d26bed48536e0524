import { getErrorCode } from "../../client/connection-errors.ts";
import type { Authorization } from "../../client/credentials.ts";
import { ConnectionError } from "../../client/errors.ts";
import { HttpTransport, type TextResponse, type TransportRequest } from "../../client/http-transport.ts";
import { type AttemptResult, parseRetryAfter, type Repetition } from "../../client/retry.ts";

/** Represents a request to a service. */
export interface ServiceRequest {
  method: "GET" | "POST" | "PUT" | "PATCH";
  /** The path and query, percent-encoded. Appended to the URL of the service. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  /** Credentials or a token, bound to the URL of the service. */
  authorization?: Authorization | undefined;
  body?: string | undefined;
}

const retry = { retryFor: 30_000, delay: 300 };
/** The time in which a failed connection, or an error of the service, is repeated, in milliseconds. */
const failureLimit = 3_000;

/**
 * Sends requests to one service other than Nexus (GitLab, GitHub, Jenkins, Vault), through the proxy of the environment if
 * there is one. GET and PUT are repeated after transient failures. Redirects are not followed, and a request names only a path, so
 * that the credentials reach no other server.
 *
 * @example
 * const client = new ServiceClient("https://vault.example");
 * const { status, text } = await client.send({ method: "GET", path: "/v1/sys/health" });
 * await client.close();
 */
export class ServiceClient {
  readonly #transport: HttpTransport;

  /**
   * @param url - the URL of the service, with its path if it has one
   * @param ca - certificates (PEM) to trust in addition to the system's
   */
  constructor(url: string, ca?: string) {
    this.#transport = new HttpTransport({ url, timeout: 30, retry, ...(ca && { ca }) });
  }

  /**
   * Sends a request, and returns the response for any status.
   *
   * @throws ConnectionError, which {@link describeUnreachable} describes
   */
  send({ method, path, headers, authorization, body }: ServiceRequest): Promise<TextResponse> {
    const request: TransportRequest = {
      method,
      path,
      headers: { "user-agent": "nexus-iac", ...headers },
      authorization,
      ...(body !== undefined && { body }),
    };
    const isRepeatable = method === "GET" || method === "PUT";
    return this.#transport.retrier.run(
      () => this.#transport.exchange(request),
      (result) => (isRepeatable ? findRepetition(result) : undefined),
    );
  }

  close(): Promise<void> {
    return this.#transport.close();
  }
}

/** Describes why a service cannot be reached. */
export function describeUnreachable(error: unknown): string {
  if (error instanceof ConnectionError) return describeUnreachable(error.cause);
  if (error instanceof AggregateError) return error.errors.map(describeUnreachable).join(", ");
  return error instanceof Error ? error.message : String(error);
}

const transientStatuses: readonly number[] = [429, 500, 502, 503, 504];
const transientCodes: readonly string[] = [
  ...["ECONNRESET", "ECONNREFUSED", "ENOTFOUND", "ENETDOWN", "ENETUNREACH", "EHOSTDOWN", "EHOSTUNREACH", "EPIPE"],
  "UND_ERR_SOCKET",
];

function findRepetition(result: AttemptResult<TextResponse>): Repetition | undefined {
  const within = failureLimit;
  if ("error" in result) {
    const { error } = result;
    return error instanceof ConnectionError && transientCodes.includes(getErrorCode(error.cause))
      ? { within }
      : undefined;
  }
  const { status, headers } = result.response;
  if (!transientStatuses.includes(status)) return undefined;
  const after = parseRetryAfter(headers);
  return after === undefined ? { within } : { after };
}
