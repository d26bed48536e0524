import { createHash } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RepositoryRecord } from "../state.ts";
import { AssetIndex } from "./asset-index.ts";
import { BlobStore } from "./blob-store.ts";
import { FolderStorage, MemoryStorage } from "./storage.ts";

/** The content of a Nexus: the assets of its repositories and the blobs of its blob stores. */
export class ContentStore {
  readonly #folder: string | undefined;
  /** By object, not by name: a repository that is created again under the same name begins empty. */
  readonly #assets = new WeakMap<RepositoryRecord, AssetIndex>();
  readonly #blobStores = new Map<string, BlobStore>();

  /** @param folder keeps the content between runs; default: memory */
  constructor(folder?: string) {
    this.#folder = folder;
  }

  /** Returns the assets that a repository itself stores. */
  assets(repository: RepositoryRecord): AssetIndex {
    const assets = this.#assets.get(repository) ?? new AssetIndex(this.#path("assets", journalName(repository)));
    this.#assets.set(repository, assets);
    return assets;
  }

  /** Returns the blob store that a repository is configured with. */
  blobStoreOf({ attributes }: Pick<RepositoryRecord, "attributes">): BlobStore {
    return this.blobStore(String(attributes.storage?.blobStoreName));
  }

  /** Returns a blob store by its name. */
  blobStore(name: string): BlobStore {
    const folder = this.#path("blobs", folderName(name));
    const storage = () => (folder === undefined ? new MemoryStorage() : new FolderStorage(folder));
    const blobStore = this.#blobStores.get(name) ?? new BlobStore(storage());
    this.#blobStores.set(name, blobStore);
    return blobStore;
  }

  /** Deletes the assets of a deleted repository; their blobs stay until the blob store is compacted. */
  deleteAssets(repository: RepositoryRecord): void {
    this.assets(repository).clear();
  }

  /** Deletes a blob store with all its blobs. */
  async deleteBlobStore(name: string): Promise<void> {
    const blobStore = this.blobStore(name);
    this.#blobStores.delete(name);
    await blobStore.remove();
  }

  /** Removes the files of deletions that the end of a process interrupted: of all but the given, existing names. */
  removeLeftovers(repositories: readonly RepositoryRecord[], blobStores: readonly { readonly name: string }[]): void {
    const kept = { assets: repositories.map(journalName), blobs: blobStores.map(({ name }) => folderName(name)) };
    for (const [part, names] of Object.entries(kept)) {
      const folder = this.#path(part);
      if (folder === undefined || !existsSync(folder)) continue;
      for (const name of readdirSync(folder)) {
        if (!names.includes(name)) rmSync(join(folder, name), { recursive: true });
      }
    }
  }

  /** Removes the blobs of a blob store that none of the repositories, which are all there are, refers to. */
  compact(name: string, repositories: readonly RepositoryRecord[]): Promise<void> {
    const users = repositories.filter(({ attributes }) => attributes.storage?.blobStoreName === name);
    const used = users.flatMap((repository) =>
      this.assets(repository)
        .list()
        .map(([, { sha256 }]) => sha256),
    );
    return this.blobStore(name).compact(new Set(used));
  }

  #path(...names: string[]): string | undefined {
    return this.#folder === undefined ? undefined : join(this.#folder, ...names);
  }
}

const journalName = ({ name }: Pick<RepositoryRecord, "name">): string => `${name}.jsonl`;

/** Encodes a name so that it does not lead out of the folder and is not longer than file systems allow. */
function folderName(name: string): string {
  const encoded = encodeURIComponent(name).replaceAll(".", "%2E");
  return encoded.length > 255 ? createHash("sha256").update(name).digest("hex") : encoded;
}
