/** Compares semantic versions: 1.0.0-alpha.2, 1.0.0-alpha.10, 1.0.0, 1.0.1. */
export function compareSemanticVersions(a: string, b: string): number {
  const [left, right] = [split(a), split(b)];
  const byRelease = compareFields(left.release, right.release);
  if (byRelease !== 0) return byRelease;
  if (left.pre === "" || right.pre === "") return Number(left.pre === "") - Number(right.pre === "");
  return compareFields(left.pre, right.pre);
}

/** Splits a version into release and prerelease, without build metadata. */
function split(version: string): { readonly release: string; readonly pre: string } {
  const [release = "", ...pre] = version.replace(/\+.*$/, "").split("-");
  return { release, pre: pre.join("-") };
}

function compareFields(a: string, b: string): number {
  const [left, right] = [a.split("."), b.split(".")];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = compareField(left[index], right[index]);
    if (order !== 0) return order;
  }
  return 0;
}

/** A version with fewer fields is older; numbers are older than words. */
function compareField(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  const [first, second] = [numberOf(a), numberOf(b)];
  if (first !== undefined && second !== undefined) return first - second;
  if (first !== undefined || second !== undefined) return first !== undefined ? -1 : 1;
  return a < b ? -1 : Number(a > b);
}

const numberOf = (field: string): number | undefined => (/^\d+$/.test(field) ? Number(field) : undefined);
