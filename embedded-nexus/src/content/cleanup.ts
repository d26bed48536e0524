import type { Nexus } from "../nexus.ts";
import type { CleanupPolicyRecord, RepositoryRecord } from "../state.ts";
import { matchesJavaPattern } from "../validation/java-pattern.ts";
import { deleteAssets } from "./asset-removal.ts";
import { type Component, isPrerelease, listComponents } from "./components.ts";

const DAY_MS = 86_400_000;

/** The criteria of a cleanup policy: ages in days; null for a criterion that is not set. */
export type CleanupCriteria = Pick<
  CleanupPolicyRecord,
  | "criteriaLastBlobUpdated"
  | "criteriaLastDownloaded"
  | "criteriaReleaseType"
  | "criteriaAssetRegex"
  | "retain"
  | "sortBy"
>;

/** Deletes the components that match a policy of their repository; blobs stay until their blob store is compacted. */
export async function runCleanupPolicies(nexus: Nexus): Promise<void> {
  for (const repository of nexus.state.repositories) {
    const names = (repository.attributes.cleanup?.policyNames ?? []) as string[];
    for (const policy of nexus.state.cleanupPolicies.filter(({ name }) => names.includes(name))) {
      const assets = findComponentsToClean(nexus, repository, policy).flatMap((component) => component.assets);
      await deleteAssets(nexus, repository, assets);
    }
  }
}

/** Finds the components that match all criteria; criteria without a value match nothing (3.71). */
export function findComponentsToClean(
  nexus: Nexus,
  repository: RepositoryRecord,
  criteria: CleanupCriteria,
): Component[] {
  const { criteriaLastBlobUpdated: updated, criteriaLastDownloaded: downloaded } = criteria;
  const { criteriaReleaseType: releaseType, criteriaAssetRegex: regex, retain } = criteria;
  if ([updated, downloaded, releaseType, regex, retain].every((value) => value === null)) return [];
  const now = nexus.clock.now();
  const components = listComponents(nexus, repository);
  const retained = new Set(retain === null ? [] : findNewest(components, retain, criteria.sortBy));
  return components.filter(
    (component) =>
      !retained.has(component) &&
      (updated === null || ageOf(component, now, "updated") >= updated * DAY_MS) &&
      (downloaded === null || ageOf(component, now, "used") >= downloaded * DAY_MS) &&
      (releaseType === null || isPrerelease(repository, component) === (releaseType === "PRERELEASES")) &&
      (regex === null || hasMatchingPath(component, regex)),
  );
}

/** Returns the time since the youngest file was stored or downloaded; one never downloaded counts from its upload. */
function ageOf({ assets }: Component, now: number, event: "updated" | "used"): number {
  const times = assets.map(({ asset }) =>
    event === "updated" ? asset.updated : Math.max(asset.updated, asset.lastDownloaded ?? 0),
  );
  return now - Math.max(...times);
}

/** 3.71: the expression is matched against the whole path of each file, from its slash on. */
function hasMatchingPath({ assets }: Component, regex: string): boolean {
  return assets.some(({ path }) => matchesJavaPattern(regex, path));
}

/** Finds, for each name, the newest components by date or version, as many as a policy retains. */
function findNewest(components: readonly Component[], retain: number, sortBy: string | null): Component[] {
  const byName = Map.groupBy(components, ({ group, name }) => `${group} ${name}`);
  const dateOf = ({ assets }: Component): number => Math.max(...assets.map(({ asset }) => asset.updated));
  const compareDates = (a: Component, b: Component): number => dateOf(a) - dateOf(b);
  const compareVersions = (a: Component, b: Component): number =>
    (a.version ?? "").localeCompare(b.version ?? "", "en", { numeric: true });
  const compare = sortBy === "version" ? compareVersions : compareDates;
  return [...byName.values()].flatMap((versions) => versions.sort(compare).slice(-retain));
}
