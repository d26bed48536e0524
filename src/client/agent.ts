import { getCACertificates } from "node:tls";
import { Agent } from "undici";
import type { Connection } from "./connection.ts";
import { ConnectionError } from "./errors.ts";
import { codeOf } from "./retry.ts";

/** What opens and keeps connections, with their limits and the certificates that are trusted. */
export function agentOf({ parallel = 16, timeout = 60, insecure, ca }: Omit<Connection, "url">): Agent {
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
export function broken(request: { method: string; path: string }, origin: string, error: unknown): ConnectionError {
  return new ConnectionError(
    request,
    whyBroken(origin, error),
    !connectionProblems[codeOf(error)]?.surelyUnsent,
    error,
  );
}

/** The same without what was asked. */
export function whyBroken(origin: string, error: unknown): string {
  const code = codeOf(error);
  return connectionProblems[code]?.why(origin) ?? `the connection to ${origin} broke (${code || String(error)})`;
}

interface Problem {
  why(place: string): string;
  /** It fails before a request is sent: such a request surely did nothing. */
  surelyUnsent?: true;
}

const late: Problem = { why: (place) => `no answer from ${place} within the time of nexus:timeout` };

const untrusted: Problem = {
  surelyUnsent: true,
  why: (place) => `the certificate of ${place} is not trusted: name its authority's certificate with nexus:caFile`,
};

const unreached: Readonly<Record<string, Problem["why"]>> = {
  ECONNREFUSED: (place) => `nothing listens at ${place}`,
  ENOTFOUND: (place) => `the name in ${place} is not known`,
  EAI_AGAIN: (place) => `the name in ${place} cannot be looked up now`,
  UND_ERR_CONNECT_TIMEOUT: (place) => `${place} does not answer`,
  EHOSTUNREACH: (place) => `there is no way to ${place}`,
  ENETUNREACH: (place) => `there is no way to ${place}`,
  CERT_HAS_EXPIRED: (place) => `the certificate of ${place} has expired`,
  CERT_NOT_YET_VALID: (place) => `the certificate of ${place} is not valid yet`,
  ERR_TLS_CERT_ALTNAME_INVALID: (place) => `the certificate of ${place} is for another name`,
  EPROTO: (place) => `${place} does not speak TLS: is it http?`,
  ERR_SSL_WRONG_VERSION_NUMBER: (place) => `${place} does not speak TLS: is it http?`,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: (place) => `${place} does not speak TLS: is it http?`,
};

const connectionProblems: Readonly<Record<string, Problem>> = {
  ...Object.fromEntries(Object.entries(unreached).map(([code, why]) => [code, { why, surelyUnsent: true as const }])),
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UND_ERR_HEADERS_TIMEOUT: late,
  UND_ERR_BODY_TIMEOUT: late,
};
