/** Formats texts from outside (names, descriptions, responses) so that they cannot manipulate the display that shows them. */

/** Matches control characters, direction marks, characters without width, and halves of surrogate pairs. */
export const invisibleCharacters = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const defaultMaxLength = 120;

/** Matches the beginnings of commands that CI systems execute in a log: `::` of GitHub, `##[` and `##vso[` of Azure, `##teamcity[`. */
const logCommands = /^(\s*)(::)|(##)(?=\[|vso\[|teamcity\[)/gi;

/**
 * Returns the text on one line, with visible signs for invisible characters, and without commands for a CI system. A text
 * longer than `maxLength` (default: 120) is cut and ends with `…`.
 */
export function toDisplayText(text: string, maxLength = defaultMaxLength): string {
  const characters = [...text];
  const shortened = characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join("")}…` : text;
  return shortened.replace(invisibleCharacters, toVisibleCharacter).replace(logCommands, "$1‹$2$3›");
}

/** Returns a text of several lines for a terminal, each line like {@link toDisplayText} and in full length. */
export function toDisplayLines(text: string): string {
  return text
    .split("\n")
    .map((line) => toDisplayText(line, Number.POSITIVE_INFINITY))
    .join("\n");
}

/** Returns a visible sign for an invisible character: `‹U+202E›`, or `↵` for a line break. */
export function toVisibleCharacter(character: string): string {
  if (character === "\n") return "↵";
  const codePoint = character.codePointAt(0) ?? 0;
  return `‹U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}›`;
}

/** Returns the noun for a count of 1, else the number and the plural: `role`, `2 roles`, `3 cleanup policies`. */
export function formatCount(count: number, noun: string): string {
  return count === 1 ? noun : `${count} ${pluralize(noun)}`;
}

/** Returns the plural of a noun: `roles`, `cleanup policies`. */
export function pluralize(noun: string): string {
  return noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** Returns the noun with its article: `a role`, `an apt hosted repository`. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}

/** Joins words: `a, b and c`. */
export function joinWithAnd(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${last}` : last;
}
