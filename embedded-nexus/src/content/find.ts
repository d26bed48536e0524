import type { Answer } from "../http/answers.ts";
import type { Nexus } from "../nexus.ts";
import type { Subject } from "../security/subject.ts";
import type { Repository } from "../state.ts";
import type { Asset } from "./assets.ts";
import { type Fetching, fetched, samePaths } from "./upstream.ts";

/** A file, and the repository that itself holds it. */
export interface Found {
  readonly repository: Repository;
  readonly path: string;
  readonly asset: Asset;
}

export const isFound = (one: Found | Answer): one is Found => "asset" in one;

/** A file of a repository; of a group what the first member has, or else nothing. */
export async function find(
  nexus: Nexus,
  repository: Repository,
  path: string,
  subject: Subject,
  fetching: Fetching = samePaths,
): Promise<Found | Answer> {
  if (!repository.online) return { status: 503 };
  if (repository.type === "proxy") return fetched(nexus, repository, path, subject, fetching);
  if (repository.type === "group") {
    for (const member of leaves(nexus, repository)) {
      const found = await find(nexus, member, path, subject, fetching);
      if (isFound(found)) return found;
    }
    return { status: 404 };
  }
  const asset = nexus.holdings.assets(repository).get(path);
  return asset ? { repository, path, asset } : { status: 404, reason: path };
}

/** The same file of all members, for what is made one of; of any other repository its own. */
export async function findAll(
  nexus: Nexus,
  repository: Repository,
  path: string,
  subject: Subject,
  fetching: Fetching,
): Promise<Found[]> {
  const found = leaves(nexus, repository).map((one) => find(nexus, one, path, subject, fetching));
  return (await Promise.all(found)).filter(isFound);
}

/** The repositories that a group gets its content from, in its order, through groups that it holds. */
export function leaves(nexus: Nexus, repository: Repository): Repository[] {
  const found = new Set<Repository>();
  const visit = (one: Repository, within: readonly Repository[]): void => {
    if (within.includes(one)) return;
    if (one.type !== "group") {
      found.add(one);
      return;
    }
    for (const name of nexus.members(one)) {
      const member = nexus.repository(name);
      if (member) visit(member, [...within, one]);
    }
  };
  visit(repository, []);
  return [...found];
}

export function textOf(nexus: Nexus, { repository, asset }: Found): Promise<string> {
  return nexus.holdings.blobs(repository).text(asset.sha256);
}
