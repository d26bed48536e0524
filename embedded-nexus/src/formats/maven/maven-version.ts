const QUALIFIERS = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
const SHORT: Readonly<Record<string, string>> = {
  a: "alpha",
  b: "beta",
  m: "milestone",
  cr: "rc",
  ga: "",
  final: "",
  release: "",
};

/** The order of Maven's versions: 1.0-alpha-1, 1.0-rc1, 1.0-SNAPSHOT, 1.0, 1.0-sp, 1.0.1, 1.10. */
export function compareMavenVersions(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = compareParts(left[index], right[index]);
    if (order !== 0) return order;
  }
  return 0;
}

type Part = number | string;

/** Numbers and words, what follows the last one that counts left out. */
function parts(version: string): Part[] {
  const found = version.toLowerCase().match(/\d+|[a-z]+/g) ?? [];
  const all = found.map((part): Part => (/^\d/.test(part) ? Number(part) : (SHORT[part] ?? part)));
  const last = all.findLastIndex((part) => part !== 0 && part !== "");
  return all.slice(0, last + 1);
}

/** A number is newer than a word; where one version has ended, 0 and the empty word stand in for it. */
function compareParts(a: Part | undefined, b: Part | undefined): number {
  if (typeof a === "number" || typeof b === "number") {
    if (typeof a === "string") return -1;
    if (typeof b === "string") return 1;
    return (a ?? 0) - (b ?? 0);
  }
  return rank(a ?? "").localeCompare(rank(b ?? ""), "en");
}

function rank(word: string): string {
  const known = QUALIFIERS.indexOf(word);
  return known < 0 ? `${QUALIFIERS.length}-${word}` : String(known);
}
