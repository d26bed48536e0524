/** Files that hold secrets: only their owner can read them, and they are never written over a file that git tracks. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { CommandError } from "./command-error.ts";

/**
 * Writes a file atomically with mode 0600 from the beginning. An existing file with another mode, or a link, is replaced.
 *
 * @throws CommandError if git tracks the file, or it cannot be written
 */
export function writeSecretFile(path: string, text: string): void {
  assertUntracked(path);
  const folder = dirname(path);
  const draft = join(folder, `.${basename(path)}.${randomBytes(6).toString("hex")}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    try {
      writeFileSync(draft, text, { mode: 0o600, flag: "wx" });
      renameSync(draft, path);
    } finally {
      rmSync(draft, { force: true });
    }
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new CommandError(`Cannot write ${path}: ${reason}. Choose another folder with --out`);
  }
}

/** Refuses files that git tracks: the next `git commit -a` would commit the secret. */
function assertUntracked(path: string): void {
  const folder = nearestExisting(dirname(resolve(path)));
  if (!isInWorkTree(folder)) return;
  let tracked: string;
  try {
    const args = ["-C", folder, "--literal-pathspecs", "ls-files", "--", resolve(path)];
    tracked = execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    throw new CommandError(
      `Cannot ask git whether it tracks ${path}, which would hold secrets. Choose a folder outside of the checkout with --out`,
    );
  }
  if (tracked) throw new CommandError(`git tracks ${path}, which would hold secrets. Choose another folder with --out`);
}

/** Returns the folder, or its nearest ancestor that exists. */
function nearestExisting(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearestExisting(dirname(folder));
}

function isInWorkTree(folder: string): boolean {
  return existsSync(join(folder, ".git")) || (folder !== dirname(folder) && isInWorkTree(dirname(folder)));
}
