import { createReadStream, mkdirSync, readdirSync, statSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";

export type Bytes = Uint8Array<ArrayBuffer>;

/** A range of bytes, both ends included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** A place that stores bytes by name: memory or a folder. */
export interface Storage {
  /** Lists what is stored, with sizes in bytes. */
  list(): [name: string, size: number][];
  /** Opens a writer that appends to what is stored under a name. */
  append(name: string): Promise<StorageWriter>;
  rename(from: string, to: string): Promise<void>;
  read(name: string, range: ByteRange): ReadableStream<Bytes>;
  remove(name: string): Promise<void>;
  /** Removes everything, and the place itself. */
  destroy(): Promise<void>;
}

export interface StorageWriter {
  /** Stores all of a chunk, or none of it if it fails. */
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Stores bytes in memory. */
export class MemoryStorage implements Storage {
  readonly #chunks = new Map<string, Bytes[]>();

  list(): [string, number][] {
    return [...this.#chunks].map(([name, chunks]) => [name, sumOfLengths(chunks)]);
  }

  async append(name: string): Promise<StorageWriter> {
    const chunks = this.#chunks.get(name) ?? [];
    this.#chunks.set(name, chunks);
    return {
      // A copy: the reader of a request may reuse its buffer.
      write: async (chunk) => void chunks.push(new Uint8Array(chunk)),
      close: async () => {},
    };
  }

  async rename(from: string, to: string): Promise<void> {
    this.#chunks.set(to, this.#chunks.get(from) ?? []);
    this.#chunks.delete(from);
  }

  read(name: string, { first, last }: ByteRange): ReadableStream<Bytes> {
    return ReadableStream.from(slice(this.#chunks.get(name) ?? [], first, last));
  }

  async remove(name: string): Promise<void> {
    this.#chunks.delete(name);
  }

  async destroy(): Promise<void> {
    this.#chunks.clear();
  }
}

function* slice(chunks: readonly Bytes[], first: number, last: number): Generator<Bytes> {
  let start = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(Math.max(0, first - start), Math.max(0, last + 1 - start));
    if (part.length > 0) yield part;
    start += chunk.length;
  }
}

function sumOfLengths(chunks: readonly Bytes[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}

/** Stores bytes in the files of a folder, which is created if it does not exist. */
export class FolderStorage implements Storage {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(path, { recursive: true });
  }

  list(): [string, number][] {
    return readdirSync(this.#path).map((name) => [name, statSync(join(this.#path, name)).size]);
  }

  async append(name: string): Promise<StorageWriter> {
    const file = await open(join(this.#path, name), "a");
    return { write: (chunk) => writeAll(file, chunk), close: () => file.close() };
  }

  rename(from: string, to: string): Promise<void> {
    return rename(join(this.#path, from), join(this.#path, to));
  }

  read(name: string, { first, last }: ByteRange): ReadableStream<Bytes> {
    if (last < first) return ReadableStream.from([]);
    const file = createReadStream(join(this.#path, name), { start: first, end: last, highWaterMark: 256 * 1024 });
    return Readable.toWeb(file) as unknown as ReadableStream<Bytes>;
  }

  remove(name: string): Promise<void> {
    return rm(join(this.#path, name), { force: true });
  }

  destroy(): Promise<void> {
    return rm(this.#path, { recursive: true, force: true });
  }
}

/** Writes a whole chunk; if the disk takes only a part, the file is cut back to its size before. */
async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  const { size } = await file.stat();
  try {
    for (let written = 0; written < chunk.length; ) {
      written += (await file.write(chunk, written)).bytesWritten;
    }
  } catch (error) {
    await file.truncate(size);
    throw error;
  }
}
