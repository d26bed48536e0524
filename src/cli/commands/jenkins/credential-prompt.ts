import { createInterface } from "node:readline/promises";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { CommandError } from "../../shared/failures.ts";
import { promptHidden } from "../../shared/passwords.ts";

/** Something that somebody has to say. */
export interface PromptQuestion {
  /** Where standard input has it when that is JSON: `["jenkins", "username"]`. */
  path: readonly [string, "username" | "password"];
  /** At the terminal: `API token of ada in Jenkins`. */
  text: string;
}

export type Prompt = (question: PromptQuestion) => Promise<string>;

const given = z.record(
  z.string(),
  z.strictObject({ username: z.string().optional(), password: z.string().optional() }),
);

/**
 * What answers: somebody at the terminal, who sees nothing of a password that he types; else standard input, a line for
 * each question in their order, or a JSON object.
 */
export async function createPrompt(): Promise<Prompt> {
  return process.stdin.isTTY ? askAtTerminal : answersIn(await text(process.stdin));
}

async function askAtTerminal({ path: [, field], text }: PromptQuestion): Promise<string> {
  if (field === "password") return promptHidden(`${text}: `);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.on("SIGINT", () => process.exit(130));
  try {
    return answered(text, (await terminal.question(`${text}: `)).trim());
  } finally {
    terminal.close();
  }
}

/** @throws CommandError */
function answersIn(input: string): Prompt {
  if (input.trimStart().startsWith("{")) {
    const said = jsonIn(input);
    return async ({ path: [name, field], text }) => answered(`${text} (${name}.${field})`, said[name]?.[field]);
  }
  const lines = input.split(/\r?\n/);
  return async ({ text }) => answered(text, lines.shift());
}

function answered(question: string, answer: string | undefined): string {
  if (answer) return answer;
  throw new CommandError(
    `nothing is given for: ${question}; answer at a terminal, or by standard input: a line for each question, or JSON ` +
      'such as {"jenkins": {"username": "...", "password": "..."}}',
  );
}

/** What is wrong with it is not told in its own words: they may be a password. */
function jsonIn(input: string): z.output<typeof given> {
  try {
    return given.parse(JSON.parse(input));
  } catch {
    throw new CommandError(
      'standard input is no JSON object of such as "container-registry": {"username": "...", "password": "..."}',
    );
  }
}
