/** The record of the files of a folder, beside it: what was installed there, to find what was put there later. */
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, renameSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

/** @param {string} folder */
const recordOf = (folder) => `${folder}.sha256`;

/**
 * Returns true if the folder has a record.
 * @param {string} folder
 */
export const hasRecord = (folder) => existsSync(recordOf(folder));

/**
 * Writes the record of a folder.
 * @param {string} folder
 * @param {string} [content] the folder with the files, if it is not in its place yet
 */
export function recordHashes(folder, content = folder) {
  const draft = `${recordOf(folder)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(hashFiles(content)), { mode: 0o600 });
  renameSync(draft, recordOf(folder));
}

/**
 * Returns the files that differ from the record: changed and missing ones, and additional programs. Other additional files are
 * left by programs while they run, such as locks.
 * @param {string} folder
 * @param {readonly string[]} except paths in the folder that are not compared
 * @returns {string[]}
 */
export function findChangedFiles(folder, except) {
  const recorded = JSON.parse(readFileSync(recordOf(folder), "utf8"));
  const found = hashFiles(folder);
  return Object.keys({ ...recorded, ...found }).filter(
    (file) =>
      recorded[file] !== found[file] && (file in recorded || found[file]?.endsWith(" x")) && !except.includes(file),
  );
}

/**
 * Returns the SHA-256 of each file, with its executable bit; for a link its target.
 * @param {string} folder
 * @returns {Record<string, string>}
 */
function hashFiles(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const file = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) return [];
    const content = entry.isSymbolicLink() ? `link to ${readlinkSync(file)}` : readFileSync(file);
    const hash = createHash("sha256").update(content).digest("hex");
    return [[relative(folder, file), lstatSync(file).mode & 0o100 ? `${hash} x` : hash]];
  });
  return Object.fromEntries(entries);
}
