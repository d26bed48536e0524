import { toDisplayText } from "./display-text.ts";
import type { Json } from "./json.ts";

/** Formats a text as inline code, in which Git platforms interpret no mentions, links or HTML. Also safe inside a table. */
export function toInlineCode(text: string): string {
  const displayText = toDisplayText(text);
  if (displayText.trim() === "") return '`""`';
  // A backtick ends a code span and a pipe ends a table cell, even if they are escaped.
  if (/[`|]/.test(displayText)) return `<code>${displayText.replace(/[^\p{L}\p{N} ]/gu, toEntity)}</code>`;
  return `\`${displayText}\``;
}

function toEntity(character: string): string {
  return `&#${character.codePointAt(0) ?? 0};`;
}

/** Matches words without a meaning for GitLab and GitHub. An underscore is safe only inside a word. */
const safeWord = /^(?!.*(?:www\.|:\/\/))(?:[\p{L}\p{N}.,;:'"()/…-]|(?<=[\p{L}\p{N}])_(?=[\p{L}\p{N}]))+$/u;

/** Formats a sentence as Markdown: texts between backticks, and every word that a Git platform could interpret, become inline code. */
export function toSafeMarkdown(text: string): string {
  return toDisplayText(text, 600)
    .split(/(`[^`]+`)/)
    .map((part) => (/^`.+`$/.test(part) ? toInlineCode(part.slice(1, -1)) : toSafeWords(part)))
    .join("");
}

function toSafeWords(text: string): string {
  return text
    .split(" ")
    .map((word) => (word === "" || safeWord.test(word) ? word : toInlineCode(word)))
    .join(" ");
}

/** Formats the value of a field as inline code. null and undefined become an empty text. */
export function formatFieldValue(json: Json | undefined): string {
  if (json === undefined || json === null) return "";
  return toInlineCode(typeof json === "string" ? json : JSON.stringify(json));
}
