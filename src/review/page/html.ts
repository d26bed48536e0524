import { invisibleCharacters, pluralize, toDisplayText, toVisibleCharacter } from "../../util/display-text.ts";
import { escapeMarkup } from "../../util/markup.ts";

/**
 * Represents HTML in which data cannot become markup: the tag `html` escapes every value that was not created by it.
 *
 * @example
 * html`<p title="${name}">${name}</p>`.text;
 */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value that can be put into a template. `undefined` and `false` are rendered as nothing. */
export type HtmlPart = Html | string | number | undefined | false | readonly HtmlPart[];

/** Creates HTML from a template. Texts are escaped in content and in quoted attributes. */
export function html(strings: TemplateStringsArray, ...parts: HtmlPart[]): Html {
  return new Html(strings.reduce((before, after, index) => before + renderPart(parts[index - 1]) + after));
}

function renderPart(part: HtmlPart): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escapeMarkup(toDisplayText(part, Number.POSITIVE_INFINITY));
  return part.map(renderPart).join("");
}

/** Joins parts with a separator. */
export function joinHtml(parts: readonly HtmlPart[], separator: string): Html {
  return new Html(parts.map(renderPart).join(escapeMarkup(separator)));
}

/** Renders a text with marks in place of invisible characters. Line breaks are marked and kept. */
export function renderText(text: string): Html {
  const parts = text.split(new RegExp(`(${invisibleCharacters.source})`, "u")).map((part, index) => {
    if (index % 2 === 0) return part;
    return html`<span class="sign">${toVisibleCharacter(part)}</span>${new Html(part === "\n" ? "\n" : "")}`;
  });
  return html`${parts}`;
}

/** Renders a sentence of a report. Text between backticks is rendered as code. */
export function renderSentence(text: string): Html {
  return html`${text.split(/(`[^`]+`)/).map((part, index) => (index % 2 ? html`<code>${renderText(part.slice(1, -1))}</code>` : renderText(part)))}`;
}

/** A longer name may be cut where there is little room: its title has the full name. */
const LONG_NAME_LENGTH = 28;

/** Renders a name. Its writing direction does not affect the text around it. */
export function renderName(text: string): Html {
  const title = text.length > LONG_NAME_LENGTH && html` title="${text}"`;
  return html`<bdi class="name"${title}>${text === "" ? "(no name)" : renderText(text)}</bdi>`;
}

/** Formats a number with its noun: `1 change`, `2 changes`. */
export function formatQuantity(number: number, noun: string, plural = pluralize(noun)): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
