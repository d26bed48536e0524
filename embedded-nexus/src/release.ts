/** A Nexus release such as `3.94.0-12`. Three numbers are compared; the build number is only displayed. */
export interface Release {
  readonly text: string;
  readonly numbers: readonly [number, number, number];
}

/**
 * Parses a release: `3.94`, `3.94.0`, `3.94.0-12`.
 *
 * @throws Error for any other text
 */
export function parseRelease(text: string): Release {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  if (!match) throw new Error(`"${text}" is not a Nexus release; write it like 3.94.0-12`);
  return { text, numbers: [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] };
}

/** Returns whether a release is the given one or a later one: `isAtLeast(release, "3.85")`. */
export function isAtLeast(release: Release, minimum: string): boolean {
  const other = parseRelease(minimum).numbers;
  for (const [index, number] of release.numbers.entries()) {
    const difference = number - (other[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** A range of releases, `from` included, `before` excluded; an end that is left out is open. */
export interface ReleaseRange {
  readonly from?: string;
  readonly before?: string;
}

export function isWithin(release: Release, range: ReleaseRange): boolean {
  if (range.from !== undefined && !isAtLeast(release, range.from)) return false;
  return range.before === undefined || !isAtLeast(release, range.before);
}
