/** Files of pipelines as lines that mean something: comments left out, continued lines joined. */

/** How a file writes its comments and its variables. */
export type Dialect = "shell" | "groovy" | "docker" | "yaml" | "xml";

export interface PipelineSource {
  /** Its path, as findings name it. */
  file: string;
  text: string;
}

/** A line, and where each of its characters is in the file. */
export interface SourceLine {
  text: string;
  at: readonly number[];
}

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

/** The lines of a file that do something. One that ends with a backslash goes on in the next. */
export function parseLines({ file, text }: PipelineSource): SourceLine[] {
  const dialect = detectDialect(file);
  const lines: SourceLine[] = [];
  let open: SourceLine | undefined;
  for (const line of physicalLines(withoutBlocks(text, blocks[dialect]))) {
    // A Dockerfile may have comments between the lines of an instruction.
    if (isComment(line.text, dialect) && (open === undefined || dialect === "docker")) continue;
    const [ending = ""] = /\\{1,2}\s*$/.exec(line.text) ?? [];
    const kept = line.text.length - ending.length;
    const part: SourceLine = { text: line.text.slice(0, kept), at: line.at.slice(0, kept) };
    const joined = open ? { text: `${open.text} ${part.text}`, at: [...open.at, line.at[0] ?? 0, ...part.at] } : part;
    open = ending ? joined : undefined;
    if (!ending) lines.push(joined);
  }
  return open ? [...lines, open] : lines;
}

/** What is in block comments as blanks: all else stays where it is. */
function withoutBlocks(text: string, block: readonly [string, string] | undefined): string {
  if (!block) return text;
  const [opens, closes] = block;
  const parts: string[] = [];
  let done = 0;
  for (let start = text.indexOf(opens); start >= 0; start = text.indexOf(opens, Math.max(start + 1, done))) {
    // A path pattern such as `logs/*.txt` opens nothing.
    if (opens === "/*" && start > done && !/\s/.test(text.charAt(start - 1))) continue;
    const end = text.indexOf(closes, start + opens.length);
    const next = end < 0 ? text.length : end + closes.length;
    parts.push(text.slice(done, start), text.slice(start, next).replace(/[^\n]/g, " "));
    done = next;
  }
  return parts.join("") + text.slice(done);
}

function physicalLines(text: string): SourceLine[] {
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

/** Tells the line and the column of a place in a text, both from 1. */
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
