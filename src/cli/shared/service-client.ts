import { getErrorCode } from "../../client/connection-errors.ts";
import { ConnectionError } from "../../client/errors.ts";
import { HttpTransport, type TextResponse, type TransportRequest } from "../../client/http-transport.ts";
import { type AttemptResult, withRetries } from "../../client/retry.ts";

/** Represents a request to a service. */
export interface ServiceRequest {
  method: "GET" | "POST" | "PUT" | "PATCH";
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string | undefined;
}

const retryPolicy = { maxAttempts: 4, delay: 300 };
/** The longest time to wait because of the header Retry-After, in milliseconds. */
const maxRetryAfter = 30_000;

/**
 * Sends requests to services other than Nexus (GitLab, GitHub, Jenkins, Vault), through the proxy of the environment if
 * there is one. GET and PUT are repeated after transient failures. Redirects are not followed, as the credentials must
 * not reach another server.
 *
 * @example
 * const client = new ServiceClient();
 * const { status, text } = await client.send({ method: "GET", url: "https://vault.example/v1/sys/health", headers: {} });
 * await client.close();
 */
export class ServiceClient {
  readonly #transport: HttpTransport;

  /** @param ca - certificates (PEM) to trust in addition to the system's */
  constructor(ca?: string) {
    this.#transport = new HttpTransport({ proxyFromEnvironment: true, timeout: 30, ...(ca && { ca }) });
  }

  /**
   * Sends a request, and returns the response for any status.
   *
   * @throws ConnectionError, which {@link describeUnreachable} describes
   */
  send({ method, url, headers, body }: ServiceRequest): Promise<TextResponse> {
    const { origin, pathname, search } = new URL(url);
    const request: TransportRequest = {
      method,
      origin,
      path: pathname + search,
      headers: { "user-agent": "nexus-iac", ...headers },
      ...(body !== undefined && { body }),
    };
    const isRepeatable = method === "GET" || method === "PUT";
    return withRetries(
      retryPolicy,
      () => this.#transport.exchange(request),
      (result) => isRepeatable && shouldRepeat(result),
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

function shouldRepeat(result: AttemptResult<TextResponse>): boolean | number {
  if ("error" in result)
    return result.error instanceof ConnectionError && transientCodes.includes(getErrorCode(result.error.cause));
  const { status, headers } = result.response;
  return transientStatuses.includes(status) && (parseRetryAfter(String(headers["retry-after"] ?? "")) ?? true);
}

/** Parses Retry-After, which is a number of seconds or a date, into milliseconds. Returns undefined for a time now or past. */
function parseRetryAfter(header: string): number | undefined {
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return milliseconds > 0 ? Math.min(milliseconds, maxRetryAfter) : undefined;
}
