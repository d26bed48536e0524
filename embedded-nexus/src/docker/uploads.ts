import type { Draft } from "../content/blobs.ts";
import type { Repository } from "../state.ts";

export interface Upload {
  readonly draft: Draft;
  readonly repository: Repository;
  /** Of the image that it is pushed to. */
  readonly name: string;
  /** When anything last came of it; milliseconds. */
  touched: number;
}

/** Layers that are being pushed, by the ids of their drafts. */
export class Uploads {
  readonly #open = new Map<string, Upload>();

  begin(upload: Upload): void {
    this.#open.set(upload.draft.id, upload);
  }

  find(id: string, repository: Repository): Upload | undefined {
    const upload = this.#open.get(id);
    return upload?.repository === repository ? upload : undefined;
  }

  end({ draft }: Upload): void {
    this.#open.delete(draft.id);
  }

  async discard(upload: Upload): Promise<void> {
    this.end(upload);
    await upload.draft.discard();
  }

  /** Discards those of which nothing came since then. */
  async purge(before: number): Promise<void> {
    const stale = [...this.#open.values()].filter(({ touched }) => touched < before);
    await Promise.all(stale.map((upload) => this.discard(upload)));
  }
}
