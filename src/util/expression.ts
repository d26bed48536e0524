/** The text as regular expressions take it for nothing but itself. */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/** A pattern in which `*` stands for any characters: `legacy-*`. */
export function wildcard(pattern: string): RegExp {
  return new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`, "s");
}
