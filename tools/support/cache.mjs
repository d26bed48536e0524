/** What is fetched or built once a machine is kept here, a folder for each version, outside the checkout. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { mkdir, rename, stat, utimes } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { isRunning } from "./process.mjs";
import { Stop, say, tilde } from "./report.mjs";

export const CACHE =
  process.env.NEXUS_IAC_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "nexus-iac");

/**
 * The cached folder of this name. What is missing is built into a folder beside it, which is then renamed:
 * a build that was killed leaves nothing half done, and its remains are removed by the next.
 * @param {string} name
 * @param {(into: string) => Promise<unknown>} build
 */
export async function cached(name, build) {
  const folder = join(CACHE, name);
  if (existsSync(folder)) return folder;
  return locked(folder, name, async () => {
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
    const [whole, pid] = name.split(".part-");
    if (whole === basename(folder) && pid && !isRunning(Number(pid))) remove(join(dirname(folder), name));
  }
}

/** A lock whose holder has not touched it for this long was left behind by a killed process. */
const STALE_MS = 10_000;

/**
 * Does the work while no other process on this machine does that of the same path.
 * @template T
 * @param {string} path the lock is beside it
 * @param {string} what
 * @param {() => Promise<T>} work
 */
export async function locked(path, what, work) {
  const lock = `${path}.lock`;
  await mkdir(dirname(lock), { recursive: true }).catch(unwritable);
  for (let told = false; !(await taken(lock)); told = true) {
    if (!told) say(`${what}: another run is making this ready`);
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
 * Creating a folder succeeds for one process alone.
 * @param {string} lock
 */
async function taken(lock) {
  try {
    await mkdir(lock);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") return unwritable(error);
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
function unwritable(error) {
  throw new Stop(`Cannot write to ${tilde(CACHE)} (${error}). Set NEXUS_IAC_CACHE to a folder of yours.`, 3);
}
