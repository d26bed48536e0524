import { createSecureContext, getCACertificates, type SecureContext } from "node:tls";
import { UserError } from "../util/user-error.ts";
import type { ClientCertificate, Connection } from "./connection.ts";
import { getErrorCode } from "./connection-errors.ts";

/** The settings of a connection that decide which server it trusts, and how it identifies itself to a reverse proxy. */
export type ConnectionTrust = Pick<Connection, "ca" | "insecure" | "clientCertificate">;

/**
 * Returns only the TLS settings of a connection, for connections to other addresses.
 *
 * @param servers - the addresses that the client certificate is presented to. Default: those of the connection
 */
export function pickTrust(
  { ca, insecure, clientCertificate }: ConnectionTrust,
  servers?: readonly string[],
): ConnectionTrust {
  return {
    ...(ca !== undefined && { ca }),
    ...(insecure && { insecure }),
    ...(clientCertificate && { clientCertificate: { ...clientCertificate, ...(servers && { servers }) } }),
  };
}

/** Returns the client certificate for a server; undefined if it must not be presented there. */
export function findClientCertificate(
  { clientCertificate }: ConnectionTrust,
  origin: string,
): ClientCertificate | undefined {
  return clientCertificate?.servers.some((server) => URL.parse(server)?.origin === origin)
    ? clientCertificate
    : undefined;
}

/** The options of TLS connections. */
export interface TlsConnectOptions {
  secureContext: SecureContext;
  rejectUnauthorized: boolean;
}

/**
 * Creates the options of TLS connections. A context takes 40 ms, so several connections share one.
 *
 * @param clientCertificate - the certificate to present (see {@link findClientCertificate})
 * @throws UserError if the client certificate and its key do not match or cannot be parsed
 */
export function createTlsOptions(
  { ca, insecure }: ConnectionTrust,
  clientCertificate?: ClientCertificate,
): TlsConnectOptions {
  const trusted = [...listTrustedCertificates(), ...(ca === undefined ? [] : [ca])];
  try {
    return {
      secureContext: createSecureContext({
        ca: trusted,
        ...(clientCertificate && { cert: clientCertificate.cert, key: clientCertificate.key }),
      }),
      rejectUnauthorized: !insecure,
    };
  } catch (error) {
    if (!clientCertificate) throw error;
    throw new UserError(`nexus:clientCert and nexus:clientKey cannot be used: ${describeKeyError(error)}`);
  }
}

function describeKeyError(error: unknown): string {
  if (getErrorCode(error) === "ERR_OSSL_X509_KEY_VALUES_MISMATCH") return "the key belongs to another certificate";
  return `a file has no valid PEM (${getErrorCode(error) || String(error)}). A key with a passphrase is not supported`;
}

let trustedCertificates: string[] | undefined;

/** Returns the certificates of Node.js, of NODE_EXTRA_CA_CERTS and of the system (SSL_CERT_FILE, SSL_CERT_DIR, /etc/ssl). */
function listTrustedCertificates(): string[] {
  trustedCertificates ??= [...new Set([...getCACertificates("default"), ...getCACertificates("system")])];
  return trustedCertificates;
}
