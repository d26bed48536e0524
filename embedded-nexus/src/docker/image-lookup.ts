import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { type Found, held, type Unfetched, type Wanted } from "./held.ts";
import { fetched } from "./proxy.ts";

/**
 * Looks into a repository: of a group, the first member that has it; of a proxy, also what its upstream has. A text says
 * why an upstream could not be asked.
 */
export async function find(
  nexus: Nexus,
  repository: RepositoryRecord,
  wanted: Wanted,
  seen: Set<RepositoryRecord> = new Set(),
): Promise<Found | Unfetched | undefined> {
  if (seen.has(repository)) return undefined;
  seen.add(repository);
  if (repository.type === "proxy") return fetched(nexus, repository, wanted);
  if (repository.type === "hosted") return held(nexus, repository, wanted);
  for (const name of nexus.memberNames(repository)) {
    const member = nexus.findRepository(name);
    const found = member?.online ? await find(nexus, member, wanted, seen) : undefined;
    if (found && "asset" in found) return found;
  }
  return undefined;
}
