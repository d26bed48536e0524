import type { Fields, Json } from "../util/json.ts";

const days = (value: Json | undefined) => `${String(value)} day${value === 1 ? "" : "s"}`;

const criteria: Readonly<Record<string, (value: Json) => string>> = {
  criteriaLastDownloaded: (value) => `not downloaded for ${days(value)}`,
  criteriaLastBlobUpdated: (value) => `uploaded more than ${days(value)} ago`,
  criteriaReleaseType: (value) => (value === "PRERELEASES" ? "pre-releases only" : "releases only"),
  criteriaAssetRegex: (value) => `paths that match \`${String(value)}\``,
  retain: (value) => `but never the newest ${String(value)}`,
};

/** What a cleanup policy removes, as people say it. */
export function describeCleanupCriteria(policy: Fields): string {
  const told = Object.entries(criteria).flatMap(([field, words]) => {
    const value = policy[field];
    return value === undefined || value === null || value === "" ? [] : [words(value)];
  });
  return told.join(", ") || "everything";
}
