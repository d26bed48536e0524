const QUALIFIERS = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
const ALIASES: Readonly<Record<string, string>> = {
  a: "alpha",
  b: "beta",
  m: "milestone",
  cr: "rc",
  ga: "",
  final: "",
  release: "",
};

/** Compares versions in Maven's order: 1.0-alpha-1, 1.0-rc1, 1.0-SNAPSHOT, 1.0, 1.0-sp, 1.0.1, 1.10. */
export function compareMavenVersions(a: string, b: string): number {
  const [left, right] = [split(a), split(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = compareParts(left[index], right[index]);
    if (order !== 0) return order;
  }
  return 0;
}

type Part = number | string;

/** Splits a version into numbers and words, without trailing zeros and words that mean nothing. */
function split(version: string): Part[] {
  const texts = version.toLowerCase().match(/\d+|[a-z]+/g) ?? [];
  const parts = texts.map((text): Part => (/^\d/.test(text) ? Number(text) : (ALIASES[text] ?? text)));
  const last = parts.findLastIndex((part) => part !== 0 && part !== "");
  return parts.slice(0, last + 1);
}

/** A number is newer than a word; behind the end of a version, 0 or the empty word is compared. */
function compareParts(a: Part | undefined, b: Part | undefined): number {
  if (typeof a === "number" || typeof b === "number") {
    if (typeof a === "string") return -1;
    if (typeof b === "string") return 1;
    return (a ?? 0) - (b ?? 0);
  }
  return rank(a ?? "").localeCompare(rank(b ?? ""), "en");
}

function rank(word: string): string {
  const index = QUALIFIERS.indexOf(word);
  return index < 0 ? `${QUALIFIERS.length}-${word}` : String(index);
}
