/** A release of Nexus Repository, such as "3.94.0" or "3.77.0-08". */
export type Release = string;

/** The editions of Nexus. CORE is the open-source build (formats maven2, raw and apt only); OSS is the free edition before 3.77. */
export const editions = ["CORE", "OSS", "COMMUNITY", "PRO"] as const;
export type Edition = (typeof editions)[number];

/** The release and edition of a server. Both can be unknown, because some reverse proxies remove the header with them. */
export interface Server {
  release?: Release;
  edition?: Edition;
}

/** Parses Nexus's Server header (`Nexus/3.77.0-08 (CORE)`) or its short form (`3.77.0`, `3.77.0 PRO`). Returns {} for other texts. */
export function parseServer(text: string): Server {
  const match = /^(?:Nexus\/)?(\d+\.\d+\.\d+)(?:-\d+)?(?:\s*\(?(CORE|OSS|COMMUNITY|PRO)\)?)?$/i.exec(text.trim());
  if (!match) return {};
  const edition = editions.find((known) => known === match[2]?.toUpperCase());
  return { release: match[1], ...(edition && { edition }) };
}

/** Returns true if release `a` is `b` or newer. Build numbers are ignored. */
export function isAtLeast(a: Release, b: Release): boolean {
  const [left, right] = [parseNumbers(a), parseNumbers(b)];
  for (const [index, number] of right.entries()) {
    const difference = (left[index] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** A range of releases, `from` included, `before` excluded. An end that is left out is open. */
export interface ReleaseRange {
  readonly from?: Release;
  readonly before?: Release;
}

/** Returns true if the release is in the range. */
export function isWithin(release: Release, { from, before }: ReleaseRange): boolean {
  return (from === undefined || isAtLeast(release, from)) && (before === undefined || !isAtLeast(release, before));
}

function parseNumbers(release: Release): number[] {
  return (release.split("-")[0] ?? "").split(".").map(Number);
}
