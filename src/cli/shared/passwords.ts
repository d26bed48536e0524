/** Passwords of Nexus's users, for commands that log in as them or hand them on. None is ever an argument or in an error. */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { toDisplayText } from "../../util/display-text.ts";
import { CommandError } from "./failures.ts";
import { runPulumiForOutput } from "./pulumi-cli.ts";

/** By user id. */
export type Passwords = Readonly<Record<string, string>>;

interface Environment {
  NEXUS_USERNAME?: string | undefined;
  NEXUS_PASSWORD?: string | undefined;
  NEXUS_PASSWORD_FILE?: string | undefined;
}

const outputs = z.object({ passwords: z.record(z.string(), z.unknown()).optional() });

/** What the stack's output `passwords` holds: of users whom its last `up` made or changed. */
export async function readStackPasswords(stack: string): Promise<Passwords> {
  const printed = await runPulumiForOutput(["stack", "output", "--json", "--show-secrets", "--stack", stack]);
  return parsePasswordOutputs(JSON.parse(printed));
}

/** Of a stack's outputs. A user whose password is kept, and whom nobody has configured, has an empty one there. */
export function parsePasswordOutputs(stackOutputs: unknown): Passwords {
  const { passwords = {} } = outputs.parse(stackOutputs);
  const entries = Object.entries(passwords).flatMap(([user, password]) =>
    typeof password === "string" && password !== "" ? [[user, password] as const] : [],
  );
  return Object.fromEntries(entries);
}

/**
 * A user's password: of the stack, else as the environment has it for just this user, else nothing. NEXUS_PASSWORD is
 * most often an administrator's: it is nobody else's password.
 *
 * @throws CommandError
 */
export function findPassword(
  user: string,
  passwords: Passwords,
  environment: Environment = process.env,
): string | undefined {
  if (Object.hasOwn(passwords, user)) return passwords[user];
  return environment.NEXUS_USERNAME === user ? readEnvironmentPassword(environment) : undefined;
}

/** NEXUS_PASSWORD, else the first line of the file NEXUS_PASSWORD_FILE. */
export function readEnvironmentPassword({ NEXUS_PASSWORD, NEXUS_PASSWORD_FILE }: Environment): string | undefined {
  if (NEXUS_PASSWORD) return NEXUS_PASSWORD;
  if (!NEXUS_PASSWORD_FILE) return undefined;
  try {
    return firstLine(readFileSync(NEXUS_PASSWORD_FILE, "utf8"), `the file NEXUS_PASSWORD_FILE`);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${NEXUS_PASSWORD_FILE} cannot be read: NEXUS_PASSWORD_FILE names a file with a password`);
  }
}

/** The passwords of a stack's users, and the one that the environment has for a user. */
export async function readKnownPasswords(stack: string): Promise<Passwords> {
  const { NEXUS_USERNAME } = process.env;
  const password = NEXUS_USERNAME ? readEnvironmentPassword(process.env) : undefined;
  const given = NEXUS_USERNAME && password !== undefined ? { [NEXUS_USERNAME]: password } : {};
  return { ...given, ...(await readStackPasswords(stack)) };
}

/**
 * {@link findPassword}, else by a hidden question at the terminal.
 *
 * @throws CommandError where nobody is there to ask
 */
export async function findOrAskPassword(user: string, passwords: Passwords): Promise<string> {
  const known = findPassword(user, passwords);
  if (known !== undefined) return known;
  if (process.stdin.isTTY) return promptHidden(`Password of ${toDisplayText(user)}: `);
  throw new CommandError(
    `the password of ${toDisplayText(user)} is not known: it is not in the stack's output "passwords"; ` +
      `give it by NEXUS_USERNAME and NEXUS_PASSWORD or NEXUS_PASSWORD_FILE`,
  );
}

/**
 * A secret that somebody gives: the first line of standard input, asked for where that is a terminal.
 *
 * @param question - `New password: `
 */
export async function readSecretInput(question: string): Promise<string> {
  return process.stdin.isTTY ? promptHidden(question) : firstLine(await text(process.stdin), "standard input");
}

/** Asks at the terminal, and shows nothing of what is typed. Ctrl-C ends the command. */
export async function promptHidden(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  // Only now does the terminal show nothing.
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

function firstLine(given: string, where: string): string {
  const [line = ""] = given.split(/\r?\n/);
  if (line === "") throw new CommandError(`${where} holds no password: it must be the first line`);
  return line;
}
