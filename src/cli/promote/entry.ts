import { readFileSync } from "node:fs";
import { CommandError } from "../failures.ts";
import { passwordAsked, passwordsOf } from "../passwords.ts";
import { configurationOf } from "../pulumi.ts";
import type { Entry } from "./skopeo.ts";

export interface EntryOptions {
  as?: string;
  caFile?: string;
}

/**
 * As whom a command comes, and whom it trusts: as its options say, else as the stack does.
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
    credentials: { username, password: await passwordAsked(username, passwords) },
    ...(file !== undefined && { ca: certificatesIn(file, caFile === undefined ? "nexus:caFile" : "--ca-file") }),
    ...(configuration["nexus:insecure"] === "true" && { insecure: true }),
  };
}

/** @throws CommandError */
function certificatesIn(file: string, called: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new CommandError(`${called}: ${file} cannot be read: it must be a PEM file of certificates`);
  }
}
