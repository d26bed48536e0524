import { gunzipSync } from "node:zlib";
import { isObject, type JsonObject } from "../../json.ts";

const BLOCK = 512;

/** The package.json in a package's tarball; undefined where there is none. */
export function readPackageJson(tarball: Uint8Array): JsonObject | undefined {
  try {
    const archive = gunzipSync(tarball);
    for (let at = 0; at + BLOCK <= archive.length; ) {
      const header = archive.subarray(at, at + BLOCK);
      const size = Number.parseInt(field(header, 124, 12), 8) || 0;
      const content = archive.subarray(at + BLOCK, at + BLOCK + size);
      // Whatever the folder is called that all is in.
      if (/^[^/]+\/package\.json$/.test(field(header, 0, 100))) {
        const read: unknown = JSON.parse(content.toString("utf8"));
        return isObject(read) ? read : undefined;
      }
      at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    }
  } catch {
    // No archive, or no JSON.
  }
  return undefined;
}

const field = (header: Buffer, start: number, length: number): string =>
  header
    .toString("latin1", start, start + length)
    .replace(/\0.*$/s, "")
    .trim();
