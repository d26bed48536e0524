import { escapeRegExp } from "../../util/globs.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import { UserError } from "../../util/user-error.ts";
import { hexPlaceholder, type Placeholder, placeholders } from "./placeholders.ts";

/** A pattern of names is none; the message says what is wrong with it. */
export class NamePatternError extends UserError {
  override readonly name = "NamePatternError";
}

/** A pattern of names, ready to be held against some. */
export interface NamePattern {
  /** As it was written. */
  text: string;
  /** What it stands for. */
  example: string;
  /** What is written before its first placeholder. */
  begins: string;
  /** Whether nothing but one placeholder follows that. */
  isPrefixed: boolean;
  fits(name: string): boolean;
}

/**
 * Reads a pattern, such as `build-<number>`.
 *
 * @param namespaces - what `<namespace>` may be; anything where none are given
 * @throws PatternError
 */
export function parseNamePattern(text: string, namespaces: readonly string[] = []): NamePattern {
  const pieces = text.split(/(<[^<>]*>)/).filter(Boolean);
  const read = pieces.map((piece) => (piece.startsWith("<") ? placeholder(piece, text, namespaces) : literal(piece)));
  const expression = new RegExp(`^${read.map(({ source }) => source).join("")}$`);
  const isLiteral = (pieces[0] ?? "<").startsWith("<") === false;
  return {
    text,
    example: read.map(({ example }) => example).join(""),
    begins: isLiteral ? (pieces[0] ?? "") : "",
    isPrefixed: isLiteral && pieces.length === 2,
    fits: (name) => expression.test(name),
  };
}

function literal(piece: string): Placeholder {
  if (/[<>]/.test(piece)) throw new NamePatternError(`"${piece}" has a < or > of no placeholder`);
  return { source: escapeRegExp(piece), example: piece };
}

function placeholder(piece: string, pattern: string, namespaces: readonly string[]): Placeholder {
  const name = piece.slice(1, -1);
  if (name === "namespace" && namespaces.length)
    return { source: `(?:${namespaces.map(escapeRegExp).join("|")})`, example: namespaces[0] ?? "" };
  const [, digits] = /^hex:(\d+)$/.exec(name) ?? [];
  const known = digits === undefined ? own(name) : hexPlaceholder(Number(digits));
  if (known) return known;
  const names = [...Object.keys(placeholders), "hex:12"];
  const near = suggestionFor(name, names);
  const all = names.map((one) => `<${one}>`).join(", ");
  throw new NamePatternError(
    `"${pattern}" has ${piece}, which is no placeholder${near}${near ? "" : `: there are ${all}`}`,
  );
}

function own(name: string): Placeholder | undefined {
  return Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
}
