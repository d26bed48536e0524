/**
 * Returns Nexus's message for a body that is not JSON, as Jackson formulates it (3.71, 3.77): `{"userId":` ends too early,
 * `{bad` has an unexpected character, `nonsense` is an unrecognized token.
 */
export function describeMalformedJson(text: string, error: unknown): string {
  return `Could not process the input: ${describeReason(text, error)}`;
}

function describeReason(text: string, error: unknown): string {
  const token = /^\s*([A-Za-z_$][\w$]*)/.exec(text)?.[1];
  if (token !== undefined && !["true", "false", "null"].includes(token)) {
    const expected = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
    return `Unrecognized token '${token}': was expecting ${expected}`;
  }
  const message = error instanceof Error ? error.message : "";
  const position = /at position (\d+)/.exec(message)?.[1];
  const at = position === undefined ? text.length : Number(position);
  const character = /Unterminated|end of JSON/.test(message) ? undefined : text[at];
  if (character === undefined) return "Unexpected end-of-input within/between Object entries";
  const code = character.codePointAt(0);
  return `Unexpected character ('${character}' (code ${code})): was expecting double-quote to start field name`;
}
