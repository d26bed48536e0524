import { createHash } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RepositoryRecord } from "../state.ts";
import { AssetIndex } from "./asset-index.ts";
import { BlobStore } from "./blob-store.ts";
import { FolderStorage, MemoryStorage } from "./storage.ts";

/** All that people have put into a Nexus: the assets of its repositories, the bytes of its blob stores. */
export class ContentStore {
  readonly #data: string | undefined;
  /** Of each repository as it is now: what comes after its end is no part of the next one of its name. */
  readonly #assets = new WeakMap<RepositoryRecord, AssetIndex>();
  readonly #blobs = new Map<string, BlobStore>();

  /** With a folder, it is kept there between runs. */
  constructor(data?: string) {
    this.#data = data;
  }

  assets(repository: RepositoryRecord): AssetIndex {
    const assets = this.#assets.get(repository) ?? new AssetIndex(this.#path("assets", journalOf(repository)));
    this.#assets.set(repository, assets);
    return assets;
  }

  /** Of the blob store that the repository keeps its content in. */
  blobStoreOf({ attributes }: Pick<RepositoryRecord, "attributes">): BlobStore {
    return this.blobStore(String(attributes.storage?.blobStoreName));
  }

  blobStore(name: string): BlobStore {
    const folder = this.#path("blobs", folderOf(name));
    const blobs =
      this.#blobs.get(name) ?? new BlobStore(folder === undefined ? new MemoryStorage() : new FolderStorage(folder));
    this.#blobs.set(name, blobs);
    return blobs;
  }

  /** A repository is gone, and its assets with it; their bytes stay until the blob store is compacted. */
  deleteAssets(repository: RepositoryRecord): void {
    this.assets(repository).clear();
  }

  /** A blob store is gone, and all bytes in it. */
  async deleteBlobStore(name: string): Promise<void> {
    const blobs = this.blobStore(name);
    this.#blobs.delete(name);
    await blobs.remove();
  }

  /** Removes what an end left of repositories and blob stores that were just being deleted: these are all there are. */
  removeLeftovers(repositories: readonly RepositoryRecord[], blobStores: readonly { readonly name: string }[]): void {
    const kept = { assets: repositories.map(journalOf), blobs: blobStores.map(({ name }) => folderOf(name)) };
    for (const [part, names] of Object.entries(kept)) {
      const folder = this.#path(part);
      if (folder === undefined || !existsSync(folder)) continue;
      for (const name of readdirSync(folder)) {
        if (!names.includes(name)) rmSync(join(folder, name), { recursive: true });
      }
    }
  }

  /** Removes what none of these repositories, which are all there are, refers to. */
  compact(name: string, repositories: readonly RepositoryRecord[]): Promise<void> {
    const own = repositories.filter(({ attributes }) => attributes.storage?.blobStoreName === name);
    const used = own.flatMap((repository) =>
      this.assets(repository)
        .list()
        .map(([, { sha256 }]) => sha256),
    );
    return this.blobStore(name).compact(new Set(used));
  }

  #path(...names: string[]): string | undefined {
    return this.#data === undefined ? undefined : join(this.#data, ...names);
  }
}

const journalOf = ({ name }: Pick<RepositoryRecord, "name">): string => `${name}.jsonl`;

/** No name leads out of the folder, and none is longer than file systems have them. */
function folderOf(name: string): string {
  const encoded = encodeURIComponent(name).replaceAll(".", "%2E");
  return encoded.length > 255 ? createHash("sha256").update(name).digest("hex") : encoded;
}
