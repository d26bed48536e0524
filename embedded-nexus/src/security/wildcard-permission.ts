/**
 * A permission as Shiro parses it: parts separated by colons, alternatives by commas, `*` for all, ignoring case. A pattern
 * with fewer parts grants all of the missing ones; an empty part grants nothing (3.71: `nexus:users` grants
 * `nexus:users:read`, `nexus::read` does not; colons at the end are ignored).
 */
export type WildcardPermission = readonly ReadonlySet<string>[];

/** Parses a permission such as `nexus:repository-view:raw:files:read,browse`. */
export function parseWildcardPermission(text: string): WildcardPermission {
  const parts = text.trim().toLowerCase().replace(/:+$/, "").split(":");
  return parts.map((part) => new Set(part.split(",")));
}

/** Returns true if the granted permission includes all of the requested one. */
export function impliesPermission(granted: WildcardPermission, requested: WildcardPermission): boolean {
  for (const [index, alternatives] of requested.entries()) {
    const part = granted[index];
    if (part === undefined) return true;
    if (part.has("*")) continue;
    for (const alternative of alternatives) if (!part.has(alternative)) return false;
  }
  return granted.slice(requested.length).every((part) => part.has("*"));
}
