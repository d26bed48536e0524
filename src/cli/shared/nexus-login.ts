import type { Connection } from "../../client/connection.ts";
import type { Credentials } from "../../client/credentials.ts";
import { CommandError } from "./failures.ts";
import { certificatesIn } from "./http.ts";
import { findOrAskPassword, readStackPasswords } from "./passwords.ts";
import { readStackConfiguration } from "./pulumi-cli.ts";

/** As whom a command comes, and whom it trusts. */
export interface NexusLogin extends Credentials, Pick<Connection, "ca" | "insecure"> {}

export interface LoginOptions {
  as?: string;
  caFile?: string;
}

/**
 * The entry that a command's options ask for, else that of the stack.
 *
 * @param sole - the one user who may do what is to be done, where there is one
 * @throws CommandError
 */
export async function resolveLogin({ as, caFile }: LoginOptions, stack?: string, sole?: string): Promise<NexusLogin> {
  const [passwords, configuration] =
    stack === undefined ? [{}, {}] : await Promise.all([readStackPasswords(stack), readStackConfiguration(stack)]);
  const username = as ?? sole ?? process.env.NEXUS_USERNAME;
  if (!username)
    throw new CommandError("as whom? Name a user with --as: the stack does not declare exactly one who may");
  const file = caFile ?? configuration["nexus:caFile"];
  return {
    username,
    password: await findOrAskPassword(username, passwords),
    ...(file !== undefined && { ca: certificatesIn(file, caFile === undefined ? "nexus:caFile" : "--ca-file") }),
    ...(configuration["nexus:insecure"] === "true" && { insecure: true }),
  };
}
