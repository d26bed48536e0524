/** Verifies files by the SHA-256 hashes that the checkout records, in the format of sha256sum. */
import { createHash } from "node:crypto";
import { createReadStream, lstatSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { ROOT, readTextFile } from "./checkout.mjs";
import { shortenHome, ToolError } from "./report.mjs";

/**
 * Represents the hashes of a file of checksums.
 * @typedef {object} Checksums
 * @property {string} record the file, for messages
 * @property {Readonly<Record<string, string>>} hashes SHA-256 in hexadecimal, by the path below the verified folder
 */

/**
 * Reads a file in the format of sha256sum. Lines that begin with # are comments.
 * @param {string} file
 * @returns {Checksums}
 */
export function readChecksums(file) {
  const lines = readTextFile(file).matchAll(/^([0-9a-f]{64}) [ *](.+)$/gm);
  const hashes = Object.fromEntries([...lines].map(([, hash = "", path = ""]) => [path, hash]));
  return { record: relative(ROOT, file), hashes };
}

/** @param {string} file */
async function hashFile(file) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/**
 * Returns the hashes of the files in a folder.
 * @param {string} folder
 * @param {(path: string) => boolean} isIncluded
 * @returns {Promise<Record<string, string>>}
 */
async function hashFolder(folder, isIncluded) {
  /** @type {Record<string, string>} */
  const hashes = {};
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = entry.split(sep).join("/");
    const isFolder = lstatSync(join(folder, entry)).isDirectory();
    if (!isFolder && isIncluded(path)) hashes[path] = await hashFile(join(folder, entry));
  }
  return hashes;
}

/**
 * Throws if a file of the folder has another hash than the recorded one, or none is recorded: an added program or library is
 * as dangerous as a changed one.
 * @param {string} folder
 * @param {Checksums} checksums
 * @param {(path: string) => boolean} isIncluded selects the files to verify
 */
export async function verifyFolder(folder, { record, hashes }, isIncluded) {
  for (const [path, actual] of Object.entries(await hashFolder(folder, isIncluded))) {
    const expected = hashes[path];
    if (actual === expected) continue;
    throw new ToolError(
      `${shortenHome(join(folder, path))} is refused: its SHA-256 is ${actual}, but ${record} records ` +
        `${expected ?? "no file of this name"}.\n` +
        "Delete the folder and run the command again. If the hash stays wrong, the download source (a mirror or a proxy) " +
        "sends a changed file: do not use it. After an update of the version, record the hash that the publisher names.",
      3,
    );
  }
}
