/** What commands leave behind: reports in a folder, words at the terminal. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { PageAssets } from "../../review/page/page.ts";
import { CommandError } from "./failures.ts";

/** Writes the files, and gives their paths as somebody in the working directory names them. */
export function writeReports(folder: string, files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).map(([name, text]) =>
    writeOutputFile(join(folder, name), text.endsWith("\n") ? text : `${text}\n`),
  );
}

/** Writes a file, its folder too, and gives its path in the same way. */
export function writeOutputFile(path: string, text: string): string {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${path} cannot be written (${reason}): name another folder with --out`);
  }
  return relativePath(path);
}

/** A path as somebody in the working directory names it. */
export function relativePath(path: string): string {
  return relative(process.cwd(), path) || path;
}

export function formatJson(what: unknown): string {
  return JSON.stringify(what, null, 2);
}

/** What pages are dressed with and moved by, from the files beside their code, in a checkout as in the package. */
export function readPageAssets(): PageAssets {
  return { styles: textsIn("style", ".css"), scripts: textsIn("client", ".js") };
}

function textsIn(folder: string, ending: string): string[] {
  const at = new URL(`../../review/page/${folder}/`, import.meta.url);
  const files = readdirSync(at).filter((file) => file.endsWith(ending));
  return files.sort().map((file) => readFileSync(new URL(file, at), "utf8"));
}
