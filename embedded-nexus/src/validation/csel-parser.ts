import { findPatternError } from "./java-pattern.ts";

/**
 * Returns Nexus's message for an invalid content selector expression; undefined if it is valid. CSEL is a subset of JEXL:
 * `path` and `format`, ==, !=, =~, =^, and, or, parentheses and strings (3.71, 3.77). For other JEXL expressions the message
 * names the unsupported part and contains the whole expression as JEXL prints it.
 */
export function findCselError(expression: string): string | undefined {
  try {
    const tree = parseCsel(expression);
    checkSupported(tree, render(tree));
    return undefined;
  } catch (error) {
    if (error instanceof CselError) return error.message;
    throw error;
  }
}

/** Parses a CSEL expression. Throws with Nexus's message if it is invalid. */
export function parseCsel(expression: string): CselNode {
  return new CselParser(tokenize(expression), expression).parseAll();
}

class CselError extends Error {
  constructor(reason: string, where: string, place: Position) {
    super(`Invalid CSEL: ${reason} in '${where}' at line ${place.line} column ${place.column}`);
  }
}

/** A position in an expression, from 1 on. */
interface Position {
  readonly line: number;
  readonly column: number;
}

interface Token extends Position {
  readonly kind: "word" | "text" | "number" | "sign" | "end";
  readonly raw: string;
}

/** A node of a parsed expression. Nodes of the kind "other" are valid in JEXL but not in CSEL. */
export interface CselNode extends Position {
  readonly kind: "and" | "or" | "compare" | "text" | "name" | "parentheses" | "other";
  readonly raw: string;
  readonly children: readonly CselNode[];
}

