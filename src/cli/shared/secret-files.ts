/** Files that hold secrets: only their owner can read them, and they are never written over a file that git tracks. */
import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { isProcessRunning } from "../../util/processes.ts";
import { createToolEnvironment } from "./child-environment.ts";
import { CommandError } from "./command-error.ts";

/**
 * Creates a folder for secrets that only its owner can read. A new folder gets a `.gitignore` that excludes all its files; an
 * existing one is not changed. Drafts of a killed process are removed from it.
 *
 * @returns a warning if the folder is in a git work tree that does not ignore its files
 * @throws CommandError if it cannot be created
 */
export function createSecretFolder(folder: string): string | undefined {
  reportFailure(folder, () => {
    createIgnoredFolder(folder);
    removeAbandonedDrafts(folder);
  });
  if (!isInWorkTree(realpathSync(folder)) || isIgnored(folder)) return undefined;
  return `${folder} is in a git work tree and git does not ignore its files, which contain passwords. Add a .gitignore with "*" to it`;
}

/** The end of the names of drafts, with the id of their process. */
const draftEnd = /^\..+\.draft-(\d+)-[0-9a-f]{12}$/;

/** Removes the drafts of {@link writeSecretFile} whose process was killed before it could rename them. */
function removeAbandonedDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid] = draftEnd.exec(name) ?? [];
    if (pid && !isProcessRunning(Number(pid))) rmSync(join(folder, name), { force: true });
  }
}

/** Returns true if git ignores new files in a folder, or there is no git to ask. */
function isIgnored(folder: string): boolean {
  const { status } = spawnSync("git", ["-C", folder, "check-ignore", "--quiet", "any-new-file"], {
    env: createToolEnvironment(),
    stdio: "ignore",
  });
  return status !== 1;
}

function createIgnoredFolder(folder: string): void {
  const created = mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (created) writeFileSync(join(created, ".gitignore"), "*\n");
}

/**
 * Writes a file atomically with mode 0600 from the beginning. An existing file with another mode, or a link, is replaced.
 *
 * @throws CommandError if git tracks the file, or it cannot be written
 */
export function writeSecretFile(path: string, text: string): void {
  assertUntracked(join(realFolder(dirname(path)), basename(path)), path);
  const folder = dirname(path);
  const draft = join(folder, `.${basename(path)}.draft-${process.pid}-${randomBytes(6).toString("hex")}`);
  reportFailure(path, () => {
    createIgnoredFolder(folder);
    try {
      writeFileSync(draft, text, { mode: 0o600, flag: "wx" });
      renameSync(draft, path);
    } finally {
      rmSync(draft, { force: true });
    }
  });
}

/**
 * Refuses a path that leads through a link to a file that git tracks: writing it would change another file than the one named.
 *
 * @throws CommandError if git tracks the target
 */
export function assertNoTrackedTarget(path: string): void {
  const named = join(realpathSync(process.cwd()), relative(process.cwd(), resolve(path)));
  const target = existsSync(path) ? realpathSync(path) : join(realFolder(dirname(path)), basename(path));
  if (target !== named) assertUntracked(target, path);
}

function reportFailure(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new CommandError(`Cannot write ${path}: ${reason}. Choose another folder with --out`);
  }
}

/**
 * Refuses files that git tracks: the next `git commit -a` would commit the secret.
 *
 * @param target - the real path, without links in its folders
 * @param path - the path in errors
 */
function assertUntracked(target: string, path: string): void {
  const folder = nearestExisting(dirname(target));
  if (!isInWorkTree(folder)) return;
  let tracked: string;
  try {
    const args = ["-C", folder, "--literal-pathspecs", "ls-files", "--", target];
    tracked = execFileSync("git", args, {
      encoding: "utf8",
      env: createToolEnvironment(),
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    throw new CommandError(
      `Cannot ask git whether it tracks ${path}, which would hold secrets. Choose a folder outside of the checkout with --out`,
    );
  }
  if (!tracked) return;
  const reached = resolve(path) === target ? "" : ` (${target})`;
  throw new CommandError(`git tracks ${path}${reached}, which would hold secrets. Choose another folder with --out`);
}

/** Returns the path of a folder without links; its parts that do not exist yet have none. */
function realFolder(folder: string): string {
  const existing = nearestExisting(resolve(folder));
  return join(realpathSync(existing), relative(existing, resolve(folder)));
}

/** Returns the folder, or its nearest ancestor that exists. */
function nearestExisting(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearestExisting(dirname(folder));
}

function isInWorkTree(folder: string): boolean {
  return existsSync(join(folder, ".git")) || (folder !== dirname(folder) && isInWorkTree(dirname(folder)));
}
