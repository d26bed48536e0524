import type { BlobWriter } from "../content/blob-store.ts";
import type { RepositoryRecord } from "../state.ts";

export interface UploadSession {
  readonly writer: BlobWriter;
  readonly repository: RepositoryRecord;
  /** Of the image that it is pushed to. */
  readonly name: string;
  /** When anything last came of it; milliseconds. */
  lastUsed: number;
}

/** Layers that are being pushed, by the ids of their drafts. */
export class UploadSessions {
  readonly #open = new Map<string, UploadSession>();

  add(upload: UploadSession): void {
    this.#open.set(upload.writer.id, upload);
  }

  find(id: string, repository: RepositoryRecord): UploadSession | undefined {
    const upload = this.#open.get(id);
    return upload?.repository === repository ? upload : undefined;
  }

  remove({ writer: draft }: UploadSession): void {
    this.#open.delete(draft.id);
  }

  async discard(upload: UploadSession): Promise<void> {
    this.remove(upload);
    await upload.writer.discard();
  }

  /** Discards those of which nothing came since then. */
  async purge(before: number): Promise<void> {
    const stale = [...this.#open.values()].filter(({ lastUsed: touched }) => touched < before);
    await Promise.all(stale.map((upload) => this.discard(upload)));
  }
}
