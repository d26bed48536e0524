/** A permission string of Nexus's: parts apart by colons, alternatives in a part by commas, `*` for anything. */
export type Permission = string;

/**
 * Whether a permission that somebody has covers one that is asked for: part by part, as Apache Shiro does it. A
 * permission that is shorter than what is asked covers all that follows.
 */
export function implies(held: Permission, asked: Permission): boolean {
  const [have, want] = [parts(held), parts(asked)];
  for (const [index, alternatives] of have.entries()) {
    if (alternatives.has("*")) continue;
    const wanted = want[index];
    if (!wanted) return false;
    for (const one of wanted) if (!alternatives.has(one)) return false;
  }
  return true;
}

function parts(permission: Permission): Set<string>[] {
  return permission
    .toLowerCase()
    .split(":")
    .map((part) => new Set(part.split(",").map((word) => word.trim())));
}
