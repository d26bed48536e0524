/** The one place where commands print: names and messages of others have no effect on the terminal or on the log of a CI system. */
import { toDisplayLines } from "../../util/display-text.ts";

/** Prints a text of one or more lines to standard output, each line like `toDisplayText`. */
export function printLines(text: string): void {
  console.log(toDisplayLines(text));
}

/** Prints a text to standard error, like {@link printLines}. */
export function printErrorLines(text: string): void {
  console.error(toDisplayLines(text));
}
