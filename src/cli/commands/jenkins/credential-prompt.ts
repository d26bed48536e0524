import { createInterface } from "node:readline/promises";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { CommandError } from "../../shared/command-error.ts";
import { promptHidden } from "../../shared/passwords.ts";

/** Represents a question to the user of the command. */
export interface PromptQuestion {
  /** The position of the answer if standard input is JSON: `["jenkins", "username"]`. */
  path: readonly [string, "username" | "password"];
  /** The text at the terminal: `API token of ada in Jenkins`. */
  text: string;
}

/** Asks a question and returns the answer. */
export type Prompt = (question: PromptQuestion) => Promise<string>;

const answersSchema = z.record(
  z.string(),
  z.strictObject({ username: z.string().optional(), password: z.string().optional() }),
);

/**
 * Returns a prompt that asks at the terminal, without showing passwords. Without a terminal it reads standard input: a
 * line for each question in their order, or a JSON object.
 */
export async function createPrompt(): Promise<Prompt> {
  return process.stdin.isTTY ? askAtTerminal : createInputPrompt(await text(process.stdin));
}

async function askAtTerminal({ path: [, field], text }: PromptQuestion): Promise<string> {
  if (field === "password") return promptHidden(`${text}: `);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.on("SIGINT", () => process.exit(130));
  try {
    return requireAnswer(text, (await terminal.question(`${text}: `)).trim());
  } finally {
    terminal.close();
  }
}

/** @throws CommandError if an answer is missing */
function createInputPrompt(input: string): Prompt {
  if (input.trimStart().startsWith("{")) {
    const answers = parseAnswers(input);
    return async ({ path: [name, field], text }) => requireAnswer(`${text} (${name}.${field})`, answers[name]?.[field]);
  }
  const lines = input.split(/\r?\n/);
  return async ({ text }) => requireAnswer(text, lines.shift());
}

function requireAnswer(question: string, answer: string | undefined): string {
  if (answer) return answer;
  throw new CommandError(
    `No answer for: ${question}. Answer at a terminal or on standard input: a line for each question, or JSON such as ` +
      '{"jenkins": {"username": "...", "password": "..."}}',
  );
}

/** The parser's error is not printed: it may quote a password. */
function parseAnswers(input: string): z.output<typeof answersSchema> {
  try {
    return answersSchema.parse(JSON.parse(input));
  } catch {
    throw new CommandError(
      'Standard input is not a JSON object such as {"container-registry": {"username": "...", "password": "..."}}',
    );
  }
}
