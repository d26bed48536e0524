import { toDisplayText } from "./display-text.ts";
import type { Json } from "./json.ts";

/** A text of anybody's making as code: no platform finds mentions, links or HTML in it. Also within a table. */
export function toInlineCode(text: string): string {
  const shown = toDisplayText(text);
  if (shown.trim() === "") return '`""`';
  // A backtick ends a code span, a pipe a table's cell, whatever is before them.
  if (/[`|]/.test(shown)) return `<code>${shown.replace(/[^\p{L}\p{N} ]/gu, entity)}</code>`;
  return `\`${shown}\``;
}

function entity(character: string): string {
  return `&#${character.codePointAt(0) ?? 0};`;
}

/** Words that mean nothing but themselves to GitLab and GitHub; an underscore is one only within a word. */
const harmless = /^(?!.*(?:www\.|:\/\/))(?:[\p{L}\p{N}.,;:'"()/…-]|(?<=[\p{L}\p{N}])_(?=[\p{L}\p{N}]))+$/u;

/**
 * A sentence with names in it: what it has between backticks, and every word that a platform might make something of,
 * stands in a code span.
 */
export function toSafeMarkdown(text: string): string {
  return toDisplayText(text, 600)
    .split(/(`[^`]+`)/)
    .map((part) => (/^`.+`$/.test(part) ? toInlineCode(part.slice(1, -1)) : words(part)))
    .join("");
}

function words(text: string): string {
  return text
    .split(" ")
    .map((word) => (word === "" || harmless.test(word) ? word : toInlineCode(word)))
    .join(" ");
}

/** A value of a field. */
export function formatFieldValue(json: Json | undefined): string {
  if (json === undefined || json === null) return "";
  return toInlineCode(typeof json === "string" ? json : JSON.stringify(json));
}
