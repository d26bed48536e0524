/**
 * Whether a content selector selects a path, from its leading slash on, where that can be told without Nexus: comparisons of `format` and `path`
 * that are joined by `and` alone, or by `or` alone. Nothing where it is more than that.
 */
export function matchesSelector(expression: string, format: string, path: string): boolean | undefined {
  const joined = /\b(and|or|&&|\|\|)\b|&&|\|\|/gi;
  const words = new Set([...expression.matchAll(joined)].map(([word]) => (/and|&&/i.test(word) ? "and" : "or")));
  if (words.size > 1) return undefined;
  const parts = expression.split(/\s+(?:and|or)\s+|&&|\|\|/i).map((part) => holds(part.trim(), format, path));
  if (words.has("or")) return parts.includes(true) ? true : parts.includes(undefined) ? undefined : false;
  return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
}

function holds(part: string, format: string, path: string): boolean | undefined {
  const [, field, operator, , text = ""] =
    /^\(?\s*(format|path)\s*(==|!=|=\^|=~)\s*(["'])(.*)\3\s*\)?$/i.exec(part) ?? [];
  if (field === undefined) return undefined;
  const value = field.toLowerCase() === "path" ? path : format;
  if (operator === "!=") return value !== text;
  if (operator === "==") return value === text;
  if (operator === "=^") return value.startsWith(text);
  try {
    return new RegExp(`^(?:${text})$`).test(value);
  } catch {
    return undefined;
  }
}
