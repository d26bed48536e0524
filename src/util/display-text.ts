/** Texts of anybody's making, shown to people: nothing in them may work on whoever shows them. */

/** Control characters, marks that turn the direction of writing, what has no width, halves of characters. */
export const invisibleCharacters = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const longest = 120;

/** The text on one line, with what cannot be seen made visible, cut where it is long. */
export function toDisplayText(text: string, most = longest): string {
  const characters = [...text];
  const shown = characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : text;
  return shown.replace(invisibleCharacters, toVisibleCharacter);
}

/** What stands for a character that cannot be seen: `‹U+202E›`. */
export function toVisibleCharacter(character: string): string {
  if (character === "\n") return "↵";
  const number = character.codePointAt(0) ?? 0;
  return `‹U+${number.toString(16).toUpperCase().padStart(4, "0")}›`;
}

/** Formats a count with a noun: `role`, `2 roles`, `3 cleanup policies`. */
export function formatCount(count: number, noun: string): string {
  return count === 1 ? noun : `${count} ${pluralize(noun)}`;
}

/** Returns the plural of a noun: `roles`, `cleanup policies`. */
export function pluralize(noun: string): string {
  return noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** Joins words: `a, b and c`. */
export function joinWithAnd(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${last}` : last;
}
