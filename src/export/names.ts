import { catalogue } from "../model/catalogue.ts";
import { toClassName } from "../reference/kind-descriptions.ts";

/** Words of the language, and names that estates have for other things. */
const taken: readonly string[] = [
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

/** Names that are given once. */
export class Names {
  readonly #taken: Set<string>;

  /** @param reserved - names that nobody gets */
  constructor(reserved: readonly string[] = taken) {
    this.#taken = new Set(reserved);
  }

  /** The first of these that nobody has; else the last with a number. */
  give(...wanted: readonly string[]): string {
    const free = wanted.find((name) => !this.#taken.has(name)) ?? this.#numbered(wanted.at(-1) ?? "");
    this.#taken.add(free);
    return free;
  }

  #numbered(name: string): string {
    for (let number = 2; ; number++) if (!this.#taken.has(name + number)) return name + number;
  }
}

/** Longer ones make no line readable. */
const longest = 40;

/** `docker-dev-hosted` is dockerDevHosted; what has no letters is called as its family is: role. */
export function camel(text: string, otherwise: string): string {
  const words = wordsOf(text);
  const isWord = /^[A-Za-z]/.test(words[0] ?? "");
  const [first = "", ...rest] = isWord ? words : [...wordsOf(otherwise), ...words];
  return (lowered(first) + rest.map(capital).join("")).slice(0, longest);
}

/** `AnonymousAccess` is anonymous-access. */
export function kebab(className: string): string {
  return className.replace(/(?<=[a-z\d])(?=[A-Z])/g, "-").toLowerCase();
}

/** With its first letter as a capital. */
export function capital(word: string): string {
  return word.replace(/^./, (first) => first.toUpperCase());
}

function wordsOf(text: string): string[] {
  // Long names are told apart by their beginnings, or numbers.
  return (
    text
      .slice(0, 200)
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .match(/[A-Za-z0-9]+/g) ?? []
  );
}

function lowered(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : word.replace(/^./, (first) => first.toLowerCase());
}
