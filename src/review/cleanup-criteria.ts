import type { Fields, Json } from "../util/json.ts";

const formatDays = (value: Json | undefined) => `${String(value)} day${value === 1 ? "" : "s"}`;

const descriptions: Readonly<Record<string, (value: Json) => string>> = {
  criteriaLastDownloaded: (value) => `not downloaded for ${formatDays(value)}`,
  criteriaLastBlobUpdated: (value) => `uploaded more than ${formatDays(value)} ago`,
  criteriaReleaseType: (value) => (value === "PRERELEASES" ? "pre-releases only" : "releases only"),
  criteriaAssetRegex: (value) => `paths matching \`${String(value)}\``,
  retain: (value) => `except the newest ${String(value)}`,
};

/** Describes the components that a cleanup policy removes, such as "not downloaded for 30 days, except the newest 5". */
export function describeCleanupCriteria(policy: Fields): string {
  const criteria = Object.entries(descriptions).flatMap(([field, describe]) => {
    const value = policy[field];
    return value === undefined || value === null || value === "" ? [] : [describe(value)];
  });
  return criteria.join(", ") || "all components";
}
