import type { SourceLine } from "./source-lines.ts";

/** The known values of variables in a file, by name. */
export type Variables = Map<string, string>;

const quoted = /"[^"\n]*"|'[^'\n]*'/.source;
/** Matches `NAME=value`, any number of times in a line. */
const assignmentPattern = new RegExp(`(?<![\\w$.{-])([A-Za-z_]\\w*)=(${quoted}|[^\\s;&|"'()]*)(\\()?`, "g");
/** Matches `def NAME = "value"`, `NAME: value` and `ENV NAME value`, once in a line. */
const declarationPattern = new RegExp(
  `^\\s*(?:-\\s+)?(?:def\\s+|String\\s+|final\\s+|ENV\\s+)*([A-Za-z_]\\w*)(?:\\s+=\\s+|:\\s+|(?<=ENV\\s+\\w+)\\s+)(${quoted}|[^\\s"'()]+)\\s*$`,
);

/** Returns the assignments of a line in their order. A variable may be assigned several times. */
export function parseAssignments({ text }: SourceLine): [name: string, value: string][] {
  const [, name, value = ""] = declarationPattern.exec(text) ?? [];
  if (name !== undefined) return [[name, unquote(value)]];
  // The result of a call is not known.
  return [...text.matchAll(assignmentPattern)].map(([, name = "", value = "", call]) => [
    name,
    call ? "" : unquote(value),
  ]);
}

/** Collects the first value of each variable, which applies before the first line. */
export function collectFirstValues(lines: readonly SourceLine[]): Variables {
  const variables: Variables = new Map();
  for (const line of lines)
    for (const [name, value] of parseAssignments(line))
      if (!variables.has(name)) assignVariable(variables, name, value);
  return variables;
}

/** Longer values are no images and no passwords. The limit stops variables that double each other. */
const maximumLength = 1000;

/** Assigns a value to a variable. A value that is computed at run time makes the variable unknown. */
export function assignVariable(variables: Variables, name: string, value: string): void {
  const text = resolveVariables({ text: value, at: [] }, variables).text;
  if (text === "" || text.length > maximumLength || /\$\(|`/.test(text)) variables.delete(name);
  else variables.set(name, text);
}

/** `$NAME`, `${NAME}`, `${env.NAME}`, `${NAME:-default}`; a backslash keeps it from Groovy, not from the shell. */
const reference = /\\?\$(?:\{(?:env\.)?([A-Za-z_]\w*)(?::?-([^{}]*))?\}|([A-Za-z_]\w*))/g;

/** Replaces known variables in a line by their values. The characters of a value have the offset of the variable. */
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

function unquote(value: string): string {
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
}
