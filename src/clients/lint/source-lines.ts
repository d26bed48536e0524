/** The syntax of comments and variables in a file. */
export type Dialect = "shell" | "groovy" | "docker" | "yaml" | "xml";

/** A file to lint. */
export interface PipelineSource {
  /** The path in findings. */
  file: string;
  text: string;
}

/** A logical line with the offset of each character in the file. */
export interface SourceLine {
  text: string;
  at: readonly number[];
}

/** Detects the dialect by the file name. The default is shell. */
export function detectDialect(file: string): Dialect {
  const name = file.split("/").at(-1) ?? "";
  if (/jenkinsfile|\.groovy$/i.test(name)) return "groovy";
  if (/^(docker|container)file|\.(docker|container)file$/i.test(name)) return "docker";
  if (/\.ya?ml$/i.test(name)) return "yaml";
  return /\.xml$/i.test(name) ? "xml" : "shell";
}

const blocks: Partial<Record<Dialect, readonly [opens: string, closes: string]>> = {
  groovy: ["/*", "*/"],
  xml: ["<!--", "-->"],
};

/** Returns the logical lines of a file: without comments, and with lines joined that end with a backslash. */
export function parseLines({ file, text }: PipelineSource): SourceLine[] {
  const dialect = detectDialect(file);
  const lines: SourceLine[] = [];
  let open: SourceLine[] = [];
  for (const line of splitLines(blankBlockComments(text, blocks[dialect]))) {
    // A Dockerfile allows comments between the lines of an instruction.
    if (isComment(line.text, dialect) && (!open.length || dialect === "docker")) continue;
    const [ending = ""] = /\\{1,2}\s*$/.exec(line.text) ?? [];
    const kept = line.text.length - ending.length;
    open.push({ text: line.text.slice(0, kept), at: line.at.slice(0, kept) });
    if (ending) continue;
    lines.push(joinLines(open));
    open = [];
  }
  return open.length ? [...lines, joinLines(open)] : lines;
}

/** Joins lines with a blank between two, which has the offset of the second. */
function joinLines(lines: readonly SourceLine[]): SourceLine {
  return {
    text: lines.map(({ text }) => text).join(" "),
    at: lines.flatMap(({ at }, index) => (index ? [at[0] ?? 0, ...at] : at)),
  };
}

/** Replaces block comments by blanks, so that offsets stay. */
function blankBlockComments(text: string, block: readonly [string, string] | undefined): string {
  if (!block) return text;
  const [opens, closes] = block;
  const parts: string[] = [];
  let done = 0;
  for (let start = text.indexOf(opens); start >= 0; start = text.indexOf(opens, Math.max(start + 1, done))) {
    // A path pattern such as `logs/*.txt` is not a comment.
    if (opens === "/*" && start > done && !/\s/.test(text.charAt(start - 1))) continue;
    const end = text.indexOf(closes, start + opens.length);
    const next = end < 0 ? text.length : end + closes.length;
    parts.push(text.slice(done, start), text.slice(start, next).replace(/[^\n]/g, " "));
    done = next;
  }
  return parts.join("") + text.slice(done);
}

function splitLines(text: string): SourceLine[] {
  let start = 0;
  return text.split("\n").map((line) => {
    const at = start;
    start += line.length + 1;
    const text = line.replace(/\r$/, "");
    return { text, at: Array.from({ length: text.length }, (_, index) => at + index) };
  });
}

function isComment(line: string, dialect: Dialect): boolean {
  return dialect === "xml" ? false : /^\s*#/.test(line) || (dialect === "groovy" && /^\s*\/\//.test(line));
}

/** Creates a function that converts an offset of the text to a line and a column, both from 1. */
export function createPositionFinder(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0];
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return (offset) => {
    let [first, last] = [0, starts.length - 1];
    while (first < last) {
      const middle = Math.ceil((first + last) / 2);
      if ((starts[middle] ?? 0) <= offset) first = middle;
      else last = middle - 1;
    }
    return { line: first + 1, column: offset - (starts[first] ?? 0) + 1 };
  };
}
