/**
 * A permission string of Nexus, such as `nexus:repository-view:docker:apps:read,browse`: parts separated by colons,
 * alternatives within a part separated by commas, `*` for any value.
 */
export type Permission = string;

/** A parsed permission: the alternatives of each part. */
export type PermissionParts = readonly ReadonlySet<string>[];

/**
 * Parses a permission like Apache Shiro: case and white space around the whole are ignored; white space inside belongs
 * to a word. Colons at the end are ignored too (3.71: `nexus:repository-view:` grants all of repository-view).
 */
export function parsePermission(permission: Permission): PermissionParts {
  const text = permission.trim().toLowerCase().replace(/:+$/, "");
  return text.split(":").map((part) => new Set(part.split(",")));
}

/** Returns true if a part covers a word. A missing part, of a permission that is shorter, covers every word. */
export function covers(part: ReadonlySet<string> | undefined, word: string): boolean {
  return part === undefined || part.has("*") || part.has(word);
}

/** Returns true if all parts from the given index on cover any word. */
export function coversRest(parts: PermissionParts, start: number): boolean {
  return parts.slice(start).every((part) => part.has("*"));
}

/**
 * Returns true if a granted permission implies a requested one, part by part as in Apache Shiro. A granted permission
 * with fewer parts covers everything in the missing parts.
 */
export function implies(granted: Permission, requested: Permission): boolean {
  const [grantedParts, requestedParts] = [parsePermission(granted), parsePermission(requested)];
  return (
    requestedParts.every((words, index) => [...words].every((word) => covers(grantedParts[index], word))) &&
    coversRest(grantedParts, requestedParts.length)
  );
}
