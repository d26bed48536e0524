import { isAtLeast, isWithin, type Release, type ReleaseRange } from "../util/release.ts";

/**
 * The release in which something begins or ends. `{ after, by }` if it is not known exactly, because no API document of the
 * releases in between was published: it was not so in `after`, and it is so in `by`. Features come with a minor release.
 */
export type ReleaseBound = Release | { readonly after: Release; readonly by: Release };

/** In the API document of 3.74. The one before is that of 3.68. */
export const documentedIn374: ReleaseBound = { after: "3.68.1", by: "3.74.0" };

/** In the API document of 3.81. The one before is that of 3.74. */
export const documentedIn381: ReleaseBound = { after: "3.74.0", by: "3.81.0" };

/** In the API document of 3.96. The one before is that of 3.94. */
export const documentedIn396: ReleaseBound = { after: "3.94.0", by: "3.96.0" };

/** The releases that support a kind, a field or a value. */
export interface Support {
  /** The first release. Default: every release from 3.71 on. */
  readonly since?: ReleaseBound;
  /** The first release without it. Default: none. */
  readonly removedIn?: ReleaseBound;
  /** Its replacement, if it was removed: "the tasks a and b". */
  readonly replacement?: string;
  /** The releases that refuse or lose it, although they have it. */
  readonly brokenIn?: Defect;
}

/** A defect of some releases. */
export interface Defect extends ReleaseRange {
  /** The effect of the defect, as a sentence: "Nexus answers each creation with 400". */
  readonly effect: string;
  /** Only the creation fails: an existing object can be adopted and changed. */
  readonly onlyCreation?: true;
}

/** The reason why a release does not support something, or may not. */
export interface Limit {
  /** False if the release is in a gap of the published API documents, so that Nexus may support it. */
  readonly certain: boolean;
  /** The end of a sentence about it: "needs Nexus 3.90.0 or later". */
  readonly reason: string;
}

/** Returns why a release does not support something, or undefined if it does. An unknown release supports everything. */
export function findLimit(support: Support, release: Release | undefined): Limit | undefined {
  const { since, removedIn, replacement, brokenIn } = support;
  if (release === undefined) return undefined;
  const instead = replacement ? `; use ${replacement} instead` : "";
  const [hasBegun, hasEnded] = [since && isPast(since, release), removedIn && isPast(removedIn, release)];
  if (since && hasBegun === false) return { certain: true, reason: `needs Nexus ${getKnownRelease(since)} or later` };
  if (removedIn && hasEnded === true)
    return { certain: true, reason: `does not exist in Nexus ${getKnownRelease(removedIn)} and later${instead}` };
  if (brokenIn && !brokenIn.onlyCreation && isWithin(release, brokenIn))
    return { certain: true, reason: describeDefect(brokenIn) };
  if (since && hasBegun === "unknown")
    return { certain: false, reason: `may need Nexus ${getKnownRelease(since)}, the first release known to have it` };
  if (removedIn && hasEnded === "unknown")
    return { certain: false, reason: `may not exist any more, as in Nexus ${getKnownRelease(removedIn)}${instead}` };
  return undefined;
}

/** Describes the releases with a defect and its effect: "does not work in Nexus 3.94.0 and later: ...". */
export function describeDefect(defect: Defect): string {
  const verb = defect.onlyCreation ? "cannot be created" : "does not work";
  return `${verb} in Nexus ${formatReleases(defect)}: ${defect.effect}`;
}

/** Formats a range of releases: `3.88.0 or later, before 3.89.1`, `3.94.0 and later`, `before 3.86.0`. */
export function formatReleases({ from, before }: ReleaseRange): string {
  if (from === undefined) return `before ${before}`;
  return before === undefined ? `${from} and later` : `${from} or later, before ${before}`;
}

/** Returns the release that certainly is past the bound. */
export function getKnownRelease(bound: ReleaseBound): Release {
  return typeof bound === "string" ? bound : bound.by;
}

/** Returns true if bound `a` is later than `b`. */
export function isLater(a: ReleaseBound, b: ReleaseBound): boolean {
  return !isAtLeast(getKnownRelease(b), getKnownRelease(a));
}

function isPast(bound: ReleaseBound, release: Release): boolean | "unknown" {
  if (isAtLeast(release, getKnownRelease(bound))) return true;
  return typeof bound === "string" || isAtLeast(bound.after, release) ? false : "unknown";
}
