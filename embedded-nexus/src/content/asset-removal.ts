import { rebuildMetadata } from "../formats/maven/metadata-rebuild.ts";
import { removeVersion } from "../formats/npm/npm-handler.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { parseCoordinates, type StoredAsset } from "./components.ts";

/** Removes files of a repository, and what its metadata says of them. */
export async function deleteAssets(
  nexus: Nexus,
  repository: RepositoryRecord,
  gone: readonly StoredAsset[],
): Promise<void> {
  const assets = nexus.content.assets(repository);
  for (const { path } of gone) assets.delete(path);
  if (repository.type !== "hosted") return;
  for (const { path, asset } of gone) {
    const named = parseCoordinates(repository, path, asset);
    if (!named) continue;
    if (repository.format === "npm") await removeVersion(nexus, repository, path);
    if (repository.format === "maven2") await rebuildMetadata(nexus, repository, named.group ?? "", named.name);
  }
}
