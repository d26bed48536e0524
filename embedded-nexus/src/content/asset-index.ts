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
  /** When an asset was first stored at its path. */
  readonly created: number;
  /** When its bytes were last replaced. */
  readonly updated: number;
  /** Null if it was never downloaded. */
  readonly lastDownloaded: number | null;
  /** The user who uploaded it, or who first requested it from a proxy (3.71); "anonymous" for none. */
  readonly uploader: string;
  /** When the upstream last confirmed it; for proxies only. */
  readonly verified?: number;
  /** The entity tag of the upstream. */
  readonly etag?: string;
  /** Attributes of its format. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Nexus updates the time of the last download at most this often, as its capability StorageSettings says. */
const DOWNLOAD_INTERVAL_MS = 12 * 3_600_000;

/** A line of the journal; without an asset, that of its path was deleted. */
interface Change {
  readonly path: string;
  readonly asset?: Asset;
}

/** The assets that a repository itself stores, by path, from the leading slash on. */
export class AssetIndex {
  readonly #assets = new Map<string, Asset>();
  #file: string | undefined;
  /** Size of the journal in bytes. */
  #size = 0;

  /** @param file the journal, one change a line; default: memory only */
  constructor(file?: string) {
    this.#file = file;
    if (file === undefined || !existsSync(file)) return;
    // A line without its end was interrupted: it is no change.
    const journal = readFileSync(file);
    const complete = journal.subarray(0, journal.lastIndexOf("\n") + 1);
    for (const { path, asset } of parseJournal(file, complete.toString())) {
      if (asset) this.#assets.set(path, asset);
      else this.#assets.delete(path);
    }
    this.#size = rewriteJournal(file, this.#assets) ?? complete.length;
    truncateSync(file, this.#size);
  }

  get(path: string): Asset | undefined {
    return this.#assets.get(path);
  }

  has(path: string): boolean {
    return this.#assets.has(path);
  }

  /** Lists the assets whose path begins with a prefix, in the order of their creation; by default all. */
  list(prefix = ""): [path: string, asset: Asset][] {
    return [...this.#assets].filter(([path]) => path.startsWith(prefix));
  }

  /** Bytes. */
  get totalSize(): number {
    return [...this.#assets.values()].reduce((sum, { size }) => sum + size, 0);
  }

  put(path: string, asset: Asset): void {
    this.#append({ path, asset });
    this.#assets.set(path, asset);
  }

  /** Deletes an asset; false if there is none. */
  delete(path: string): boolean {
    if (!this.#assets.has(path)) return false;
    this.#append({ path });
    return this.#assets.delete(path);
  }

  /** Notes a download, at most every 12 hours. */
  recordDownload(path: string, now: number): void {
    const asset = this.#assets.get(path);
    if (!asset || now - (asset.lastDownloaded ?? Number.NEGATIVE_INFINITY) < DOWNLOAD_INTERVAL_MS) return;
    try {
      this.put(path, { ...asset, lastDownloaded: now });
    } catch {
      // A disk that is full or read-only does not prevent downloads.
    }
  }

  /** Deletes all assets and the journal for good: an upload that ends later is not written to it. */
  clear(): void {
    this.#assets.clear();
    if (this.#file !== undefined) rmSync(this.#file, { force: true });
    this.#file = undefined;
  }

  /** Appends a whole line or nothing: the next line must not continue one that a full disk cut off. */
  #append(change: Change): void {
    if (this.#file === undefined) return;
    const line = Buffer.from(toLine(change));
    mkdirSync(dirname(this.#file), { recursive: true });
    try {
      appendFileSync(this.#file, line);
    } catch (error) {
      if (existsSync(this.#file)) truncateSync(this.#file, this.#size);
      throw error;
    }
    this.#size += line.length;
  }
}

const toLine = (change: Change): string => `${JSON.stringify(change)}\n`;

/** Replaces a journal, in one step, by one without past changes; returns its size, undefined if the disk is full. */
function rewriteJournal(file: string, assets: ReadonlyMap<string, Asset>): number | undefined {
  const lines = Buffer.from([...assets].map(([path, asset]) => toLine({ path, asset })).join(""));
  try {
    writeFileSync(`${file}.new`, lines);
    renameSync(`${file}.new`, file);
    return lines.length;
  } catch {
    rmSync(`${file}.new`, { force: true });
    return undefined;
  }
}

function* parseJournal(file: string, lines: string): Generator<Change> {
  for (const [index, line] of lines.split("\n").slice(0, -1).entries()) {
    try {
      yield JSON.parse(line) as Change;
    } catch {
      throw new Error(
        `${file}, line ${index + 1}: not valid JSON. The data folder is damaged; restore it or use another one.`,
      );
    }
  }
}
