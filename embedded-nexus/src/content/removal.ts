import { rebuildMetadata } from "../formats/maven/rebuild.ts";
import { forgetVersion } from "../formats/npm/npm.ts";
import type { Nexus } from "../nexus.ts";
import type { Repository } from "../state.ts";
import { coordinatesOf, type HeldAsset } from "./components.ts";

/** Removes files of a repository, and what its metadata says of them. */
export async function removeAssets(nexus: Nexus, repository: Repository, gone: readonly HeldAsset[]): Promise<void> {
  const assets = nexus.holdings.assets(repository);
  for (const { path } of gone) assets.delete(path);
  if (repository.type !== "hosted") return;
  for (const { path, asset } of gone) {
    const named = coordinatesOf(repository, path, asset);
    if (!named) continue;
    if (repository.format === "npm") await forgetVersion(nexus, repository, path);
    if (repository.format === "maven2") await rebuildMetadata(nexus, repository, named.group ?? "", named.name);
  }
}
