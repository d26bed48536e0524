/** A permission string of Nexus's: parts apart by colons, alternatives in a part by commas, `*` for anything. */
export type Permission = string;

/** A permission string, read: the alternatives of each part. */
export type PermissionParts = readonly ReadonlySet<string>[];

/**
 * As Apache Shiro reads it: case means nothing, nor white space around the whole; within, it is part of a word. Colons
 * at the end mean nothing either (3.71: `nexus:repository-view:` grants all of repository-view).
 */
export function parsePermission(permission: Permission): PermissionParts {
  const text = permission.trim().toLowerCase().replace(/:+$/, "");
  return text.split(":").map((part) => new Set(part.split(",")));
}

/** Whether a part covers a word; one that a permission is too short to have covers every word. */
export function covers(part: ReadonlySet<string> | undefined, word: string): boolean {
  return part === undefined || part.has("*") || part.has(word);
}

/** Whether a permission asks for no more than so many parts: what is beyond them covers anything. */
export function coversRest(held: PermissionParts, count: number): boolean {
  return held.slice(count).every((part) => part.has("*"));
}

/**
 * Whether a permission that somebody has covers one that is asked for: part by part, as Apache Shiro does it. A
 * permission that is shorter than what is asked covers all that follows.
 */
export function implies(held: Permission, asked: Permission): boolean {
  const [have, want] = [parsePermission(held), parsePermission(asked)];
  return (
    want.every((words, index) => [...words].every((word) => covers(have[index], word))) && coversRest(have, want.length)
  );
}
