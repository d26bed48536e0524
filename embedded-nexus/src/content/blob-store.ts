import { createHash, type Hash, randomUUID } from "node:crypto";
import type { ByteRange, Bytes, Storage } from "./storage.ts";

/** What is known of bytes once all of them are there. */
export interface BlobInfo {
  /** Hexadecimal, as the other two. */
  readonly sha256: string;
  readonly sha1: string;
  readonly md5: string;
  readonly size: number;
}

const DRAFT = "draft-";

/** What a blob store holds, by its SHA-256. Bytes that nothing refers to stay until the blob store is compacted. */
export class BlobStore {
  readonly #place: Storage;
  readonly #sizes = new Map<string, number>();
  /** How many are just entering what is there: no compaction takes it from under them. */
  readonly #entering = new Map<string, number>();
  /** When what the last compactions remove is gone. */
  #compacted: Promise<unknown> = Promise.resolve();
  readonly #ready: Promise<unknown>;

  constructor(place: Storage) {
    this.#place = place;
    const names = place.names();
    for (const [name, size] of names) if (!name.startsWith(DRAFT)) this.#sizes.set(name, size);
    // Uploads that an end has cut off: how far their digests had come is gone with it.
    this.#ready = Promise.all(names.map(([name]) => (name.startsWith(DRAFT) ? place.remove(name) : undefined)));
  }

  get count(): number {
    return this.#sizes.size;
  }

  /** Bytes. */
  get totalSize(): number {
    return [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
  }

  has(sha256: string): boolean {
    return this.#sizes.has(sha256);
  }

  size(sha256: string): number | undefined {
    return this.#sizes.get(sha256);
  }

  /** An upload that begins. */
  async createWriter(): Promise<BlobWriter> {
    await this.#ready;
    return new BlobWriter(this.#place, (name, stored, enter) => this.#keep(name, stored, enter));
  }

  /** Keeps all of a stream, or of some bytes; what comes of entering them, until when no compaction takes them. */
  async write<T>(
    from: AsyncIterable<Uint8Array> | Iterable<Uint8Array> | Uint8Array,
    enter: (stored: BlobInfo) => T | Promise<T>,
  ): Promise<T> {
    const draft = await this.createWriter();
    try {
      await draft.append(from instanceof Uint8Array ? [from] : from);
      return await draft.finish(enter);
    } catch (error) {
      await draft.discard();
      throw error;
    }
  }

  /** All of it or a part, as a stream. */
  read(
    sha256: string,
    span: ByteRange = { first: 0, last: (this.#sizes.get(sha256) ?? 0) - 1 },
  ): ReadableStream<Bytes> {
    return this.#place.read(sha256, span);
  }

  /** All of it at once: for what is known to be small. */
  async readBytes(sha256: string): Promise<Bytes> {
    return new Uint8Array(await new Response(this.read(sha256)).arrayBuffer());
  }

  async readText(sha256: string): Promise<string> {
    return new TextDecoder().decode(await this.readBytes(sha256));
  }

  /** Removes all but what is still referred to, or just being entered. */
  async compact(used: ReadonlySet<string>): Promise<void> {
    const unused = [...this.#sizes.keys()].filter((sha256) => !used.has(sha256) && !this.#entering.has(sha256));
    for (const sha256 of unused) this.#sizes.delete(sha256);
    const removed = Promise.all(unused.map((sha256) => this.#place.remove(sha256)));
    this.#compacted = Promise.allSettled([this.#compacted, removed]);
    await removed;
  }

  /** Removes all of it: the blob store is gone. */
  remove(): Promise<void> {
    this.#sizes.clear();
    return this.#place.destroy();
  }

  async #keep<T>(name: string, stored: BlobInfo, enter: (stored: BlobInfo) => T | Promise<T>): Promise<T> {
    const { sha256, size } = stored;
    // The same bytes again would otherwise go with those that are being removed.
    await this.#compacted;
    this.#entering.set(sha256, (this.#entering.get(sha256) ?? 0) + 1);
    try {
      if (this.has(sha256)) await this.#place.remove(name);
      else await this.#place.rename(name, sha256);
      this.#sizes.set(sha256, size);
      return await enter(stored);
    } finally {
      const others = (this.#entering.get(sha256) ?? 1) - 1;
      if (others > 0) this.#entering.set(sha256, others);
      else this.#entering.delete(sha256);
    }
  }
}

type Keep = <T>(name: string, stored: BlobInfo, enter: (stored: BlobInfo) => T | Promise<T>) => Promise<T>;

/** An upload under way: bytes are added at its end until it is finished or discarded. */
export class BlobWriter {
  readonly id = randomUUID();
  readonly #place: Storage;
  readonly #name = `${DRAFT}${this.id}`;
  readonly #keep: Keep;
  readonly #hashes: Readonly<Record<"sha256" | "sha1" | "md5", Hash>> = {
    sha256: createHash("sha256"),
    sha1: createHash("sha1"),
    md5: createHash("md5"),
  };
  #size = 0;

  constructor(place: Storage, keep: Keep) {
    this.#place = place;
    this.#keep = keep;
  }

  /** Bytes so far. */
  get size(): number {
    return this.#size;
  }

  async append(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const end = await this.#place.append(this.#name);
    try {
      for await (const chunk of chunks) {
        await end.write(chunk);
        for (const hash of Object.values(this.#hashes)) hash.update(chunk);
        this.#size += chunk.length;
      }
    } finally {
      await end.close();
    }
  }

  /** The SHA-256 of what is there so far, hexadecimal. */
  sha256(): string {
    return this.#hashes.sha256.copy().digest("hex");
  }

  /** Keeps what is there; what comes of entering it. */
  async finish<T>(enter: (stored: BlobInfo) => T | Promise<T>): Promise<T> {
    const { sha256, sha1, md5 } = this.#hashes;
    const stored = { sha256: sha256.digest("hex"), sha1: sha1.digest("hex"), md5: md5.digest("hex"), size: this.#size };
    return this.#keep(this.#name, stored, enter);
  }

  discard(): Promise<void> {
    return this.#place.remove(this.#name);
  }
}
