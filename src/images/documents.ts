import { type Document, LineCounter, parseAllDocuments } from "yaml";
import type { Json } from "../json.ts";

/** A file that cannot be read; the message names the place. */
export class ImagesFileError extends Error {
  override readonly name = "ImagesFileError";
}

/**
 * What a file holds: its JSON or YAML documents, one after the other, or, as one list of texts, the lines of a plain
 * list.
 *
 * @param file - its path; `.json`, `.txt` and `.list` are what they say, everything else what it looks like
 * @throws ImagesFileError
 */
export function documentsIn(file: string, text: string): Json[] {
  const bare = text.replace(/^\uFEFF/, "");
  if (/\.(txt|list)$/i.test(file)) return [linesOf(file, bare)];
  if (/\.json$/i.test(file) || /^\s*[{[]/.test(bare)) return jsonDocuments(file, bare);
  return looksLikeList(bare) ? [linesOf(file, bare)] : yamlDocuments(file, bare);
}

const comment = /(^|\s)#.*$/;

function linesOf(file: string, text: string): Json {
  return text.split("\n").flatMap((line, index) => {
    const image = line.replace(comment, "").trim();
    if (/\s/.test(image))
      throw new ImagesFileError(`${file}:${index + 1}: a list has one image a line, and this line has several words`);
    return image ? [image] : [];
  });
}

/** One word a line, none of which begins or ends as something of YAML does. */
function looksLikeList(text: string): boolean {
  const lines = text.split("\n").map((line) => line.replace(comment, "").trim());
  return lines.every((line) => /^(?![-%&*!|>"'{[])\S*$/.test(line) && !line.endsWith(":"));
}

/** One document, or several that stand below each other, as two answers of a cluster in one file do. */
function jsonDocuments(file: string, text: string): Json[] {
  try {
    return [JSON.parse(text)];
  } catch (error) {
    const parts = text.split(/(?<=^[}\]])[ \t\r]*\n(?=\s*[{[])/m);
    if (parts.length === 1) throw jsonError(file, error, text, 0);
    let line = 0;
    return parts.map((part) => {
      const above = line;
      line += part.split("\n").length;
      return jsonPart(file, part, above);
    });
  }
}

function jsonPart(file: string, text: string, above: number): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw jsonError(file, error, text, above);
  }
}

/** Node tells the place as an offset, or not at all where the text ends too early. */
function jsonError(file: string, error: unknown, text: string, above: number): ImagesFileError {
  const reason = error instanceof Error ? error.message : String(error);
  const [, offset = text.length] = /at position (\d+)/.exec(reason) ?? [];
  const before = text.slice(0, Number(offset)).split("\n");
  const place = `${above + before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  const [what = ""] = reason.split(/, "|,? in JSON at| \(line /);
  return new ImagesFileError(`${file}:${place}: this is not JSON (${what})`);
}

function yamlDocuments(file: string, text: string): Json[] {
  const lineCounter = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter, merge: true, prettyErrors: false, logLevel: "silent" });
  const documents: Document.Parsed[] = Array.isArray(parsed) ? parsed : [];
  return documents.map((document) => {
    const [error] = document.errors;
    if (error) {
      const { line, col } = lineCounter.linePos(error.pos[0]);
      throw new ImagesFileError(`${file}:${line}:${col}: this is not YAML (${error.message})`);
    }
    try {
      return document.toJS() as Json;
    } catch (error) {
      const { line } = lineCounter.linePos(document.range[0]);
      throw new ImagesFileError(`${file}:${line}: this YAML cannot be read (${String(error)})`);
    }
  });
}
