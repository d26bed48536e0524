import type { Connection } from "../../../client/connection.ts";
import type { Credentials } from "../../../client/nexus.ts";
import { CommandError } from "../../shared/failures.ts";
import { certificatesIn } from "../../shared/http.ts";
import { passwordAsked, passwordsOf } from "../../shared/passwords.ts";
import { configurationOf } from "../../shared/pulumi.ts";

/** As whom a command comes, and whom it trusts. */
export interface Entry extends Credentials, Pick<Connection, "ca" | "insecure"> {}

export interface EntryOptions {
  as?: string;
  caFile?: string;
}

/**
 * The entry that a command's options ask for, else that of the stack.
 *
 * @param sole - the one user who may do what is to be done, where there is one
 * @throws CommandError
 */
export async function entryOf({ as, caFile }: EntryOptions, stack?: string, sole?: string): Promise<Entry> {
  const [passwords, configuration] =
    stack === undefined ? [{}, {}] : await Promise.all([passwordsOf(stack), configurationOf(stack)]);
  const username = as ?? sole ?? process.env.NEXUS_USERNAME;
  if (!username)
    throw new CommandError("as whom? Name a user with --as: the stack does not declare exactly one who may");
  const file = caFile ?? configuration["nexus:caFile"];
  return {
    username,
    password: await passwordAsked(username, passwords),
    ...(file !== undefined && { ca: certificatesIn(file, caFile === undefined ? "nexus:caFile" : "--ca-file") }),
    ...(configuration["nexus:insecure"] === "true" && { insecure: true }),
  };
}
