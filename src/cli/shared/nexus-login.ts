import type { Connection } from "../../client/connection.ts";
import { BoundCredentials } from "../../client/credentials.ts";
import type { ConnectionTrust } from "../../client/tls.ts";
import { readCertificates, readClientCertificate } from "../../provider/settings.ts";
import { CommandError } from "./command-error.ts";
import { findOrAskPassword, readStackPasswords } from "./passwords.ts";
import { readStackConfiguration } from "./pulumi-cli.ts";

/** Represents the user that a command logs in as, and the certificates that it trusts. */
export interface NexusLogin extends ConnectionTrust, Pick<Connection, "retry"> {
  credentials: BoundCredentials;
}

/** Options of commands that log in as a user. */
export interface LoginOptions {
  /** The user id. */
  as?: string;
  caFile?: string;
}

/**
 * Returns the login for a command: the user of `--as`, otherwise `defaultUser`, otherwise NEXUS_USERNAME.
 *
 * @param servers - the addresses that may receive the credentials and the client certificate
 * @param stack - the stack that passwords and connection settings are taken from
 * @param reason - the beginning of the error message if there is no user
 * @throws CommandError if there is no user, or the password is unknown
 */
export async function resolveLogin(
  { as, caFile }: LoginOptions,
  servers: readonly string[],
  stack?: string,
  defaultUser?: string,
  reason = "NEXUS_USERNAME is not set",
): Promise<NexusLogin> {
  const [passwords, configuration] =
    stack === undefined ? [{}, {}] : await Promise.all([readStackPasswords(stack), readStackConfiguration(stack)]);
  const username = as ?? defaultUser ?? process.env.NEXUS_USERNAME;
  if (!username) throw new CommandError(`${reason}. Name a user with --as`);
  const file = caFile ?? configuration["nexus:caFile"];
  const { "nexus:clientCert": cert, "nexus:clientKey": key } = configuration;
  const clientCertificate = readClientCertificate(cert, key, servers);
  const retryFor = configuration["nexus:retryFor"];
  return {
    credentials: new BoundCredentials({ username, password: await findOrAskPassword(username, passwords) }, servers),
    ...(file !== undefined && { ca: readCertificates(file, caFile === undefined ? "nexus:caFile" : "--ca-file") }),
    ...(clientCertificate && { clientCertificate }),
    ...(configuration["nexus:insecure"] === "true" && { insecure: true }),
    ...(retryFor !== undefined && { retry: { retryFor: Number(retryFor) * 1000 } }),
  };
}
