/** Files that hold secrets: nobody but their owner can read them, at any time, and no commit takes them along. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { CommandError } from "./failures.ts";

/**
 * Writes it in one step, with mode 0600 from the beginning; what was there with other rights, or a link, is replaced.
 *
 * @throws CommandError where git tracks the file
 */
export function writeSecretFile(path: string, text: string): void {
  refuseTracked(path);
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
    const reason = error instanceof Error && "code" in error ? String(error.code) : "it failed";
    throw new CommandError(`${path} cannot be written (${reason}): name another folder with --out`);
  }
}

/** A tracked file is committed with the next `git commit -a`, whatever is in it. */
function refuseTracked(path: string): void {
  const folder = existing(dirname(resolve(path)));
  if (!isInWorkTree(folder)) return;
  let tracked: string;
  try {
    const args = ["-C", folder, "--literal-pathspecs", "ls-files", "--", resolve(path)];
    tracked = execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    throw new CommandError(
      `git cannot tell whether it tracks ${path}, which would hold secrets: name a folder outside of the checkout with --out`,
    );
  }
  if (tracked)
    throw new CommandError(`${path} is a file that git tracks, and would hold secrets: name another folder with --out`);
}

/** The folder, or the nearest above it that is there. */
function existing(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : existing(dirname(folder));
}

function isInWorkTree(folder: string): boolean {
  return existsSync(join(folder, ".git")) || (folder !== dirname(folder) && isInWorkTree(dirname(folder)));
}
