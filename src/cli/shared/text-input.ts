import { readFileSync } from "node:fs";
import { toDisplayText } from "../../util/display-text.ts";
import { UsageError } from "../../util/user-error.ts";

/**
 * What a file holds, or standard input where it is `-`.
 *
 * @param wanted - what would be right: `give a client configuration that nexus-iac client-config wrote`
 * @throws UsageError
 */
export function readTextInput(file: string, wanted: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw unreadableInput(file, error, wanted);
  }
}

export function unreadableInput(file: string, error: unknown, wanted: string): UsageError {
  const called = file === "-" ? "standard input" : toDisplayText(file, 1000);
  const reason = error instanceof Error ? error.message : String(error);
  return new UsageError(`${called} cannot be read (${toDisplayText(reason, 300)}): ${wanted}`);
}

/**
 * The lines of a file, or of standard input where it is `-`; blank ones and those that begin with # are left out.
 *
 * @throws UsageError
 */
export function readInputLines(file: string): string[] {
  const lines = readTextInput(file, "give a file with a reference on each line").split(/\r?\n/);
  return lines.map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
}
