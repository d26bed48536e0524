import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { toDisplayText } from "../../util/display-text.ts";
import { UsageError } from "../../util/user-error.ts";

/**
 * Returns the text of a file, or of standard input if the name is `-`.
 *
 * @param advice - the end of the error message: `Give a client configuration written by nexus-iac client-config`
 * @throws UsageError if the file cannot be read
 */
export async function readTextInput(file: string, advice: string): Promise<string> {
  try {
    return file === "-" ? await text(process.stdin) : readFileSync(file, "utf8");
  } catch (error) {
    throw unreadableInput(file, error, advice);
  }
}

/** Returns the error for an input that cannot be read or parsed. */
export function unreadableInput(file: string, error: unknown, advice: string): UsageError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UsageError(`Cannot read ${inputName(file)}: ${toDisplayText(reason, 300)}. ${advice}`);
}

/** Returns the name of an input for messages. */
export function inputName(file: string): string {
  return file === "-" ? "standard input" : toDisplayText(file, 1000);
}

/**
 * Returns the lines of a file, or of standard input if the name is `-`, without blank lines and lines that begin with #.
 *
 * @throws UsageError if the file cannot be read
 */
export async function readInputLines(file: string): Promise<string[]> {
  const input = await readTextInput(file, "Give a file with one image reference per line");
  return input
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#"));
}
