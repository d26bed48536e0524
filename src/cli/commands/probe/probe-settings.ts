import type { Connection } from "../../../client/connection.ts";
import type { Credentials } from "../../../client/credentials.ts";
import type { ProbeIdentity } from "../../../clients/probe/probe-plan.ts";
import type { Passwords } from "../../shared/passwords.ts";

/** What one needs to ask. */
export interface ProbeSettings {
  /** What the stack itself comes as, and which certificates it trusts. */
  connection: Pick<Connection, "username" | "password" | "ca" | "insecure">;
  /** Of the users that are checked. */
  passwords: Passwords;
  /** Seconds for each request. */
  timeout: number;
  /** Makes names that nobody else has. */
  unique: string;
}

/** Nobody knows the password that a request needs. */
export class UnknownPassword {
  readonly reason: string;

  constructor(asker: ProbeIdentity) {
    const whose = typeof asker === "object" ? asker.user : "the stack's own user";
    this.reason = `the password of ${whose} is not known`;
  }
}

/** What an asker comes with: nothing, or the credentials, if they are known. */
export function resolveCredentials(
  asker: ProbeIdentity,
  { connection, passwords }: ProbeSettings,
): Credentials | undefined | UnknownPassword {
  if (asker === "anonymous") return undefined;
  if (asker === "stack") {
    const { username, password } = connection;
    return username === undefined || password === undefined ? new UnknownPassword(asker) : { username, password };
  }
  const password = Object.hasOwn(passwords, asker.user) ? passwords[asker.user] : undefined;
  return password === undefined ? new UnknownPassword(asker) : { username: asker.user, password };
}
