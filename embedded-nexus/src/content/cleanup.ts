import type { Nexus } from "../nexus.ts";
import type { CleanupPolicyRecord, RepositoryRecord } from "../state.ts";
import { matchesJavaPattern } from "../validation/java-matching.ts";
import { deleteAssets } from "./asset-removal.ts";
import { type Component, listComponents } from "./components.ts";
import { isPrerelease } from "./prerelease.ts";

const DAY = 86_400_000;

export type CleanupCriteria = Pick<
  CleanupPolicyRecord,
  | "criteriaLastBlobUpdated"
  | "criteriaLastDownloaded"
  | "criteriaReleaseType"
  | "criteriaAssetRegex"
  | "retain"
  | "sortBy"
>;

/** Removes what any policy of its repository no longer wants; the bytes stay until their blob store is compacted. */
export async function runCleanupPolicies(nexus: Nexus): Promise<void> {
  for (const repository of nexus.state.repositories) {
    const names = (repository.attributes.cleanup?.policyNames ?? []) as string[];
    for (const policy of nexus.state.cleanupPolicies.filter(({ name }) => names.includes(name))) {
      const gone = findComponentsToClean(nexus, repository, policy).flatMap(({ assets }) => assets);
      await deleteAssets(nexus, repository, gone);
    }
  }
}

/** The components that meet all criteria; a policy without any removes nothing (3.71). */
export function findComponentsToClean(
  nexus: Nexus,
  repository: RepositoryRecord,
  criteria: CleanupCriteria,
): Component[] {
  const { criteriaLastBlobUpdated: updated, criteriaLastDownloaded: downloaded } = criteria;
  const { criteriaReleaseType: releases, criteriaAssetRegex: regex, retain } = criteria;
  const now = nexus.clock.now();
  const all = listComponents(nexus, repository);
  if ([updated, downloaded, releases, regex, retain].every((one) => one === null)) return [];
  const kept = new Set(retain === null ? [] : newest(all, retain, criteria.sortBy));
  return all.filter(
    (component) =>
      !kept.has(component) &&
      (updated === null || ageOf(component, now, "updated") >= updated * DAY) &&
      (downloaded === null || ageOf(component, now, "used") >= downloaded * DAY) &&
      (releases === null || isPrerelease(repository, component) === (releases === "PRERELEASES")) &&
      (regex === null || matches(component, regex)),
  );
}

/** Since its youngest file was put there or downloaded; what nobody ever downloaded counts from when it was put there. */
function ageOf({ assets }: Component, now: number, what: "updated" | "used"): number {
  const times = assets.map(({ asset }) =>
    what === "updated" ? asset.updated : Math.max(asset.updated, asset.lastDownloaded ?? 0),
  );
  return now - Math.max(...times);
}

/** 3.71: the whole path of any of its files, from its slash on. */
function matches({ assets }: Component, regex: string): boolean {
  return assets.some(({ path }) => matchesJavaPattern(regex, path));
}

/** Of each name as many as are kept whatever else is said of them: the latest ones, by date or by version. */
function newest(all: readonly Component[], retain: number, sortBy: string | null): Component[] {
  const byName = Map.groupBy(all, ({ group, name }) => `${group} ${name}`);
  const date = ({ assets }: Component): number => Math.max(...assets.map(({ asset }) => asset.updated));
  const version = (a: Component, b: Component): number =>
    (a.version ?? "").localeCompare(b.version ?? "", "en", { numeric: true });
  const order = sortBy === "version" ? version : (a: Component, b: Component): number => date(a) - date(b);
  return [...byName.values()].flatMap((same) => same.sort(order).slice(-retain));
}
