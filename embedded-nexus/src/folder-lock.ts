import { readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Those that this process holds: its own number in a file may be what another one left that had it once. */
const held = new Set<string>();

/**
 * Keeps a folder for this process, or throws who has it: two would take each other's files for leftovers. What a
 * process left that was killed does not count. Gives back what lets it go.
 */
export function lockFolder(folder: string): () => void {
  const file = join(realpathSync(folder), "nexus.pid");
  const owner = ownerOf(file);
  if (owner !== undefined) {
    throw new Error(
      `${folder} is in use by process ${owner}: end it, or name another folder. If that is no Nexus, remove ${file}.`,
    );
  }
  rmSync(file, { force: true });
  // Of two that start at once, one does not get it.
  writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
  held.add(file);
  return () => {
    if (held.delete(file)) rmSync(file, { force: true });
  };
}

function ownerOf(file: string): number | undefined {
  let pid: number;
  try {
    pid = Number(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
  if (pid === process.pid) return held.has(file) ? pid : undefined;
  return pid > 0 && isRunning(pid) ? pid : undefined;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isDefunct(pid);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** It has ended, and its parent has not asked how: in a container that may be never. Known on Linux alone. */
function isDefunct(pid: number): boolean {
  try {
    return /\) Z [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
