import { getCACertificates } from "node:tls";
import { Agent } from "undici";
import type { Connection } from "./connection.ts";
import { ConnectionError } from "./errors.ts";
import { getErrorCode } from "./retry.ts";

/** What opens and keeps connections, with their limits and the certificates that are trusted. */
export function createAgent({ parallel = 16, timeout = 60, insecure, ca }: Omit<Connection, "url">): Agent {
  return new Agent({
    connections: parallel,
    headersTimeout: timeout * 1000,
    bodyTimeout: timeout * 1000,
    connect: {
      timeout: 10_000,
      rejectUnauthorized: !insecure,
      ...(ca && { ca: [...getCACertificates("default"), ca] }),
    },
  });
}

/**
 * Why no answer came, in words.
 *
 * @param origin - `https://nexus.example:8443`
 */
export function toConnectionError(
  request: { method: string; path: string },
  origin: string,
  error: unknown,
): ConnectionError {
  return new ConnectionError(
    request,
    describeConnectionFailure(origin, error),
    !connectionProblems[getErrorCode(error)]?.surelyUnsent,
    error,
  );
}

/** The same without what was asked. */
export function describeConnectionFailure(origin: string, error: unknown): string {
  const code = getErrorCode(error);
  return connectionProblems[code]?.why(origin) ?? `the connection to ${origin} broke (${code || String(error)})`;
}

/** What kept an answer from coming, in short; `plain`: TLS is not spoken there. */
export type ConnectionFailure = "name" | "refused" | "timeout" | "certificate" | "plain";

/** The same in short; nothing where it is something else. */
export function classifyConnectionFailure(error: unknown): ConnectionFailure | undefined {
  return connectionProblems[getErrorCode(error)]?.trouble;
}

interface Problem {
  trouble: ConnectionFailure;
  why(place: string): string;
  /** It fails before a request is sent: such a request surely did nothing. */
  surelyUnsent: boolean;
}

const before = (trouble: ConnectionFailure, why: Problem["why"]): Problem => ({ trouble, why, surelyUnsent: true });

const noWay = before("timeout", (place) => `there is no way to ${place}`);
const silent = before("timeout", (place) => `${place} does not answer`);
const late: Problem = {
  trouble: "timeout",
  why: (place) => `no answer from ${place} within the time of nexus:timeout`,
  surelyUnsent: false,
};
const untrusted = before(
  "certificate",
  (place) => `the certificate of ${place} is not trusted: name its authority's certificate with nexus:caFile`,
);
const noTls = before("plain", (place) => `${place} does not speak TLS: is it http?`);

const connectionProblems: Readonly<Record<string, Problem>> = {
  ECONNREFUSED: before("refused", (place) => `nothing listens at ${place}`),
  ENOTFOUND: before("name", (place) => `the name in ${place} is not known`),
  EAI_AGAIN: before("name", (place) => `the name in ${place} cannot be looked up now`),
  UND_ERR_CONNECT_TIMEOUT: silent,
  EHOSTUNREACH: noWay,
  ENETUNREACH: noWay,
  CERT_HAS_EXPIRED: before("certificate", (place) => `the certificate of ${place} has expired`),
  CERT_NOT_YET_VALID: before("certificate", (place) => `the certificate of ${place} is not valid yet`),
  ERR_TLS_CERT_ALTNAME_INVALID: before("certificate", (place) => `the certificate of ${place} is for another name`),
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  UND_ERR_HEADERS_TIMEOUT: late,
  UND_ERR_BODY_TIMEOUT: late,
  // Also of a connection that was there: what was sent may have arrived.
  ETIMEDOUT: { ...silent, surelyUnsent: false },
};
