/** Temporary folders with credentials. Their names contain the id of their process. */
import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { isProcessRunning } from "../../../util/processes.ts";

const prefix = "nexus-iac-promote-";

/** Creates a folder that only this user can read. */
export function createTemporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
}

/** Removes the folders of this user whose process has ended without removing them. */
export function removeAbandonedFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^(\d+)-/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : "") ?? [];
    const folder = join(tmpdir(), name);
    if (pid && !isProcessRunning(Number(pid)) && isOwn(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns true for a folder of this user that is not a link. */
function isOwn(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && (process.platform === "win32" || found.uid === userInfo().uid);
}
