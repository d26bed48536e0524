/** Files that commands write, and the files that report pages are built from. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { PageAssets } from "../../review/page/page.ts";
import { CommandError } from "./command-error.ts";

/** Writes the files and returns their paths relative to the working directory. */
export function writeReports(folder: string, files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).map(([name, text]) =>
    writeOutputFile(join(folder, name), text.endsWith("\n") ? text : `${text}\n`),
  );
}

/**
 * Writes a file, creates its folder if needed, and returns the path relative to the working directory.
 *
 * @throws CommandError if the file cannot be written
 */
export function writeOutputFile(path: string, text: string): string {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`Cannot write ${path}: ${reason}. Choose another folder with --out`);
  }
  return relativePath(path);
}

/** Returns a path relative to the working directory. */
export function relativePath(path: string): string {
  return relative(process.cwd(), path) || path;
}

/** Returns a value as indented JSON. Characters that are invisible in a terminal are escaped. */
export function toIndentedJson(value: unknown): string {
  return escapeInvisible(JSON.stringify(value, null, 2));
}

/** Returns a value as JSON on one line, like {@link toIndentedJson}. */
export function toJsonLine(value: unknown): string {
  return escapeInvisible(JSON.stringify(value));
}

function escapeInvisible(json: string): string {
  return json.replace(/##(?=\w*\[)|(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, toUnicodeEscapes);
}

function toUnicodeEscapes(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** Returns the styles and scripts of report pages. They lie beside the pages' code, in a checkout and in the package. */
export function readPageAssets(): PageAssets {
  return { styles: readAssets("style", ".css"), scripts: readAssets("client", ".js") };
}

function readAssets(folder: string, extension: string): string[] {
  const location = new URL(`../../review/page/${folder}/`, import.meta.url);
  const files = readdirSync(location).filter((file) => file.endsWith(extension));
  return files.sort().map((file) => readFileSync(new URL(file, location), "utf8"));
}
