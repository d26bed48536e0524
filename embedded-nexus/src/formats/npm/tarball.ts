import { gunzipSync } from "node:zlib";
import { isObject, type JsonObject } from "../../json.ts";

const BLOCK = 512;

/** The size of an unpacked tarball in bytes, 256 MiB: a small one may unpack to more than the memory. */
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;

/** Reads the package.json of a package's tarball; undefined if there is none, or if it unpacks to more than 256 MiB. */
export function readPackageJson(tarball: Uint8Array): JsonObject | undefined {
  try {
    const archive = gunzipSync(tarball, { maxOutputLength: MAX_UNPACKED_BYTES });
    for (let offset = 0; offset + BLOCK <= archive.length; ) {
      const header = archive.subarray(offset, offset + BLOCK);
      const size = Number.parseInt(field(header, 124, 12), 8) || 0;
      const content = archive.subarray(offset + BLOCK, offset + BLOCK + size);
      // The top folder may have any name.
      if (/^[^/]+\/package\.json$/.test(field(header, 0, 100))) {
        const json: unknown = JSON.parse(content.toString("utf8"));
        return isObject(json) ? json : undefined;
      }
      offset += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    }
  } catch {
    // Not an archive, or not JSON.
  }
  return undefined;
}

const field = (header: Buffer, start: number, length: number): string =>
  header
    .toString("latin1", start, start + length)
    .replace(/\0.*$/s, "")
    .trim();
