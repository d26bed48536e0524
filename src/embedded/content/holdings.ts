import { join } from "node:path";
import type { Repository } from "../state.ts";
import { Assets } from "./assets.ts";
import { Blobs } from "./blobs.ts";
import { Folder, Memory } from "./places.ts";

/** All that people have put into a Nexus: the assets of its repositories, the bytes of its blob stores. */
export class Holdings {
  readonly #data: string | undefined;
  readonly #assets = new Map<string, Assets>();
  readonly #blobs = new Map<string, Blobs>();

  /** With a folder, it is kept there between runs. */
  constructor(data?: string) {
    this.#data = data;
  }

  assets({ name }: Pick<Repository, "name">): Assets {
    const assets = this.#assets.get(name) ?? new Assets(this.#path("assets", `${name}.jsonl`));
    this.#assets.set(name, assets);
    return assets;
  }

  /** Of the blob store that the repository keeps its content in. */
  blobs({ attributes }: Pick<Repository, "attributes">): Blobs {
    return this.store(String(attributes.storage?.blobStoreName));
  }

  store(name: string): Blobs {
    // No name leads out of the folder.
    const folder = this.#path("blobs", encodeURIComponent(name).replaceAll(".", "%2E"));
    const blobs = this.#blobs.get(name) ?? new Blobs(folder === undefined ? new Memory() : new Folder(folder));
    this.#blobs.set(name, blobs);
    return blobs;
  }

  /** A repository is gone, and its assets with it; their bytes stay until the blob store is compacted. */
  forget(repository: Pick<Repository, "name">): void {
    this.assets(repository).clear();
    this.#assets.delete(repository.name);
  }

  /** Removes what none of these repositories, which are all there are, refers to. */
  compact(name: string, repositories: readonly Repository[]): Promise<void> {
    const own = repositories.filter(({ attributes }) => attributes.storage?.blobStoreName === name);
    const used = own.flatMap((repository) =>
      this.assets(repository)
        .list()
        .map(([, { sha256 }]) => sha256),
    );
    return this.store(name).compact(new Set(used));
  }

  #path(...names: string[]): string | undefined {
    return this.#data === undefined ? undefined : join(this.#data, ...names);
  }
}
