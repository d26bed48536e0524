import type { SourceLine } from "./source-lines.ts";

/** What the variables of a file are known to be, by their names. */
export type Variables = Map<string, string>;

const quoted = /"[^"\n]*"|'[^'\n]*'/.source;
/** `NAME=value`, any number of them in a line. */
const assigned = new RegExp(`(?<![\\w$.{-])([A-Za-z_]\\w*)=(${quoted}|[^\\s;&|"'()]*)(\\()?`, "g");
/** `def NAME = "value"`, `NAME: value`, `ENV NAME value`: one in a line. */
const declared = new RegExp(
  `^\\s*(?:-\\s+)?(?:def\\s+|String\\s+|final\\s+|ENV\\s+)*([A-Za-z_]\\w*)(?:\\s+=\\s+|:\\s+|(?<=ENV\\s+\\w+)\\s+)(${quoted}|[^\\s"'()]+)\\s*$`,
);

/** What each line says of variables, in their order: a later one may say it again. */
export function parseAssignments({ text }: SourceLine): [name: string, value: string][] {
  const [, name, value = ""] = declared.exec(text) ?? [];
  if (name !== undefined) return [[name, bare(value)]];
  // What a call gives is not known.
  return [...text.matchAll(assigned)].map(([, name = "", value = "", call]) => [name, call ? "" : bare(value)]);
}

/** What is known before the first line: what the file says of each variable first. */
export function collectFirstValues(lines: readonly SourceLine[]): Variables {
  const variables: Variables = new Map();
  for (const line of lines)
    for (const [name, value] of parseAssignments(line))
      if (!variables.has(name)) assignVariable(variables, name, value);
  return variables;
}

/** What is longer names no image and no password: variables that double each other would have no end. */
const longest = 1000;

/** Notes what a variable is from here on; nothing is known of one whose value is worked out. */
export function assignVariable(variables: Variables, name: string, value: string): void {
  const text = resolveVariables({ text: value, at: [] }, variables).text;
  if (text === "" || text.length > longest || /\$\(|`/.test(text)) variables.delete(name);
  else variables.set(name, text);
}

/** `$NAME`, `${NAME}`, `${env.NAME}`, `${NAME:-default}`; a backslash keeps it from Groovy, not from the shell. */
const reference = /\\?\$(?:\{(?:env\.)?([A-Za-z_]\w*)(?::?-([^{}]*))?\}|([A-Za-z_]\w*))/g;

/** The line with the values of variables that are known; each of its characters is where the variable is. */
export function resolveVariables(line: SourceLine, variables: Variables): SourceLine {
  let text = "";
  const at: number[] = [];
  let done = 0;
  const copy = (from: number, to: number) => {
    text += line.text.slice(from, to);
    for (let index = from; index < to; index++) at.push(line.at[index] ?? 0);
  };
  for (const { 0: whole, 1: braced, 2: otherwise, 3: plain, index } of line.text.matchAll(reference)) {
    const value = variables.get(braced ?? plain ?? "") ?? otherwise;
    if (value === undefined) continue;
    copy(done, index);
    text += value;
    for (let count = 0; count < value.length; count++) at.push(line.at[index] ?? 0);
    done = index + whole.length;
  }
  copy(done, line.text.length);
  return { text, at };
}

function bare(value: string): string {
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
}
