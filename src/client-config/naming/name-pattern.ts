import { escapeRegExp } from "../../util/globs.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import { UserError } from "../../util/user-error.ts";

/** A name pattern is invalid; the message gives the reason. */
export class NamePatternError extends UserError {
  override readonly name = "NamePatternError";
}

/** A parsed pattern of names, such as `build-<number>`. */
export interface NamePattern {
  /** The pattern as written. */
  text: string;
  /** A name that matches. */
  example: string;
  /** The text before the first placeholder. */
  prefix: string;
  /** The pattern is `prefix` followed by exactly one placeholder. */
  isPrefixed: boolean;
  matches(name: string): boolean;
}

/**
 * Parses a name pattern: text with placeholders, such as `build-<number>`.
 *
 * @param namespaces - the allowed values of `<namespace>`. Default: any part of a path
 * @throws NamePatternError
 */
export function parseNamePattern(text: string, namespaces: readonly string[] = []): NamePattern {
  const pieces = text.split(/(<[^<>]*>)/).filter(Boolean);
  const parsed = pieces.map((piece) =>
    piece.startsWith("<") ? parsePlaceholder(piece, text, namespaces) : parseLiteral(piece),
  );
  const expression = new RegExp(`^${parsed.map(({ source }) => source).join("")}$`);
  const startsWithLiteral = (pieces[0] ?? "<").startsWith("<") === false;
  return {
    text,
    example: parsed.map(({ example }) => example).join(""),
    prefix: startsWithLiteral ? (pieces[0] ?? "") : "",
    isPrefixed: startsWithLiteral && pieces.length === 2,
    matches: (name) => expression.test(name),
  };
}

interface Placeholder {
  /** A regular expression without anchors and capturing groups. */
  source: string;
  example: string;
}

/** One part of a path, as registries allow it. */
const pathPart: Placeholder = { source: "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*", example: "server" };

/** Placeholders by the name between `<` and `>`. In addition, `<hex:12>` stands for 12 (1 to 64) hexadecimal digits. */
const placeholders: Readonly<Record<string, Placeholder>> = {
  namespace: { ...pathPart, example: "team" },
  image: pathPart,
  project: pathPart,
  number: { source: "\\d+", example: "42" },
  /** A time in UTC as `date -u +%Y%m%dT%H%M%SZ` prints it. The T may be omitted or a dash; the Z may be omitted. */
  utc: {
    source: "\\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])[T-]?(?:[01]\\d|2[0-3])[0-5]\\d[0-5]\\dZ?",
    example: "20260131T235959Z",
  },
  /** A Git commit id, full or abbreviated. */
  sha: { source: "[0-9a-f]{7,40}", example: "1a2b3c4d" },
  /** The name of a branch as CI systems abbreviate it. */
  slug: { source: "[a-z0-9]+(?:-[a-z0-9]+)*", example: "new-login" },
  /** A semantic version, with or without a leading v. */
  version: { source: "v?\\d+\\.\\d+\\.\\d+(?:-[0-9A-Za-z.-]+)?", example: "1.2.0" },
};

const maxHexDigits = 64;

function parseLiteral(piece: string): Placeholder {
  if (/[<>]/.test(piece))
    throw new NamePatternError(`"${piece}" contains a < or > that does not enclose a placeholder`);
  return { source: escapeRegExp(piece), example: piece };
}

function parsePlaceholder(piece: string, pattern: string, namespaces: readonly string[]): Placeholder {
  const name = piece.slice(1, -1);
  if (name === "namespace" && namespaces.length)
    return { source: `(?:${namespaces.map(escapeRegExp).join("|")})`, example: namespaces[0] ?? "" };
  const [, digits] = /^hex:(\d+)$/.exec(name) ?? [];
  const placeholder = digits === undefined ? findPlaceholder(name) : createHexPlaceholder(Number(digits));
  if (placeholder) return placeholder;
  const names = [...Object.keys(placeholders), "hex:12"];
  const suggestion = suggestionFor(name, names);
  const allNames = names.map((known) => `<${known}>`).join(", ");
  throw new NamePatternError(
    `"${pattern}" contains the unknown placeholder ${piece}${suggestion || `; use one of ${allNames}`}`,
  );
}

function findPlaceholder(name: string): Placeholder | undefined {
  return Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
}

function createHexPlaceholder(digits: number): Placeholder | undefined {
  if (!(digits >= 1 && digits <= maxHexDigits)) return undefined;
  return { source: `[0-9a-f]{${digits}}`, example: "0123456789abcdef".repeat(4).slice(0, digits) };
}
