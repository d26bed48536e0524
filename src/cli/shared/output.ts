/** What commands leave behind: reports in a folder, words at the terminal. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { CommandError } from "./failures.ts";

/** Writes the files, and gives their paths as somebody in the working directory names them. */
export function writeReports(folder: string, files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).map(([name, text]) =>
    writeFile(join(folder, name), text.endsWith("\n") ? text : `${text}\n`),
  );
}

/** Writes a file, its folder too, and gives its path in the same way. */
export function writeFile(path: string, text: string): string {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${path} cannot be written (${reason}): name another folder with --out`);
  }
  return shownPath(path);
}

/** A path as somebody in the working directory names it. */
export function shownPath(path: string): string {
  return relative(process.cwd(), path) || path;
}

export function toJson(what: unknown): string {
  return JSON.stringify(what, null, 2);
}
