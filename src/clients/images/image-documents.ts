import { type Document, LineCounter, parseAllDocuments } from "yaml";
import { toDisplayText } from "../../util/display-text.ts";
import type { Json } from "../../util/json.ts";
import { UserError } from "../../util/user-error.ts";

/** A file that cannot be read; the message names the place. */
export class ImagesFileError extends UserError {
  override readonly name = "ImagesFileError";

  /** @param place - `pods.json:2:11` */
  constructor(place: string, what: string) {
    super(`${toDisplayText(place, 1000)}: ${toDisplayText(what, 300)}`);
  }
}

/**
 * What a file holds: its JSON or YAML documents, one after the other, or, as one list of texts, the lines of a plain
 * list.
 *
 * @param file - its path; `.json`, `.txt` and `.list` are what they say, everything else what it looks like
 * @throws ImagesFileError
 */
export function parseImageDocuments(file: string, text: string): Json[] {
  const bare = text.replace(/^\uFEFF/, "");
  if (/\.(txt|list)$/i.test(file)) return [linesOf(file, bare)];
  const isYaml = /\.ya?ml$/i.test(file);
  if (/\.json$/i.test(file) || (!isYaml && /^\s*[{[]/.test(bare))) return jsonDocuments(file, bare);
  return looksLikeList(bare) ? [linesOf(file, bare)] : yamlDocuments(file, bare);
}

const lineEnd = /\r?\n/;
const comment = /(^|\s)#.*$/;

function linesOf(file: string, text: string): Json {
  return text.split(lineEnd).flatMap((line, index) => {
    const image = line.replace(comment, "").trim();
    if (/\s/.test(image))
      throw new ImagesFileError(`${file}:${index + 1}`, `a list has one image a line, and this line has several words`);
    return image ? [image] : [];
  });
}

/** One word a line, none of which begins or ends as something of YAML does. */
function looksLikeList(text: string): boolean {
  const lines = text.split(lineEnd).map((line) => line.replace(comment, "").trim());
  return lines.every((line) => /^(?![-%&*!|>"'{[])\S*$/.test(line) && !line.endsWith(":"));
}

/** One document, or several that stand below each other, as two answers of a cluster in one file do. */
function jsonDocuments(file: string, text: string): Json[] {
  const whole = parsed(text);
  if (!("error" in whole)) return [whole.value];
  const parts = text.split(/(?<=^[}\]][ \t\r]*\n)(?=\s*[{[])/m);
  let above = 0;
  return parts.map((part) => {
    const read = parsed(part);
    if ("error" in read) throw jsonError(file, read.error, part, above);
    above += part.split("\n").length - 1;
    return read.value;
  });
}

function parsed(text: string): { value: Json } | { error: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function jsonError(file: string, reason: string, text: string, above: number): ImagesFileError {
  const [, told] = /at position (\d+)/.exec(reason) ?? [];
  const before = text.slice(0, told === undefined ? placeOfError(text) : Number(told)).split("\n");
  const place = `${above + before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  const [what = ""] = reason.split(/, (?:\.\.\.)?"|,? in JSON at| \(line /);
  return new ImagesFileError(`${file}:${place}`, `this is not JSON (${what})`);
}

const token =
  /\s*(?:([{}[\],:])|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w))/y;

/** Node tells no place of what is no token, or of a value that is missing. */
function placeOfError(text: string): number {
  token.lastIndex = 0;
  let end = 0;
  for (let last = ","; ; ) {
    const found = token.exec(text);
    const mark = found?.[1] ?? "";
    if (!found || (/[,:]/.test(last) && /[}\],:]/.test(mark))) break;
    last = mark;
    end = token.lastIndex;
  }
  return end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
}

function yamlDocuments(file: string, text: string): Json[] {
  // Most of what is big is JSON under another name, and Node reads that much faster.
  const json = /^\s*[{[]/.test(text) ? parsed(text) : undefined;
  if (json && "value" in json) return [json.value];
  const lineCounter = new LineCounter();
  const all = parseAllDocuments(text, { lineCounter, merge: true, prettyErrors: false, logLevel: "silent" });
  const documents: Document.Parsed[] = Array.isArray(all) ? all : [];
  return documents.map((document) => {
    const [error] = document.errors;
    if (error) {
      const { line, col } = lineCounter.linePos(error.pos[0]);
      throw new ImagesFileError(`${file}:${line}:${col}`, `this is not YAML (${error.message})`);
    }
    try {
      return document.toJS() as Json;
    } catch (error) {
      const { line } = lineCounter.linePos(document.range[0]);
      throw new ImagesFileError(`${file}:${line}`, `this YAML cannot be read (${String(error)})`);
    }
  });
}
