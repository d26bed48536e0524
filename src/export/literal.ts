/**
 * Characters that are invisible or look like others: control characters, marks of writing direction, lone surrogates
 * and blanks other than the space.
 */
const invisibleCharacters = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Formats a text as a TypeScript literal. Names of objects in Nexus may contain any characters. A text that looks like
 * a placeholder, such as `uid=${username}`, becomes a template literal in which it is escaped.
 */
export function toLiteral(text: string): string {
  return text.includes("${") ? toTemplateLiteral(text).replaceAll("\n", "\\n") : quote(text);
}

/** Uses double quotes, or single quotes where they need fewer escapes. */
function quote(text: string): string {
  const mark = count(text, '"') > count(text, "'") ? "'" : '"';
  return mark + escapeInvisible(text.replaceAll("\\", "\\\\").replaceAll(mark, `\\${mark}`)) + mark;
}

/** Formats a text as a template literal, with its lines unchanged. */
export function toTemplateLiteral(text: string): string {
  const lines = text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${").split("\n");
  return `\`${lines.map(escapeInvisible).join("\n")}\``;
}

/** Escapes invisible characters, line breaks included, for a line of a comment or of a terminal. */
export function escapeInvisible(text: string): string {
  return text.replace(invisibleCharacters, (character) => shortEscapes[character] ?? escapeCharacter(character));
}

/** Formats the key of a property, quoted where it is not an identifier. */
export function toPropertyKey(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : quote(name);
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** Characters that take two columns in a terminal and in an editor. */
const wideCharacter =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
/** Combining characters take no column. */
const combiningCharacter = /^[\p{Mn}\p{Me}]$/u;

/** Returns the width of a text in columns. */
export function measureWidth(text: string): number {
  let columns = 0;
  for (const character of text)
    columns += combiningCharacter.test(character) ? 0 : wideCharacter.test(character) ? 2 : 1;
  return columns;
}
