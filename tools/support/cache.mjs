/** The cache for downloads and builds, a folder for each version, shared by all checkouts of a machine. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { mkdir, rename, stat, utimes } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { isRunning } from "./process.mjs";
import { report, shortenHome, ToolError } from "./report.mjs";

export const CACHE =
  process.env.NEXUS_IAC_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "nexus-iac");

/**
 * Returns the cached folder of this name. A missing folder is built under another name and then renamed, so a killed build
 * leaves no incomplete folder. The next build removes its remains.
 * @param {string} name
 * @param {(into: string) => Promise<unknown>} build
 */
export async function getCachedFolder(name, build) {
  const folder = join(CACHE, name);
  if (existsSync(folder)) return folder;
  return withLock(folder, name, async () => {
    if (existsSync(folder)) return folder;
    removeRemains(folder);
    const part = `${folder}.part-${process.pid}`;
    await mkdir(part);
    try {
      await build(part);
      await rename(part, folder);
    } finally {
      remove(part);
    }
    return folder;
  });
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
  await mkdir(dirname(lock), { recursive: true }).catch(failUnwritable);
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
