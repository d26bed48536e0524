import { ConnectionError, type RequestTarget } from "./errors.ts";

/**
 * Converts an error of the HTTP library into a `ConnectionError`.
 *
 * @param origin - `https://nexus.example:8443`
 */
export function toConnectionError(request: RequestTarget, origin: string, error: unknown): ConnectionError {
  const isUncertain = !problems[getErrorCode(error)]?.isUnsent;
  return new ConnectionError(request, describeConnectionFailure(origin, error), isUncertain, error);
}

/**
 * Describes why there was no response, such as `Connection refused: nothing listens at https://nexus.example`.
 *
 * @param origin - `https://nexus.example:8443`, or a host name
 */
export function describeConnectionFailure(origin: string, error: unknown): string {
  const code = getErrorCode(error);
  return problems[code]?.describe(origin) ?? `Connection to ${origin} failed (${code || String(error)})`;
}

/** The classes of connection failures. `name`: DNS; `plain`: the server does not speak TLS. */
export type ConnectionFailure = "name" | "refused" | "timeout" | "certificate" | "plain";

/** Returns the class of a connection failure, or undefined for any other error. */
export function classifyConnectionFailure(error: unknown): ConnectionFailure | undefined {
  return problems[getErrorCode(error)]?.failure;
}

/** Returns the `code` of an error, such as `ECONNREFUSED`, or an empty text. */
export function getErrorCode(error: unknown): string {
  const [, proxyStatus] = /^Proxy response \((\d+)\)/.exec(error instanceof Error ? error.message : "") ?? [];
  if (proxyStatus !== undefined) return toProxyCode(Number(proxyStatus));
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

/** Returns the code for the status with which a proxy refuses a connection. */
function toProxyCode(status: number): string {
  if (status === 407) return "PROXY_LOGIN";
  return status >= 500 ? "PROXY_UNAVAILABLE" : "PROXY_REFUSED";
}

interface Problem {
  failure?: ConnectionFailure;
  describe(origin: string): string;
  /** True if it happens before the request is sent, so that the request has certainly done nothing. */
  isUnsent: boolean;
}

const unsent = (failure: ConnectionFailure, describe: Problem["describe"]): Problem => ({
  failure,
  describe,
  isUnsent: true,
});

const noRoute = unsent("timeout", (origin) => `No route to host ${origin}`);
const connectTimeout = unsent("timeout", (origin) => `Connection to ${origin} timed out`);
const responseTimeout: Problem = {
  failure: "timeout",
  describe: (origin) => `No response from ${origin} within nexus:timeout`,
  isUnsent: false,
};
const untrusted = unsent(
  "certificate",
  (origin) =>
    `The certificate of ${origin} is not trusted. Set nexus:caFile to a file with the certificate of its authority`,
);
const noTls = unsent("plain", (origin) => `${origin} does not speak TLS. Is it an http address?`);

const problems: Readonly<Record<string, Problem>> = {
  ECONNREFUSED: unsent("refused", (origin) => `Connection refused: nothing listens at ${origin}`),
  ENOTFOUND: unsent("name", (origin) => `Host name not found: ${origin}`),
  EAI_AGAIN: unsent("name", (origin) => `Host name cannot be resolved at the moment: ${origin}`),
  UND_ERR_CONNECT_TIMEOUT: connectTimeout,
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  CERT_HAS_EXPIRED: unsent("certificate", (origin) => `The certificate of ${origin} has expired`),
  CERT_NOT_YET_VALID: unsent("certificate", (origin) => `The certificate of ${origin} is not valid yet`),
  ERR_TLS_CERT_ALTNAME_INVALID: unsent("certificate", (origin) => `The certificate of ${origin} is for another name`),
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  UND_ERR_HEADERS_TIMEOUT: responseTimeout,
  UND_ERR_BODY_TIMEOUT: responseTimeout,
  RESPONSE_INCOMPLETE: {
    failure: "timeout",
    describe: (origin) => `The response of ${origin} was not complete within nexus:timeout`,
    isUnsent: false,
  },
  RESPONSE_TOO_LARGE: {
    describe: (origin) => `The response of ${origin} is too large, so it was not read`,
    isUnsent: false,
  },
  PROXY_LOGIN: unsent(
    "refused",
    (origin) => `No connection to ${origin}, which requires a login (407): add user:password@ to the URL of the proxy`,
  ),
  PROXY_REFUSED: unsent("refused", (origin) => `No connection to ${origin}, which refuses it`),
  PROXY_UNAVAILABLE: unsent("refused", (origin) => `No connection to ${origin}, which does not reach the server`),
  CANCELED: {
    failure: "timeout",
    describe: (origin) => `No response from ${origin} before the operation was canceled`,
    isUnsent: true,
  },
  // Also of an open connection: what was sent may have arrived.
  ETIMEDOUT: { ...connectTimeout, isUnsent: false },
};
