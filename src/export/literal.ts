/** Values as TypeScript, whatever is in them: names of things in Nexus are anybody's. */

/** What nobody sees, or sees as something else: controls, marks of direction, lone halves, blanks that are none. */
const unseen = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text in quotes. What reads like a template's placeholder, `uid=${username}`, stands where it is seen to be none. */
export function literal(text: string): string {
  return text.includes("${") ? template(text).replaceAll("\n", "\\n") : quoted(text);
}

/** In double quotes, unless single ones save escapes. */
function quoted(text: string): string {
  const quote = count(text, '"') > count(text, "'") ? "'" : '"';
  return quote + visible(text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`)) + quote;
}

/** A text of several lines, as it stands. */
export function template(text: string): string {
  const lines = text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${").split("\n");
  return `\`${lines.map(visible).join("\n")}\``;
}

/** A text for a comment's line, or a terminal. */
export function visible(text: string): string {
  return text.replace(unseen, (character) => short[character] ?? escaped(character));
}

/** A field's name, in quotes where it must be. */
export function key(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : quoted(name);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** Twice as wide as others in a terminal and an editor; and what takes no room of its own. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const narrow = /^[\p{Mn}\p{Me}]$/u;

/** How many columns it takes. */
export function width(text: string): number {
  let columns = 0;
  for (const character of text) columns += narrow.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}
