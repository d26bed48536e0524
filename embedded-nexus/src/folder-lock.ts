import { readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Lock files of this process. An equal process id in another file was left by an earlier process. */
const heldFiles = new Set<string>();

/**
 * Locks a folder for this process: two processes would take each other's files for leftovers. The lock of a process
 * that was killed does not count. Returns the function that unlocks the folder.
 *
 * @throws Error naming the process that has locked the folder
 */
export function lockFolder(folder: string): () => void {
  const file = join(realpathSync(folder), "nexus.pid");
  const owner = ownerOf(file);
  if (owner !== undefined) {
    throw new Error(
      `${folder} is in use by process ${owner}. End that process or use another folder. ` +
        `If the process is no Nexus, delete ${file}.`,
    );
  }
  rmSync(file, { force: true });
  // "wx" fails for one of two processes that start at once.
  writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
  heldFiles.add(file);
  return () => {
    if (heldFiles.delete(file)) rmSync(file, { force: true });
  };
}

function ownerOf(file: string): number | undefined {
  let pid: number;
  try {
    pid = Number(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
  if (pid === process.pid) return heldFiles.has(file) ? pid : undefined;
  return pid > 0 && isRunning(pid) ? pid : undefined;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Returns whether a process has ended but is not reaped, which in a container may last. Detected on Linux only. */
function isZombie(pid: number): boolean {
  try {
    return /\) Z [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
