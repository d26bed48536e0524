/** The cache for downloads and builds, a folder for each version, shared by all checkouts of a machine. */
import { existsSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { mkdir, rename, stat, utimes } from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import { basename, dirname, join } from "node:path";
import { findChangedFiles, hasRecord, recordHashes } from "./folder-hashes.mjs";
import { isRunning } from "./process.mjs";
import { report, shortenHome, ToolError } from "./report.mjs";

export const CACHE =
  process.env.NEXUS_IAC_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "nexus-iac");

/**
 * Returns the cached folder of this name. A missing folder is built under another name and then renamed, so a killed build
 * leaves no incomplete folder. The next build removes its remains. Programs from the cache get credentials, so the files are
 * compared with the hashes that were recorded after the build, and a folder without a record is built again.
 *
 * @param {string} name
 * @param {(into: string) => Promise<unknown>} build
 * @param {(folder: string) => string[]} [provide] writes the files of the checkout that the folder contains, and returns their
 *   paths in it. Other versions of the checkout write them, too, so they are not compared
 * @throws {ToolError} if the folder was changed, or belongs to another user
 */
export async function getCachedFolder(name, build, provide = () => []) {
  requireOwnCache();
  const folder = join(CACHE, name);
  if (existsSync(folder)) requireOwn(folder);
  const findChanges = () => findChangedFiles(folder, provide(folder));
  const isInstalled = () => existsSync(folder) && hasRecord(folder);
  if (!isInstalled() || findChanges().length > 0) {
    await withLock(folder, name, async () => {
      if (isInstalled()) return requireUnchanged(folder, findChanges());
      removeRemains(folder);
      const part = `${folder}.part-${process.pid}`;
      await mkdir(part, { mode: 0o700 });
      try {
        await build(part);
        remove(folder);
        recordHashes(folder, part);
        await rename(part, folder);
      } finally {
        remove(part);
      }
    });
  }
  return folder;
}

/**
 * Refuses a cache in which another user than root can put a program.
 * @throws {ToolError}
 */
export function requireOwnCache() {
  if (existsSync(CACHE)) requireOwn(CACHE);
}

/** @param {string} folder */
function requireOwn(folder) {
  if (process.platform === "win32") return;
  const { uid, mode } = lstatSync(folder);
  if ([0, userInfo().uid].includes(uid) && !(mode & 0o002)) return;
  const reason = mode & 0o002 ? "all users can write to it" : `it belongs to another user (uid ${uid})`;
  throw new ToolError(
    `${shortenHome(folder)} is not used: ${reason}, so its programs cannot be trusted. Set NEXUS_IAC_CACHE to a folder of your own.`,
    3,
  );
}

/**
 * @param {string} folder
 * @param {readonly string[]} changes
 */
function requireUnchanged(folder, [first, ...others]) {
  if (first === undefined) return;
  const more = others.length ? ` and ${others.length} more` : "";
  throw new ToolError(
    `${shortenHome(folder)} is not used: ${first}${more} changed after the installation. Find out why, then remove the folder.`,
    3,
  );
}

/** @param {string} folder */
function removeRemains(folder) {
  for (const name of readdirSync(dirname(folder))) {
    const [folderName, pid] = name.split(".part-");
    if (folderName === basename(folder) && pid && !isRunning(Number(pid))) remove(join(dirname(folder), name));
  }
}

/** The age after which an untouched lock counts as left behind by a killed process. */
const STALE_MS = 10_000;

/**
 * Runs the work while no other process on this machine runs work for the same path.
 * @template T
 * @param {string} path the lock is a folder beside this path
 * @param {string} name the name of the work, for the message to a waiting user
 * @param {() => Promise<T>} work
 */
export async function withLock(path, name, work) {
  const lock = `${path}.lock`;
  await mkdir(dirname(lock), { recursive: true, mode: 0o700 }).catch(failUnwritable);
  for (let isReported = false; !(await tryLock(lock)); isReported = true) {
    if (!isReported) report(`${name}: waiting for another run that installs this`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const release = () => remove(lock);
  const heartbeat = setInterval(() => utimes(lock, new Date(), new Date()).catch(() => {}), STALE_MS / 5);
  process.on("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off("exit", release);
    release();
  }
}

/**
 * Creates the lock. Only one process can create a folder.
 * @param {string} lock
 */
async function tryLock(lock) {
  try {
    await mkdir(lock);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") return failUnwritable(error);
    const touched = await stat(lock).then(({ mtimeMs }) => mtimeMs, Date.now);
    if (Date.now() - touched > STALE_MS) remove(lock);
    return false;
  }
}

/** @param {string} path */
const remove = (path) => rmSync(path, { recursive: true, force: true });

/**
 * @param {unknown} error
 * @returns {never}
 */
function failUnwritable(error) {
  throw new ToolError(`Cannot write to ${shortenHome(CACHE)} (${error}). Set NEXUS_IAC_CACHE to a writable folder.`, 3);
}
