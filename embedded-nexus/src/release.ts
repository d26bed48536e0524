/** A Nexus release, `3.94.0-12`: compared by its three numbers, the build number only told. */
export interface Release {
  readonly text: string;
  readonly numbers: readonly [number, number, number];
}

export function parseRelease(text: string): Release {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  if (!match) throw new Error(`"${text}" is not a Nexus release: write it like 3.94.0-12`);
  return { text, numbers: [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] };
}

/** Whether a release is the named one or a later one: `atLeast(release, "3.85")`. */
export function isAtLeast(release: Release, named: string): boolean {
  const other = parseRelease(named).numbers;
  for (const [index, number] of release.numbers.entries()) {
    const difference = number - (other[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** A span of releases: from the first named, before the second; a side left out is open. */
export interface ReleaseRange {
  readonly from?: string;
  readonly before?: string;
}

export function isWithin(release: Release, span: ReleaseRange): boolean {
  if (span.from !== undefined && !isAtLeast(release, span.from)) return false;
  return span.before === undefined || !isAtLeast(release, span.before);
}
