import { toDisplayText } from "../../util/display-text.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import { UsageError, UserError } from "../../util/user-error.ts";

/** Thrown if a command cannot do its work. The message says what failed, why, and what to do. */
export class CommandError extends UserError {
  override readonly name = "CommandError";
}

/** Returns the error for a name that does not exist, with a suggestion. */
export function unknownNameError(noun: string, name: string, known: readonly string[]): UsageError {
  return new UsageError(
    `Unknown ${noun} ${toDisplayText(JSON.stringify(name))}${toDisplayText(suggestionFor(name, known))}`,
  );
}
