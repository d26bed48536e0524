import { toDisplayText } from "../../util/display-text.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import { UsageError, UserError } from "../../util/user-error.ts";

/** Something that a command was used for cannot be done; the message says what would be right. */
export class CommandError extends UserError {
  override readonly name = "CommandError";
}

/** A name that was asked for is none of those that there are. */
export function unknown(what: string, name: string, known: readonly string[]): UsageError {
  return new UsageError(
    `there is no ${what} ${toDisplayText(JSON.stringify(name))}${toDisplayText(suggestionFor(name, known))}`,
  );
}
