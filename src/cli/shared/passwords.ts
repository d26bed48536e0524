/** Passwords of Nexus users, for commands that log in as them or pass them on. A password is never an argument and never in an error. */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { toDisplayText } from "../../util/display-text.ts";
import { CommandError } from "./command-error.ts";
import { runPulumiForJson } from "./pulumi-cli.ts";

/** Represents passwords by user id. */
export type Passwords = Readonly<Record<string, string>>;

interface Environment {
  NEXUS_USERNAME?: string | undefined;
  NEXUS_PASSWORD?: string | undefined;
  NEXUS_PASSWORD_FILE?: string | undefined;
}

const outputs = z.object({ passwords: z.record(z.string(), z.unknown()).optional() });

/** Returns the passwords in the stack's output `passwords`: those of the users that its last `up` created or changed. */
export async function readStackPasswords(stack: string): Promise<Passwords> {
  const args = ["stack", "output", "--json", "--show-secrets", "--stack", stack];
  return parsePasswordOutputs(await runPulumiForJson(args, z.unknown()));
}

/**
 * Returns the passwords among a stack's outputs. A user with `keepPassword` and no configured password has an empty one there; it is left out.
 *
 * @throws CommandError if the output has another form
 */
export function parsePasswordOutputs(stackOutputs: unknown): Passwords {
  const parsed = outputs.safeParse(stackOutputs);
  if (!parsed.success)
    throw new CommandError(
      'The stack output "passwords" is not an object with a password by user id. Rename it, or run up',
    );
  const { passwords = {} } = parsed.data;
  const entries = Object.entries(passwords).flatMap(([user, password]) =>
    typeof password === "string" && password !== "" ? [[user, password] as const] : [],
  );
  return Object.fromEntries(entries);
}

/**
 * Returns the password of a user: from the stack, otherwise from the environment if NEXUS_USERNAME is this user, otherwise
 * undefined. NEXUS_PASSWORD usually belongs to an administrator and must not be tried for another user.
 *
 * @throws CommandError if the file NEXUS_PASSWORD_FILE cannot be read
 */
export function findPassword(
  user: string,
  passwords: Passwords,
  environment: Environment = process.env,
): string | undefined {
  if (Object.hasOwn(passwords, user)) return passwords[user];
  return environment.NEXUS_USERNAME === user ? readEnvironmentPassword(environment) : undefined;
}

/** Returns NEXUS_PASSWORD, otherwise the first line of the file NEXUS_PASSWORD_FILE, otherwise undefined. */
export function readEnvironmentPassword({ NEXUS_PASSWORD, NEXUS_PASSWORD_FILE }: Environment): string | undefined {
  if (NEXUS_PASSWORD) return NEXUS_PASSWORD;
  if (!NEXUS_PASSWORD_FILE) return undefined;
  try {
    return firstLine(readFileSync(NEXUS_PASSWORD_FILE, "utf8"), "the file NEXUS_PASSWORD_FILE");
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`Cannot read NEXUS_PASSWORD_FILE: ${NEXUS_PASSWORD_FILE}`);
  }
}

/** Returns the passwords of a stack's users and the one in the environment. The stack's take precedence. */
export async function readKnownPasswords(stack: string): Promise<Passwords> {
  const { NEXUS_USERNAME } = process.env;
  const password = NEXUS_USERNAME ? readEnvironmentPassword(process.env) : undefined;
  const fromEnvironment = NEXUS_USERNAME && password !== undefined ? { [NEXUS_USERNAME]: password } : {};
  return { ...fromEnvironment, ...(await readStackPasswords(stack)) };
}

/**
 * Returns {@link findPassword}, otherwise asks at the terminal without showing the input.
 *
 * @throws CommandError if the password is unknown and standard input is not a terminal
 */
export async function findOrAskPassword(user: string, passwords: Passwords): Promise<string> {
  const known = findPassword(user, passwords);
  if (known !== undefined) return known;
  if (process.stdin.isTTY) return promptHidden(`Password of ${toDisplayText(user)}: `);
  throw new CommandError(
    `Unknown password of ${toDisplayText(user)}: it is not in the stack's output "passwords". ` +
      "Set NEXUS_USERNAME and NEXUS_PASSWORD or NEXUS_PASSWORD_FILE",
  );
}

/**
 * Returns a secret: the first line of standard input, or the answer to a hidden question if standard input is a terminal.
 *
 * @param question - `New password: `
 */
export async function readSecretInput(question: string): Promise<string> {
  return process.stdin.isTTY ? promptHidden(question) : firstLine(await text(process.stdin), "standard input");
}

/** Asks at the terminal without showing the input. Ctrl-C ends the command with 130. */
export async function promptHidden(question: string): Promise<string> {
  const discard = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: discard, terminal: true, historySize: 0 });
  // The question is written only now: from here on the terminal echoes nothing.
  process.stderr.write(question);
  terminal.on("SIGINT", () => {
    process.stderr.write("\n");
    process.exit(130);
  });
  try {
    const answer = await new Promise<string>((done) => {
      terminal.once("line", done);
      terminal.once("close", () => done(""));
    });
    return firstLine(answer, "the answer");
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}

function firstLine(input: string, source: string): string {
  const [line = ""] = input.split(/\r?\n/);
  if (line === "") throw new CommandError(`No password in ${source}: the first line is empty`);
  return line;
}
