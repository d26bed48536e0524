import { key, width } from "./literal.ts";

/** Expressions, laid out as the project's formatter would: on one line where they fit, else by their parts. */
export type Code = string | ObjectCode | ArrayCode | CallCode | ChoiceCode | LinesCode;

export interface ObjectCode {
  object: readonly Entry[];
}

export interface Entry {
  name: string;
  value: Code;
}

export interface ArrayCode {
  array: readonly Code[];
}

/** `new docker.Hosted("apps", { ... })`. */
export interface CallCode {
  call: string;
  args: readonly Code[];
}

/** `secrets.mirror ? { ... } : undefined`. */
export interface ChoiceCode {
  when: string;
  value: Code;
  otherwise: string;
}

/** A text that stays as it is, on lines of its own. */
export interface LinesCode {
  lines: string;
}

/** How wide a line may be. */
export const lineWidth = 120;

/** Where on a line something is written. */
interface Place {
  /** Of the line that it begins on. */
  indent: number;
  /** Columns before it. */
  used: number;
  /** Columns after its last line that must fit, too. */
  after: number;
}

/** A statement, from its indent on. */
export function statement(before: string, code: Code, indent: number): string {
  const start = " ".repeat(indent) + before;
  return `${start}${print(code, { indent, used: width(start), after: 1 })};`;
}

function print(code: Code, place: Place): string {
  const line = flat(code);
  if (line !== undefined && place.used + width(line) + place.after <= lineWidth) return line;
  if (typeof code === "string") return code;
  if ("lines" in code) return code.lines;
  if ("object" in code)
    return block(
      "{",
      code.object.map((entry) => entryIn(entry, place.indent + 2)),
      "}",
      place,
    );
  if ("array" in code) return block("[", onLines(code.array, place.indent + 2), "]", place);
  if ("when" in code) return choice(code, place);
  return call(code, place);
}

/** All of it on one line; nothing where it cannot be. */
export function flat(code: Code): string | undefined {
  if (typeof code === "string") return code;
  if ("lines" in code) return undefined;
  if ("object" in code) {
    const entries = all(code.object.map(({ name, value }) => named(name, flat(value))));
    return entries && (entries.length ? `{ ${entries.join(", ")} }` : "{}");
  }
  if ("array" in code) return isTable(code.array) ? undefined : joined("[", code.array, "]");
  if ("when" in code) {
    const value = flat(code.value);
    return value === undefined ? undefined : `${code.when} ? ${value} : ${code.otherwise}`;
  }
  return joined(`${code.call}(`, code.args, ")");
}

/** Several objects of several fields are easier to read below each other. */
function isTable(elements: readonly Code[]): boolean {
  const isRow = (one: Code) => typeof one === "object" && "object" in one && one.object.length > 1;
  return elements.length > 1 && elements.every(isRow);
}

function joined(before: string, codes: readonly Code[], after: string): string | undefined {
  const texts = all(codes.map(flat));
  return texts && before + texts.join(", ") + after;
}

function all(texts: readonly (string | undefined)[]): readonly string[] | undefined {
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function named(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return name === value ? name : `${key(name)}: ${value}`;
}

function block(before: string, lines: readonly string[], after: string, { indent }: Place): string {
  return [before, ...lines.map((line) => `${line},`), " ".repeat(indent) + after].join("\n");
}

function onLines(codes: readonly Code[], indent: number): string[] {
  return codes.map((code) => " ".repeat(indent) + print(code, { indent, used: indent, after: 1 }));
}

function entryIn({ name, value }: Entry, indent: number): string {
  const pad = " ".repeat(indent);
  if (name === value) return pad + name;
  const start = `${pad}${key(name)}: `;
  const text = print(value, { indent, used: width(start), after: 1 });
  const isLongText = typeof value === "string" && /^["']/.test(value) && width(start + value) + 1 > lineWidth;
  // After a name that is hardly wider than the indent nothing is gained by that.
  if (isLongText && width(key(name)) > 4) return `${start.trimEnd()}\n${pad}  ${value}`;
  return start + text;
}

function choice({ when, value, otherwise }: ChoiceCode, { indent }: Place): string {
  const [mark, inner] = [" ".repeat(indent + 2), { indent: indent + 4, used: indent + 4, after: 0 }];
  return `${when}\n${mark}? ${print(value, inner)}\n${mark}: ${otherwise}`;
}

/** The last argument, an object as a rule, begins on the call's own line where what is before it fits there. */
function call({ call, args }: CallCode, place: Place): string {
  const [others, last] = [args.slice(0, -1), args.at(-1) ?? ""];
  const start = `${call}(${others.map((code) => `${flat(code)}, `).join("")}`;
  const opensBlock = typeof last === "object" && ("object" in last ? last.object.length > 0 : "array" in last);
  const fits = place.used + width(start) + 1 <= lineWidth;
  if (opensBlock && fits && all(others.map(flat))) return `${start}${print(last, { ...place, used: lineWidth })})`;
  return block(`${call}(`, onLines(args, place.indent + 2), ")", place);
}
