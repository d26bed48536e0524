import type { ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { type FetchRules, type FoundAsset, fetchAsset, samePathRules } from "./proxy-fetch.ts";

/** Returns whether a lookup found an asset; otherwise the result is the response to send. */
export const isFoundAsset = (result: FoundAsset | ResponseData): result is FoundAsset => "asset" in result;

/**
 * Finds an asset by its path, for every format: in a hosted repository its own, in a proxy also what the upstream has,
 * in a group that of the first member that has it. A group reports no failure of its members, only 404.
 *
 * @param uploader the user noted with an asset that a proxy fetches
 */
export async function findAsset(
  nexus: Nexus,
  repository: RepositoryRecord,
  path: string,
  uploader: string,
  rules: FetchRules = samePathRules,
): Promise<FoundAsset | ResponseData> {
  if (!repository.online) return { status: 503 };
  if (repository.type === "proxy") return fetchAsset(nexus, repository, path, uploader, rules);
  if (repository.type === "group") {
    for (const member of listLeafRepositories(nexus, repository, rules)) {
      const result = await findAsset(nexus, member, path, uploader, rules);
      if (isFoundAsset(result)) return result;
    }
    return { status: 404 };
  }
  const assetPath = rules.assetPath?.(path) ?? path;
  const asset = nexus.content.assets(repository).get(assetPath);
  return asset ? { repository, path: assetPath, asset } : { status: 404, reason: path };
}

/** Finds the asset in every member of a group, to merge them; in any other repository its own. */
export async function findInMembers(
  nexus: Nexus,
  repository: RepositoryRecord,
  path: string,
  uploader: string,
  rules: FetchRules,
): Promise<FoundAsset[]> {
  const members = listLeafRepositories(nexus, repository, rules);
  const results = members.map((member) => findAsset(nexus, member, path, uploader, rules));
  return (await Promise.all(results)).filter(isFoundAsset);
}

/**
 * Lists the hosted and proxy repositories that a group gets its content from, in its order, nested groups resolved;
 * for any other repository the repository itself.
 */
export function listLeafRepositories(
  nexus: Nexus,
  repository: RepositoryRecord,
  { skipsOfflineMembers }: Pick<FetchRules, "skipsOfflineMembers"> = {},
): RepositoryRecord[] {
  const leaves = new Set<RepositoryRecord>();
  const visit = (current: RepositoryRecord, parents: readonly RepositoryRecord[]): void => {
    if (parents.includes(current) || (skipsOfflineMembers && !current.online)) return;
    if (current.type !== "group") {
      leaves.add(current);
      return;
    }
    for (const name of nexus.memberNames(current)) {
      const member = nexus.findRepository(name);
      if (member) visit(member, [...parents, current]);
    }
  };
  visit(repository, []);
  return [...leaves];
}

/** Reads an asset as text: for assets that are known to be small. */
export function readAssetText(nexus: Nexus, { repository, asset }: FoundAsset): Promise<string> {
  return nexus.content.blobStoreOf(repository).readText(asset.sha256);
}
