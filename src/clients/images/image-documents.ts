import { type Document, LineCounter, parseAllDocuments } from "yaml";
import { toDisplayText } from "../../util/display-text.ts";
import type { Json } from "../../util/json.ts";
import { UserError } from "../../util/user-error.ts";

/** A file that cannot be parsed. The message names the position. */
export class ImagesFileError extends UserError {
  override readonly name = "ImagesFileError";

  /** @param position - `pods.json:2:11` */
  constructor(position: string, problem: string) {
    super(`${toDisplayText(position, 1000)}: ${toDisplayText(problem, 300)}`);
  }
}

/**
 * Parses the documents of a file: JSON, YAML, or a plain list of images, which becomes one document with a list of texts.
 *
 * @param file - the path of the file. `.json`, `.txt` and `.list` decide the format; otherwise the content does
 * @throws ImagesFileError
 */
export function parseImageDocuments(file: string, text: string): Json[] {
  const bare = text.replace(/^\uFEFF/, "");
  if (/\.(txt|list)$/i.test(file)) return [parseList(file, bare)];
  const isYaml = /\.ya?ml$/i.test(file);
  if (/\.json$/i.test(file) || (!isYaml && /^\s*[{[]/.test(bare))) return parseJsonDocuments(file, bare);
  return looksLikeList(bare) ? [parseList(file, bare)] : parseYamlDocuments(file, bare);
}

const lineEnd = /\r?\n/;
const comment = /(^|\s)#.*$/;

function parseList(file: string, text: string): Json {
  return text.split(lineEnd).flatMap((line, index) => {
    const image = line.replace(comment, "").trim();
    if (/\s/.test(image))
      throw new ImagesFileError(
        `${file}:${index + 1}`,
        `a list must have one image per line, but this line has several words`,
      );
    return image ? [image] : [];
  });
}

/** Returns true if each line has one word, without the first and last characters of YAML syntax. */
function looksLikeList(text: string): boolean {
  const lines = text.split(lineEnd).map((line) => line.replace(comment, "").trim());
  return lines.every((line) => /^(?![-%&*!|>"'{[])\S*$/.test(line) && !line.endsWith(":"));
}

/** Parses one document, or several after each other, such as two responses of a cluster in one file. */
function parseJsonDocuments(file: string, text: string): Json[] {
  const whole = tryParseJson(text);
  if (!("error" in whole)) return [whole.value];
  const parts = text.split(/(?<=^[}\]][ \t\r]*\n)(?=\s*[{[])/m);
  let linesAbove = 0;
  return parts.map((part) => {
    const result = tryParseJson(part);
    if ("error" in result) throw createJsonError(file, result.error, part, linesAbove);
    linesAbove += part.split("\n").length - 1;
    return result.value;
  });
}

function tryParseJson(text: string): { value: Json } | { error: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function createJsonError(file: string, reason: string, text: string, linesAbove: number): ImagesFileError {
  const [, position] = /at position (\d+)/.exec(reason) ?? [];
  const before = text.slice(0, position === undefined ? findErrorPosition(text) : Number(position)).split("\n");
  const place = `${linesAbove + before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  const [problem = ""] = reason.split(/, (?:\.\.\.)?"|,? in JSON at| \(line /);
  return new ImagesFileError(`${file}:${place}`, `not valid JSON (${problem})`);
}

const token =
  /\s*(?:([{}[\],:])|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w))/y;

/** Finds the position of an invalid token or a missing value, for which Node reports no position. */
function findErrorPosition(text: string): number {
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

function parseYamlDocuments(file: string, text: string): Json[] {
  // Large YAML files are usually JSON, which Node parses much faster.
  const json = /^\s*[{[]/.test(text) ? tryParseJson(text) : undefined;
  if (json && "value" in json) return [json.value];
  const lineCounter = new LineCounter();
  const all = parseAllDocuments(text, { lineCounter, merge: true, prettyErrors: false, logLevel: "silent" });
  const documents: Document.Parsed[] = Array.isArray(all) ? all : [];
  return documents.map((document) => {
    const [error] = document.errors;
    if (error) {
      const { line, col } = lineCounter.linePos(error.pos[0]);
      throw new ImagesFileError(`${file}:${line}:${col}`, `not valid YAML (${error.message})`);
    }
    try {
      return document.toJS() as Json;
    } catch (error) {
      const { line } = lineCounter.linePos(document.range[0]);
      throw new ImagesFileError(`${file}:${line}`, `YAML cannot be read (${String(error)})`);
    }
  });
}
