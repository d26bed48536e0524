import { measureWidth, toPropertyKey } from "./literal.ts";

/** Represents an expression. It is laid out as Biome does: on one line where it fits, otherwise by its parts. */
export type Code = string | ObjectCode | ArrayCode | CallCode | ConditionalCode | LinesCode;

export interface ObjectCode {
  object: readonly CodeEntry[];
}

export interface CodeEntry {
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
export interface ConditionalCode {
  when: string;
  value: Code;
  otherwise: string;
}

/** A text of several lines that is written unchanged. */
export interface LinesCode {
  lines: string;
}

/** The maximum width of a line, in columns. */
export const lineWidth = 120;

/** The position at which an expression is written. */
interface Position {
  /** The indent of the line on which the expression begins. */
  indent: number;
  /** The columns before it. */
  used: number;
  /** The columns after its last line that must fit as well. */
  after: number;
}

/** Formats a statement that begins with `start`, such as `const apps = `. */
export function formatStatement(start: string, code: Code, indent: number): string {
  const line = " ".repeat(indent) + start;
  return `${line}${formatCode(code, { indent, used: measureWidth(line), after: 1 })};`;
}

function formatCode(code: Code, position: Position): string {
  const line = formatOnOneLine(code);
  if (line !== undefined && position.used + measureWidth(line) + position.after <= lineWidth) return line;
  if (typeof code === "string") return code;
  if ("lines" in code) return code.lines;
  if ("object" in code)
    return formatBlock(
      "{",
      code.object.map((entry) => formatEntry(entry, position.indent + 2)),
      "}",
      position,
    );
  if ("array" in code) return formatBlock("[", formatLines(code.array, position.indent + 2), "]", position);
  if ("when" in code) return formatConditional(code, position);
  return formatCall(code, position);
}

/** Formats an expression on one line; returns undefined for one that needs several. */
export function formatOnOneLine(code: Code): string | undefined {
  if (typeof code === "string") return code;
  if ("lines" in code) return undefined;
  if ("object" in code) {
    const entries = requireAll(code.object.map(({ name, value }) => formatProperty(name, formatOnOneLine(value))));
    return entries && (entries.length ? `{ ${entries.join(", ")} }` : "{}");
  }
  if ("array" in code) return isTable(code.array) ? undefined : joinOnOneLine("[", code.array, "]");
  if ("when" in code) {
    const value = formatOnOneLine(code.value);
    return value === undefined ? undefined : `${code.when} ? ${value} : ${code.otherwise}`;
  }
  return joinOnOneLine(`${code.call}(`, code.args, ")");
}

/** Several objects of several fields are easier to read on a line each. */
function isTable(elements: readonly Code[]): boolean {
  const isRow = (element: Code) => typeof element === "object" && "object" in element && element.object.length > 1;
  return elements.length > 1 && elements.every(isRow);
}

function joinOnOneLine(open: string, codes: readonly Code[], close: string): string | undefined {
  const texts = requireAll(codes.map(formatOnOneLine));
  return texts && open + texts.join(", ") + close;
}

function requireAll(texts: readonly (string | undefined)[]): readonly string[] | undefined {
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function formatProperty(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return name === value ? name : `${toPropertyKey(name)}: ${value}`;
}

function formatBlock(open: string, lines: readonly string[], close: string, { indent }: Position): string {
  return [open, ...lines.map((line) => `${line},`), " ".repeat(indent) + close].join("\n");
}

function formatLines(codes: readonly Code[], indent: number): string[] {
  return codes.map((code) => " ".repeat(indent) + formatCode(code, { indent, used: indent, after: 1 }));
}

function formatEntry({ name, value }: CodeEntry, indent: number): string {
  const pad = " ".repeat(indent);
  if (name === value) return pad + name;
  const key = toPropertyKey(name);
  const start = `${pad}${key}: `;
  const text = formatCode(value, { indent, used: measureWidth(start), after: 1 });
  const isLongText = typeof value === "string" && /^["']/.test(value) && measureWidth(start + value) + 1 > lineWidth;
  // A line break after a very short key gains nothing.
  if (isLongText && measureWidth(key) > 4) return `${start.trimEnd()}\n${pad}  ${value}`;
  return start + text;
}

function formatConditional({ when, value, otherwise }: ConditionalCode, { indent }: Position): string {
  const [pad, inner] = [" ".repeat(indent + 2), { indent: indent + 4, used: indent + 4, after: 0 }];
  return `${when}\n${pad}? ${formatCode(value, inner)}\n${pad}: ${otherwise}`;
}

/** The last argument, usually an object, begins on the line of the call where the arguments before it fit there. */
function formatCall({ call, args }: CallCode, position: Position): string {
  const [others, last] = [args.slice(0, -1), args.at(-1) ?? ""];
  const start = `${call}(${others.map((code) => `${formatOnOneLine(code)}, `).join("")}`;
  const opensBlock = typeof last === "object" && ("object" in last ? last.object.length > 0 : "array" in last);
  const fits = position.used + measureWidth(start) + 1 <= lineWidth;
  if (opensBlock && fits && requireAll(others.map(formatOnOneLine)))
    return `${start}${formatCode(last, { ...position, used: lineWidth })})`;
  return formatBlock(`${call}(`, formatLines(args, position.indent + 2), ")", position);
}
