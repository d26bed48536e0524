import { createInterface } from "node:readline/promises";
import { type InitSource, parseInitSource, sourceTypes } from "./init-source.ts";
import { type Pipeline, pipelines } from "./project-files.ts";

/** Asks one question and returns the answer, trimmed. */
export type Ask = (question: string) => Promise<string>;

/** The answers of the user: what exists, and the pipeline. */
export interface InitAnswers {
  source: InitSource;
  url?: string;
  pipeline: Pipeline;
}

const sourceTexts: Readonly<Record<(typeof sourceTypes)[number], string>> = {
  nexus: "a running Nexus",
  terraform: "a Terraform state of datadrivers/nexus or sonatyperepo",
  ansible: "Ansible variables of nexus3-oss",
  nothing: "nothing yet",
};

/**
 * Asks what exists and which pipeline the project gets. An unknown answer is asked again.
 *
 * @param given - the options of the command, which are not asked
 */
export async function askInitQuestions(ask: Ask, given: Partial<InitAnswers> = {}): Promise<InitAnswers> {
  const type = await choose(ask, "What exists already?", sourceTypes, (name) => sourceTexts[name]);
  const file =
    type === "terraform"
      ? [await askAgain(ask, "The file that terraform show -json wrote: ")]
      : type === "ansible"
        ? [await askAgain(ask, "The file with the variables: ")]
        : [];
  const url = given.url ?? (await askUrl(ask, type === "nexus"));
  const pipeline =
    given.pipeline ?? (await choose(ask, "A pipeline for reviews and drift?", pipelines, (name) => name));
  return { source: parseInitSource([type, ...file]), ...(url && { url }), pipeline };
}

async function choose<T extends string>(
  ask: Ask,
  question: string,
  values: readonly T[],
  describe: (value: T) => string,
): Promise<T> {
  const lines = values.map((value, index) => `  ${index + 1}  ${describe(value)}`);
  for (;;) {
    const answer = await ask(`${[question, ...lines].join("\n")}\n> `);
    const chosen = values.find((value, index) => answer === String(index + 1) || answer === value);
    if (chosen) return chosen;
  }
}

/** Asks for the URL of Nexus. It may be empty where Nexus is not read. */
async function askUrl(ask: Ask, isRequired: boolean): Promise<string> {
  for (;;) {
    const url = await ask(
      `The URL of Nexus, such as https://nexus.example${isRequired ? "" : " (empty: set it later)"}: `,
    );
    if (/^https?:\/\/\S+$/.test(url) || (url === "" && !isRequired)) return url;
  }
}

async function askAgain(ask: Ask, question: string): Promise<string> {
  for (;;) {
    const answer = await ask(question);
    if (answer) return answer;
  }
}

/** Asks at the terminal. */
export async function withTerminal<T>(use: (ask: Ask) => Promise<T>): Promise<T> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.on("SIGINT", () => process.exit(130));
  try {
    return await use(async (question) => (await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}
