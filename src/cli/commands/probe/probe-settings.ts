import type { Connection } from "../../../client/connection.ts";
import { BoundCredentials } from "../../../client/credentials.ts";
import type { ConnectionTrust } from "../../../client/tls.ts";
import type { ProbeIdentity } from "../../../clients/probe/probe-plan.ts";
import type { Passwords } from "../../shared/passwords.ts";

/** Represents the settings of a probe. */
export interface ProbeSettings {
  /** The login of the stack itself, and the certificates that it trusts. `credentials` are bound to servers of their own. */
  connection: ConnectionTrust & Pick<Connection, "username" | "password" | "credentials">;
  /** The passwords of the users that are checked. */
  passwords: Passwords;
  /** The addresses that may receive credentials. */
  servers: readonly string[];
  /** The timeout of each request in seconds. */
  timeout: number;
  /** A text that makes the names of probe objects unique. */
  unique: string;
}

/** Represents a request that cannot be sent because the password is unknown. */
export class UnknownPassword {
  readonly reason: string;

  constructor(identity: ProbeIdentity) {
    const user = typeof identity === "object" ? identity.user : "the stack's user";
    this.reason = `unknown password of ${user}`;
  }
}

/** Returns the credentials of an identity; undefined for anonymous requests. */
export function resolveCredentials(
  identity: ProbeIdentity,
  { connection, passwords, servers }: ProbeSettings,
): BoundCredentials | undefined | UnknownPassword {
  if (identity === "anonymous") return undefined;
  if (identity === "stack") {
    const { username, password, credentials } = connection;
    if (credentials) return credentials;
    return username === undefined || password === undefined
      ? new UnknownPassword(identity)
      : new BoundCredentials({ username, password }, servers);
  }
  const password = Object.hasOwn(passwords, identity.user) ? passwords[identity.user] : undefined;
  return password === undefined
    ? new UnknownPassword(identity)
    : new BoundCredentials({ username: identity.user, password }, servers);
}
