import type { Repository } from "./repository.ts";
import { getRegistry } from "./resource-registry.ts";

/** A stage of a chain: a repository, or one where a tag's ending tells the stage. */
export type Stage = Repository | { repository: Repository; suffix: string };

/** Notes where artifacts of a format are promoted, with the Nexus that the first stage is in. */
export function promoted(name: string, stages: Readonly<Record<string, Stage>>): void {
  const named = Object.entries(stages).map(([stage, one]) => {
    const { repository, suffix } = "repository" in one ? one : { repository: one, suffix: undefined };
    return { repository, told: { name: stage, repository: repository.name, ...(suffix !== undefined && { suffix }) } };
  });
  const first = named[0]?.repository;
  const chain = { name, format: first?.format ?? "", stages: named.map(({ told }) => told) };
  getRegistry(first?.getProvider("pulumi-nodejs::")).addChain(chain);
}
