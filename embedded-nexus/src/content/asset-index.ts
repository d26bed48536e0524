import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import type { BlobInfo } from "./blob-store.ts";

/** A file of a repository. Times are milliseconds since 1970. */
export interface Asset extends BlobInfo {
  readonly contentType: string;
  /** When there was first anything at its path. */
  readonly created: number;
  /** When its bytes were last put there. */
  readonly updated: number;
  /** Null: never. */
  readonly lastDownloaded: number | null;
  /** Who put it there; of what a proxy fetched, who asked for it first (3.71). "anonymous" is none of the users. */
  readonly uploader: string;
  /** When its upstream last said that it still is so; of proxies alone. */
  readonly verified?: number;
  /** What its upstream calls these bytes. */
  readonly etag?: string;
  /** What a format notes of its own. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Nexus notes a download only when the last one noted is this old, which its capability StorageSettings says. */
const DOWNLOAD_INTERVAL = 12 * 3_600_000;

interface Line {
  readonly path: string;
  readonly asset?: Asset;
}

/** What a repository itself holds, by its paths, from their leading slash on. With a file: a journal, a line a change. */
export class AssetIndex {
  readonly #held = new Map<string, Asset>();
  #file: string | undefined;
  /** Bytes of the journal. */
  #size = 0;

  constructor(file?: string) {
    this.#file = file;
    if (file === undefined || !existsSync(file)) return;
    // What an end cut off in the middle of a line is no change.
    const text = readFileSync(file);
    const whole = text.subarray(0, text.lastIndexOf("\n") + 1);
    for (const { path, asset } of read(file, whole.toString())) {
      if (asset) this.#held.set(path, asset);
      else this.#held.delete(path);
    }
    this.#size = begunAnew(file, this.#held) ?? whole.length;
    truncateSync(file, this.#size);
  }

  get(path: string): Asset | undefined {
    return this.#held.get(path);
  }

  has(path: string): boolean {
    return this.#held.has(path);
  }

  /** All in the order they first came in, or those whose path begins so. */
  list(prefix = ""): [path: string, asset: Asset][] {
    return [...this.#held].filter(([path]) => path.startsWith(prefix));
  }

  /** Bytes. */
  get totalSize(): number {
    return [...this.#held.values()].reduce((sum, { size }) => sum + size, 0);
  }

  put(path: string, asset: Asset): void {
    this.#note({ path, asset });
    this.#held.set(path, asset);
  }

  delete(path: string): boolean {
    if (!this.#held.has(path)) return false;
    this.#note({ path });
    return this.#held.delete(path);
  }

  recordDownload(path: string, now: number): void {
    const asset = this.#held.get(path);
    if (!asset || now - (asset.lastDownloaded ?? Number.NEGATIVE_INFINITY) < DOWNLOAD_INTERVAL) return;
    try {
      this.put(path, { ...asset, lastDownloaded: now });
    } catch {
      // A disk that is full or read-only keeps nobody from reading.
    }
  }

  /** Forgets all, and the journal for good: what an upload under way still brings is kept nowhere. */
  clear(): void {
    this.#held.clear();
    if (this.#file !== undefined) rmSync(this.#file, { force: true });
    this.#file = undefined;
  }

  /** All of a line or nothing: the next one must not go on where a full disk stopped this one. */
  #note(change: Line): void {
    if (this.#file === undefined) return;
    const noted = Buffer.from(line(change));
    mkdirSync(dirname(this.#file), { recursive: true });
    try {
      appendFileSync(this.#file, noted);
    } catch (error) {
      if (existsSync(this.#file)) truncateSync(this.#file, this.#size);
      throw error;
    }
    this.#size += noted.length;
  }
}

const line = (change: Line): string => `${JSON.stringify(change)}\n`;

/** A journal with what is left of it alone, in one step; its bytes, or nothing where the disk has no room for it. */
function begunAnew(file: string, held: ReadonlyMap<string, Asset>): number | undefined {
  const lines = Buffer.from([...held].map(([path, asset]) => line({ path, asset })).join(""));
  try {
    writeFileSync(`${file}.new`, lines);
    renameSync(`${file}.new`, file);
    return lines.length;
  } catch {
    rmSync(`${file}.new`, { force: true });
    return undefined;
  }
}

function* read(file: string, lines: string): Generator<Line> {
  for (const [index, text] of lines.split("\n").slice(0, -1).entries()) {
    try {
      yield JSON.parse(text) as Line;
    } catch {
      throw new Error(`${file}, line ${index + 1}: it is not JSON.`);
    }
  }
}
