import { invisibleCharacters, toDisplayText, toVisibleCharacter } from "../../util/display-text.ts";

/** HTML in which no data can become markup: what is put into a template is escaped, unless it was made by one. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What can be put into a template; nothing is written of what is undefined or false. */
export type HtmlPart = Html | string | number | undefined | false | readonly HtmlPart[];

/** Texts come out escaped, in content and in quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...parts: HtmlPart[]): Html {
  return new Html(strings.reduce((before, after, index) => before + written(parts[index - 1]) + after));
}

function written(part: HtmlPart): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escaped(toDisplayText(part, Number.POSITIVE_INFINITY));
  return part.map(written).join("");
}

export function joinHtml(parts: readonly HtmlPart[], separator: string): Html {
  return new Html(parts.map(written).join(escaped(separator)));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** A text with what cannot be seen made toDisplayText, and marked; lines stay lines. */
export function renderText(text: string): Html {
  const parts = text.split(new RegExp(`(${invisibleCharacters.source})`, "u")).map((part, index) => {
    if (index % 2 === 0) return part;
    return html`<span class="sign">${toVisibleCharacter(part)}</span>${new Html(part === "\n" ? "\n" : "")}`;
  });
  return html`${parts}`;
}

/** A sentence of ours: what it has between backticks is code. */
export function renderSentence(text: string): Html {
  return html`${text.split(/(`[^`]+`)/).map((part, index) => (index % 2 ? html`<code>${renderText(part.slice(1, -1))}</code>` : renderText(part)))}`;
}

/** From this length on a name may be cut where there is little room; its title tells the whole. */
const LONG = 28;

/** A name as data has it: its direction is its own business, and one that is long can be read in full. */
export function renderName(text: string): Html {
  const title = text.length > LONG && html` title="${text}"`;
  return html`<bdi class="name"${title}>${text === "" ? "(no name)" : renderText(text)}</bdi>`;
}

/** `1 change`, `2 changes` */
export function pluralize(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
