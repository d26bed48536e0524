import type { BlobWriter } from "../content/blob-store.ts";
import type { RepositoryRecord } from "../state.ts";

/** The upload of a blob, over one or more requests. */
export interface UploadSession {
  readonly writer: BlobWriter;
  readonly repository: RepositoryRecord;
  /** Name of the image that is pushed. */
  readonly name: string;
  /** Time of the last request for it, in milliseconds since 1970. */
  lastUsed: number;
}

/** The open upload sessions, by the ids of their writers. */
export class UploadSessions {
  readonly #open = new Map<string, UploadSession>();

  add(session: UploadSession): void {
    this.#open.set(session.writer.id, session);
  }

  /** Finds a session of a repository; undefined if it is unknown, finished or another repository's. */
  find(id: string, repository: RepositoryRecord): UploadSession | undefined {
    const session = this.#open.get(id);
    return session?.repository === repository ? session : undefined;
  }

  /** Forgets a session without touching its bytes. */
  remove({ writer }: UploadSession): void {
    this.#open.delete(writer.id);
  }

  /** Forgets a session and deletes its bytes. */
  async discard(session: UploadSession): Promise<void> {
    this.remove(session);
    await session.writer.discard();
  }

  /** Discards unfinished uploads that were last used before a time. The task `repository.docker.upload-purge` calls it. */
  async purge(before: number): Promise<void> {
    const stale = [...this.#open.values()].filter(({ lastUsed }) => lastUsed < before);
    await Promise.all(stale.map((session) => this.discard(session)));
  }
}
