import type { Asset } from "../content/asset-index.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { blobPath, manifestPath } from "./registry-path.ts";

/** What is looked for: a manifest by its tag or digest, or a layer by its digest. */
export interface Wanted {
  readonly kind: "manifest" | "blob";
  readonly name: string;
  readonly reference: string;
}

/** Where it is. */
export interface Found {
  readonly repository: RepositoryRecord;
  readonly path: string;
  readonly asset: Asset;
}

export function pathOf({ kind, name, reference }: Wanted): string {
  return kind === "blob" ? blobPath(reference) : manifestPath(name, reference);
}

/** Why an upstream gives nothing, as the answer tells. */
export interface Unfetched {
  readonly status: number;
  readonly why: string;
}

/** What a repository itself holds. */
export function held(nexus: Nexus, repository: RepositoryRecord, wanted: Wanted): Found | undefined {
  const path = pathOf(wanted);
  const asset = nexus.content.assets(repository).get(path);
  return asset && { repository, path, asset };
}
