/** What commands leave behind: reports in a folder, words at the terminal. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Writes the files, and gives their paths as somebody in the working directory names them. */
export function writeReports(folder: string, files: Readonly<Record<string, string>>): string[] {
  mkdirSync(folder, { recursive: true });
  return Object.entries(files).map(([name, text]) => {
    const path = join(folder, name);
    writeFileSync(path, text.endsWith("\n") ? text : `${text}\n`);
    return relative(process.cwd(), path) || path;
  });
}

export function toJson(what: unknown): string {
  return JSON.stringify(what, null, 2);
}
