/** HTML in which no data can become markup: what is put into a template is escaped, unless it was made by one. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What can be put into a template; nothing is written of what is undefined or false. */
export type Part = Html | string | number | undefined | false | readonly Part[];

/** Texts come out escaped, in content and in quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((before, after, index) => before + written(parts[index - 1]) + after));
}

function written(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escaped(visible(part));
  return part.map(written).join("");
}

export function joined(parts: readonly Part[], separator: string): Html {
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

/** Characters that nobody sees, or that change how others are seen: controls, directions, what is no character. */
const unseen = /[\p{C}\p{Zl}\p{Zp}]/gu;

const signs: Readonly<Record<string, string>> = { "\n": "↵", "\t": "⇥" };

/** `↵`, or `U+202E`. */
function signOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return signs[character] ?? `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A text whose unseen characters are told: `a[U+202E]b`. */
export function visible(text: string): string {
  return text.replace(unseen, (character) => signs[character] ?? `[${signOf(character)}]`);
}

/** The same for content, where they are marked; lines stay lines. */
export function shown(text: string): Html {
  const parts = text.split(/([\p{C}\p{Zl}\p{Zp}])/u).map((part, index) => {
    if (index % 2 === 0) return part;
    return html`<span class="sign">${signOf(part)}</span>${new Html(part === "\n" ? "\n" : "")}`;
  });
  return html`${parts}`;
}

/** From this length on a name may be cut where there is little room; its title tells the whole. */
const LONG = 28;

/** A name as data has it: its direction is its own business, and one that is long can be read in full. */
export function nameText(text: string): Html {
  const title = text.length > LONG && html` title="${text}"`;
  return html`<bdi class="name"${title}>${text === "" ? "(no name)" : shown(text)}</bdi>`;
}

/** At most that many characters. */
export function cut(text: string, length: number): string {
  const characters = [...visible(text)];
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : characters.join("");
}

/** `1 change`, `2 changes` */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
