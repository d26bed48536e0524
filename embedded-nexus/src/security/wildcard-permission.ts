/**
 * A permission as Shiro reads it: parts between colons, alternatives between commas, `*` for all, case ignored. What a
 * pattern leaves out at its end is granted whole; an empty part grants nothing (3.71: `nexus:users` grants
 * `nexus:users:read`, `nexus::read` does not; colons at its end are ignored).
 */
export type WildcardPermission = readonly ReadonlySet<string>[];

export function parseWildcardPermission(text: string): WildcardPermission {
  const parts = text.trim().toLowerCase().replace(/:+$/, "").split(":");
  return parts.map((part) => new Set(part.split(",")));
}

/** Whether the first permission grants the second. */
export function impliesPermission(held: WildcardPermission, asked: WildcardPermission): boolean {
  for (const [index, wanted] of asked.entries()) {
    const part = held[index];
    if (part === undefined) return true;
    if (part.has("*")) continue;
    for (const alternative of wanted) if (!part.has(alternative)) return false;
  }
  return held.slice(asked.length).every((part) => part.has("*"));
}
