import { createHash, type Hash, randomUUID } from "node:crypto";
import type { ByteRange, Bytes, Storage } from "./storage.ts";

/** Digests, in hexadecimal, and size in bytes of a complete blob. */
export interface BlobInfo {
  readonly sha256: string;
  readonly sha1: string;
  readonly md5: string;
  readonly size: number;
}

/** A source of bytes. */
type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Makes a complete blob part of something, such as the asset at a path. */
type Register<T> = (blob: BlobInfo) => T | Promise<T>;

const DRAFT_PREFIX = "draft-";

/**
 * The blobs of a blob store, by SHA-256. A blob that nothing refers to stays until the blob store is compacted. A
 * new blob is registered while it is protected from compaction:
 *
 * ```ts
 * await blobs.write(body, (blob) => assets.put(path, { ...blob, ...properties }));
 * ```
 */
export class BlobStore {
  readonly #storage: Storage;
  readonly #sizes = new Map<string, number>();
  /** How many registrations of a blob are under way: compaction does not remove it. */
  readonly #registering = new Map<string, number>();
  /** Resolves when the blobs of the last compactions are removed. */
  #compacted: Promise<unknown> = Promise.resolve();
  readonly #ready: Promise<unknown>;

  constructor(storage: Storage) {
    this.#storage = storage;
    const stored = storage.list();
    const isDraft = (name: string): boolean => name.startsWith(DRAFT_PREFIX);
    for (const [name, size] of stored) if (!isDraft(name)) this.#sizes.set(name, size);
    // Uploads that the end of a process interrupted cannot go on: the state of their digests is lost.
    this.#ready = Promise.all(stored.map(([name]) => (isDraft(name) ? storage.remove(name) : undefined)));
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

  /** Returns the size of a blob in bytes. */
  size(sha256: string): number | undefined {
    return this.#sizes.get(sha256);
  }

  /** Creates a writer for a new blob. */
  async createWriter(): Promise<BlobWriter> {
    await this.#ready;
    return new BlobWriter(this.#storage, (name, blob, register) => this.#keep(name, blob, register));
  }

  /** Stores bytes as a blob and registers it; returns the result of the registration. */
  async write<T>(source: ByteSource | Uint8Array, register: Register<T>): Promise<T> {
    const writer = await this.createWriter();
    try {
      await writer.append(source instanceof Uint8Array ? [source] : source);
      return await writer.finish(register);
    } catch (error) {
      await writer.discard();
      throw error;
    }
  }

  /** Reads a blob, or a range of it, as a stream. */
  read(
    sha256: string,
    range: ByteRange = { first: 0, last: (this.#sizes.get(sha256) ?? 0) - 1 },
  ): ReadableStream<Bytes> {
    return this.#storage.read(sha256, range);
  }

  /** Reads a whole blob: for blobs that are known to be small. */
  async readBytes(sha256: string): Promise<Bytes> {
    return new Uint8Array(await new Response(this.read(sha256)).arrayBuffer());
  }

  async readText(sha256: string): Promise<string> {
    return new TextDecoder().decode(await this.readBytes(sha256));
  }

  /** Removes all blobs but those in `used`, and those that are being registered. */
  async compact(used: ReadonlySet<string>): Promise<void> {
    const unused = [...this.#sizes.keys()].filter((sha256) => !used.has(sha256) && !this.#registering.has(sha256));
    for (const sha256 of unused) this.#sizes.delete(sha256);
    const removed = Promise.all(unused.map((sha256) => this.#storage.remove(sha256)));
    this.#compacted = Promise.allSettled([this.#compacted, removed]);
    await removed;
  }

  /** Removes all blobs: the blob store is deleted. */
  remove(): Promise<void> {
    this.#sizes.clear();
    return this.#storage.destroy();
  }

  async #keep<T>(name: string, blob: BlobInfo, register: Register<T>): Promise<T> {
    const { sha256, size } = blob;
    // Otherwise a compaction under way would remove the same bytes, stored again.
    await this.#compacted;
    this.#registering.set(sha256, (this.#registering.get(sha256) ?? 0) + 1);
    try {
      if (this.has(sha256)) await this.#storage.remove(name);
      else await this.#storage.rename(name, sha256);
      this.#sizes.set(sha256, size);
      return await register(blob);
    } finally {
      const others = (this.#registering.get(sha256) ?? 1) - 1;
      if (others > 0) this.#registering.set(sha256, others);
      else this.#registering.delete(sha256);
    }
  }
}

type Keep = <T>(name: string, blob: BlobInfo, register: Register<T>) => Promise<T>;

/** Writes a new blob in parts, until it is finished or discarded. */
export class BlobWriter {
  readonly id = randomUUID();
  readonly #storage: Storage;
  readonly #name = `${DRAFT_PREFIX}${this.id}`;
  readonly #keep: Keep;
  readonly #hashes: Readonly<Record<"sha256" | "sha1" | "md5", Hash>> = {
    sha256: createHash("sha256"),
    sha1: createHash("sha1"),
    md5: createHash("md5"),
  };
  #size = 0;

  constructor(storage: Storage, keep: Keep) {
    this.#storage = storage;
    this.#keep = keep;
  }

  /** The number of bytes written so far. */
  get size(): number {
    return this.#size;
  }

  async append(chunks: ByteSource): Promise<void> {
    const writer = await this.#storage.append(this.#name);
    try {
      for await (const chunk of chunks) {
        await writer.write(chunk);
        for (const hash of Object.values(this.#hashes)) hash.update(chunk);
        this.#size += chunk.length;
      }
    } finally {
      await writer.close();
    }
  }

  /** Returns the SHA-256 of the bytes written so far, in hexadecimal. */
  sha256(): string {
    return this.#hashes.sha256.copy().digest("hex");
  }

  /** Keeps the bytes as a blob and registers it; returns the result of the registration. */
  async finish<T>(register: Register<T>): Promise<T> {
    const { sha256, sha1, md5 } = this.#hashes;
    const blob = { sha256: sha256.digest("hex"), sha1: sha1.digest("hex"), md5: md5.digest("hex"), size: this.#size };
    return this.#keep(this.#name, blob, register);
  }

  discard(): Promise<void> {
    return this.#storage.remove(this.#name);
  }
}
