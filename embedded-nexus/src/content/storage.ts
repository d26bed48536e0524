import { createReadStream, mkdirSync, readdirSync, statSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";

export type Bytes = Uint8Array<ArrayBuffer>;

/** A part of something, both ends included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Where bytes are kept by names: in memory, or in the files of a folder. */
export interface Storage {
  /** What is there, with its size. */
  names(): [name: string, size: number][];
  /** Writes on at the end of what is there. */
  append(name: string): Promise<StorageWriter>;
  rename(from: string, to: string): Promise<void>;
  read(name: string, span: ByteRange): ReadableStream<Bytes>;
  remove(name: string): Promise<void>;
  /** Removes all, and the place itself. */
  destroy(): Promise<void>;
}

export interface StorageWriter {
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export class MemoryStorage implements Storage {
  readonly #held = new Map<string, Bytes[]>();

  names(): [string, number][] {
    return [...this.#held].map(([name, chunks]) => [name, sizeOf(chunks)]);
  }

  async append(name: string): Promise<StorageWriter> {
    const chunks = this.#held.get(name) ?? [];
    this.#held.set(name, chunks);
    return {
      // A copy: whoever reads a request may use its buffer again.
      write: async (chunk) => void chunks.push(new Uint8Array(chunk)),
      close: async () => {},
    };
  }

  async rename(from: string, to: string): Promise<void> {
    this.#held.set(to, this.#held.get(from) ?? []);
    this.#held.delete(from);
  }

  read(name: string, { first, last }: ByteRange): ReadableStream<Bytes> {
    return ReadableStream.from(cut(this.#held.get(name) ?? [], first, last));
  }

  async remove(name: string): Promise<void> {
    this.#held.delete(name);
  }

  async destroy(): Promise<void> {
    this.#held.clear();
  }
}

function* cut(chunks: readonly Bytes[], first: number, last: number): Generator<Bytes> {
  let start = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(Math.max(0, first - start), Math.max(0, last + 1 - start));
    if (part.length > 0) yield part;
    start += chunk.length;
  }
}

function sizeOf(chunks: readonly Bytes[]): number {
  return chunks.reduce((size, { length }) => size + length, 0);
}

export class FolderStorage implements Storage {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(path, { recursive: true });
  }

  names(): [string, number][] {
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

/** All of it or nothing: where a disk takes but a part, that goes again. */
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