const TOKEN =
  /(\s+|\/\/[^\n]*)|([A-Za-z_$@][\w$@]*)|("(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')|(\d+(?:\.\d+)?)|(`[^`]*`)|(=~|!~|=\^|!\^|=\$|!\$|==|!=|<=|>=|&&|\|\||[<>=!+\-*/%?:()[\]{},;.&|^~])/y;
const RESERVED_WORDS = new Set("var if else for while return function new in do and or eq ne lt gt le ge".split(" "));
const WORD_OPERATORS: Readonly<Record<string, string>> = {
  eq: "==",
  ne: "!=",
  lt: "<",
  gt: ">",
  le: "<=",
  ge: ">=",
};
const COMPARISONS = new Set("=~ !~ =^ !^ =$ !$ == != <= >= < > =".split(" "));
const SUPPORTED_COMPARISONS = new Set(["==", "!=", "=~", "=^"]);

function tokenize(expression: string): Token[] {
  const result: Token[] = [];
  let at = 0;
  while (at < expression.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(expression);
    if (!match) {
      const rest = expression.slice(at);
      const raw = /^["']/.test(rest) ? rest : rest.slice(0, 1);
      throw new CselError("tokenization error", raw, toPosition(expression, at + raw.length));
    }
    const [raw, space, word, text, number] = match;
    at += raw.length;
    if (space !== undefined) continue;
    const kind = word !== undefined ? "word" : text !== undefined ? "text" : number !== undefined ? "number" : "sign";
    result.push({ kind, raw, ...toPosition(expression, at - raw.length) });
  }
  return [...result, { kind: "end", raw: "", ...toPosition(expression, expression.length - 1) }];
}

function toPosition(expression: string, at: number): Position {
  const before = expression.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

class CselParser {
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #at = 0;

  constructor(tokens: readonly Token[], expression: string) {
    this.#tokens = tokens;
    this.#end = { kind: "end", raw: "", ...toPosition(expression, expression.length - 1) };
  }

  parseAll(): CselNode {
    const tree = this.#choice();
    if (this.#next().kind !== "end") this.#unexpected();
    return tree;
  }

  #choice(): CselNode {
    const condition = this.#or();
    if (!this.#take("?")) return condition;
    const yes = this.#choice();
    this.#expect(":");
    return this.#other([condition, yes, this.#choice()], "?");
  }

  #or(): CselNode {
    return this.#chain("or", ["or", "||"], () => this.#and());
  }

  #and(): CselNode {
    return this.#chain("and", ["and", "&&"], () => this.#comparison());
  }

  #chain(kind: "and" | "or", words: readonly string[], operand: () => CselNode): CselNode {
    let left = operand();
    while (words.includes(this.#next().raw) && this.#next().kind !== "text") {
      this.#at++;
      const right = operand();
      left = { kind, raw: kind === "and" ? "&&" : "||", children: [left, right], ...positionOf(right) };
    }
    return left;
  }

  #comparison(): CselNode {
    const left = this.#sum();
    const token = this.#next();
    const sign = token.kind === "word" ? WORD_OPERATORS[token.raw] : token.kind === "sign" ? token.raw : undefined;
    if (sign === undefined || !COMPARISONS.has(sign)) return left;
    this.#at++;
    const right = this.#sum();
    return { kind: "compare", raw: sign, children: [left, right], ...positionOf(right) };
  }

  #sum(): CselNode {
    let left = this.#unary();
    while (this.#next().kind === "sign" && "+-*/%".includes(this.#next().raw)) {
      const sign = this.#next().raw;
      this.#at++;
      left = this.#other([left, this.#unary()], sign);
    }
    return left;
  }

  #unary(): CselNode {
    const token = this.#next();
    const sign = token.kind === "word" && token.raw === "not" ? "!" : token.raw;
    const isSign = token.kind === "sign" && (sign === "!" || sign === "-");
    if (!isSign && !(token.kind === "word" && (token.raw === "not" || token.raw === "empty"))) return this.#primary();
    this.#at++;
    const inner = this.#unary();
    return { kind: "other", raw: token.raw === "empty" ? "empty " : sign, children: [inner], ...positionOf(inner) };
  }

  #primary(): CselNode {
    const token = this.#next();
    this.#at++;
    if (token.kind === "text") return { ...token, kind: "text", raw: unquote(token.raw), children: [] };
    if (token.kind === "number" || token.raw.startsWith("`")) return { ...token, kind: "other", children: [] };
    if (token.kind === "word" && !token.raw.startsWith("@") && !RESERVED_WORDS.has(token.raw)) return this.#name(token);
    if (token.raw === "(" && token.kind === "sign") {
      const inner = this.#choice();
      this.#expect(")");
      return { kind: "parentheses", raw: "()", children: [inner], ...positionOf(token) };
    }
    if (token.raw === "[" && token.kind === "sign") {
      const items = this.#list("]");
      return { kind: "other", raw: "[]", children: items, ...positionOf(token) };
    }
    this.#at--;
    return this.#unexpected();
  }

  #name(token: Token): CselNode {
    if (token.raw === "true" || token.raw === "false" || token.raw === "null") {
      return { ...token, kind: "other", children: [] };
    }
    let raw = token.raw;
    for (;;) {
      if (this.#take(".")) {
        const member = this.#next();
        if (member.kind !== "word") this.#unexpected();
        this.#at++;
        raw += `.${member.raw}`;
      } else if (this.#next().raw === "(" && this.#next().kind === "sign") {
        const open = this.#next();
        this.#at++;
        const args = this.#list(")").map(render).join(", ");
        raw += raw.includes(".") ? `(${args})` : ` (${args})`;
        return { kind: "other", raw, children: [], ...positionOf(raw.includes(".") ? token : open) };
      } else break;
    }
    return { ...token, kind: raw.includes(".") ? "other" : "name", raw, children: [] };
  }

  #list(end: string): CselNode[] {
    const items: CselNode[] = [];
    if (this.#take(end)) return items;
    do items.push(this.#choice());
    while (this.#take(","));
    this.#expect(end);
    return items;
  }

  #other(children: readonly CselNode[], raw: string): CselNode {
    return { kind: "other", raw, children, ...positionOf(children.at(-1) ?? this.#end) };
  }

  #next(): Token {
    return this.#tokens[this.#at] ?? this.#end;
  }

  #take(sign: string): boolean {
    if (this.#next().kind !== "sign" || this.#next().raw !== sign) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) this.#unexpected();
  }

  #unexpected(): never {
    throw new CselError("parsing error", this.#next().raw, this.#next());
  }
}

const positionOf = ({ line, column }: Position): Position => ({ line, column });
const unquote = (raw: string): string => raw.slice(1, -1).replace(/\\(["'\\])/g, "$1");

/** Prints an expression as JEXL does: strings in single quotes, operators as symbols. */
function render(node: CselNode): string {
  const [first, second, third] = node.children.map(render);
  if (node.kind === "text") return `'${node.raw}'`;
  if (node.kind === "parentheses") return `(${first})`;
  if (node.raw === "[]") return `[ ${node.children.map(render).join(", ")} ]`;
  if (node.raw === "?") return `${first}? ${second} : ${third}`;
  if (second !== undefined) return `${first} ${node.raw} ${second}`;
  return first === undefined ? node.raw : `${node.raw}${first}`;
}

function checkSupported(node: CselNode, expression: string): void {
  if (node.kind === "other" || (node.kind === "compare" && !SUPPORTED_COMPARISONS.has(node.raw))) {
    throw new CselError("Expression not supported in CSEL selector", expression, node);
  }
  if (node.kind === "name" && node.raw !== "path" && node.raw !== "format") {
    throw new CselError(`Invalid identifier ${node.raw}, expected one of [format, path]`, expression, node);
  }
  if (node.kind === "text" && /["']/.test(node.raw)) {
    const reason = `String literal '${node.raw}' should not contain embedded string (" or ')`;
    throw new CselError(reason, expression, node);
  }
  const [, right] = node.children;
  if (node.raw === "=~" && right?.kind === "text") {
    const error = findPatternError(right.raw);
    if (error) throw new CselError(error.description, expression, right);
  }
  for (const child of node.children) checkSupported(child, expression);
}
