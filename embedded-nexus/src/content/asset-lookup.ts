import type { ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import type { Subject } from "../security/subject.ts";
import type { RepositoryRecord } from "../state.ts";
import { type FetchRules, type FoundAsset, fetchAsset, samePathRules } from "./proxy-fetch.ts";

export const isFoundAsset = (one: FoundAsset | ResponseData): one is FoundAsset => "asset" in one;

/** A file of a repository; of a group what the first member has, or else nothing. */
export async function findAsset(
  nexus: Nexus,
  repository: RepositoryRecord,
  path: string,
  subject: Subject,
  fetching: FetchRules = samePathRules,
): Promise<FoundAsset | ResponseData> {
  if (!repository.online) return { status: 503 };
  if (repository.type === "proxy") return fetchAsset(nexus, repository, path, subject, fetching);
  if (repository.type === "group") {
    for (const member of listLeafRepositories(nexus, repository)) {
      const found = await findAsset(nexus, member, path, subject, fetching);
      if (isFoundAsset(found)) return found;
    }
    return { status: 404 };
  }
  const asset = nexus.content.assets(repository).get(path);
  return asset ? { repository, path, asset } : { status: 404, reason: path };
}

/** The same file of all members, for what is made one of; of any other repository its own. */
export async function findInMembers(
  nexus: Nexus,
  repository: RepositoryRecord,
  path: string,
  subject: Subject,
  fetching: FetchRules,
): Promise<FoundAsset[]> {
  const found = listLeafRepositories(nexus, repository).map((one) => findAsset(nexus, one, path, subject, fetching));
  return (await Promise.all(found)).filter(isFoundAsset);
}

/** The repositories that a group gets its content from, in its order, through groups that it holds. */
export function listLeafRepositories(nexus: Nexus, repository: RepositoryRecord): RepositoryRecord[] {
  const found = new Set<RepositoryRecord>();
  const visit = (one: RepositoryRecord, within: readonly RepositoryRecord[]): void => {
    if (within.includes(one)) return;
    if (one.type !== "group") {
      found.add(one);
      return;
    }
    for (const name of nexus.memberNames(one)) {
      const member = nexus.findRepository(name);
      if (member) visit(member, [...within, one]);
    }
  };
  visit(repository, []);
  return [...found];
}

export function readAssetText(nexus: Nexus, { repository, asset }: FoundAsset): Promise<string> {
  return nexus.content.blobStoreOf(repository).readText(asset.sha256);
}
