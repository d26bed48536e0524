import type { EmbeddedOptions } from "nexus-embedded";
import { newestRelease } from "./newest-release.ts";
import { isFull } from "./scope.ts";

type EmbeddedRelease = Required<Pick<EmbeddedOptions, "release" | "edition">>;

/** The embedded servers that tests of all kinds run against: the newest release of each edition, in the full suite others too. */
export const embeddedReleases: readonly EmbeddedRelease[] = [
  ...(isFull ? [{ release: "3.71.0-06", edition: "CORE" } as const] : []),
  { release: "3.77.0-08", edition: "CORE" },
  { release: newestRelease, edition: "COMMUNITY" },
  { release: newestRelease, edition: "PRO" },
];
