import { formatHooks } from "../formats/format-hooks.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { parseCoordinates, type StoredAsset } from "./components.ts";

/** Deletes assets of a repository, and updates the metadata that the format generates from them. */
export async function deleteAssets(
  nexus: Nexus,
  repository: RepositoryRecord,
  deleted: readonly StoredAsset[],
): Promise<void> {
  const assets = nexus.content.assets(repository);
  for (const { path } of deleted) assets.delete(path);
  if (repository.type !== "hosted") return;
  for (const stored of deleted) {
    const isOfComponent = parseCoordinates(repository, stored.path, stored.asset) !== undefined;
    if (isOfComponent) await formatHooks[repository.format]?.afterDelete?.(nexus, repository, stored);
  }
}
