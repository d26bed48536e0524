import { catalogue } from "../model/catalogue.ts";
import { toClassName } from "../reference/kind-descriptions.ts";

/** Reserved words of TypeScript, and names that an estate uses already. */
const reservedNames: readonly string[] = [
  ..."break case catch class const continue debugger default delete do else enum export extends false finally for".split(
    " ",
  ),
  ..."function if import in instanceof new null return super switch this throw true try typeof var void while with".split(
    " ",
  ),
  ..."yield let static await async implements interface package private protected public eval arguments".split(" "),
  ..."undefined globalThis decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape".split(" "),
  ..."isFinite isNaN parseFloat parseInt".split(" "),
  ...Object.getOwnPropertyNames(Object.prototype),
  ..."z estate existing invariants pull push Access settings upstreams password secrets secret hidden repository declare".split(
    " ",
  ),
  ...[...catalogue.values()].map((kind) => toClassName(kind).split(".")[0] ?? ""),
];

/**
 * Represents names of a program, each of which is allocated once.
 *
 * @example
 * const names = new UniqueNames();
 * names.allocate("apps"); // "apps"
 * names.allocate("apps"); // "apps2"
 */
export class UniqueNames {
  readonly #allocated: Set<string>;

  /** @param reserved - names that are never allocated */
  constructor(reserved: readonly string[] = reservedNames) {
    this.#allocated = new Set(reserved);
  }

  /** Returns the first of the proposed names that is free, otherwise the last one with a number. */
  allocate(...proposed: readonly string[]): string {
    const free = proposed.find((name) => !this.#allocated.has(name)) ?? this.#addNumber(proposed.at(-1) ?? "");
    this.#allocated.add(free);
    return free;
  }

  #addNumber(name: string): string {
    for (let number = 2; ; number++) if (!this.#allocated.has(name + number)) return name + number;
  }
}

/** The maximum length of a constant. */
const maxLength = 40;

/** Converts `docker-dev-hosted` to `dockerDevHosted`. A text that does not begin with a letter is prefixed. */
export function toCamelCase(text: string, prefix: string): string {
  const words = splitWords(text);
  const startsWithLetter = /^[A-Za-z]/.test(words[0] ?? "");
  const [first = "", ...rest] = startsWithLetter ? words : [...splitWords(prefix), ...words];
  return (lowerFirst(first) + rest.map(capitalize).join("")).slice(0, maxLength);
}

/** Converts `AnonymousAccess` to `anonymous-access`. */
export function toKebabCase(className: string): string {
  return className.replace(/(?<=[a-z\d])(?=[A-Z])/g, "-").toLowerCase();
}

/** Converts the first letter to upper case. */
export function capitalize(word: string): string {
  return word.replace(/^./, (first) => first.toUpperCase());
}

function splitWords(text: string): string[] {
  // Long names are cut; names with the same beginning get a number.
  return (
    text
      .slice(0, 200)
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .match(/[A-Za-z0-9]+/g) ?? []
  );
}

function lowerFirst(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : word.replace(/^./, (first) => first.toLowerCase());
}
