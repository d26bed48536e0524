/** What somebody asked for cannot be, whatever Nexus holds: a name is none, an option is out of place. The message says what would be right. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
