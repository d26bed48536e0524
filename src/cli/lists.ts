import { readFileSync } from "node:fs";
import { CommandError } from "./failures.ts";

/**
 * The lines of a file, or of standard input where it is `-`; blank ones and those that begin with # are left out.
 *
 * @throws CommandError
 */
export function linesOf(file: string): string[] {
  try {
    const lines = readFileSync(file === "-" ? 0 : file, "utf8").split(/\r?\n/);
    return lines.map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${file} cannot be read (${reason}): give a file with a reference on each line`);
  }
}
