import { matchesWhole } from "../../../util/patterns.ts";

/**
 * Evaluates a content selector for a path (with leading slash) without Nexus. Supported are comparisons of `format` and
 * `path` that are all joined by `and`, or all by `or`. Returns undefined for any other expression.
 *
 * @example
 * evaluateSelector('format == "docker" and path =^ "/v2/demo/"', "docker", "/v2/demo/app/manifests/1"); // true
 */
export function evaluateSelector(expression: string, format: string, path: string): boolean | undefined {
  const operatorPattern = /\b(and|or|&&|\|\|)\b|&&|\|\|/gi;
  const operators = new Set(
    [...expression.matchAll(operatorPattern)].map(([operator]) => (/and|&&/i.test(operator) ? "and" : "or")),
  );
  if (operators.size > 1) return undefined;
  const results = expression
    .split(/\s+(?:and|or)\s+|&&|\|\|/i)
    .map((comparison) => matchesComparison(comparison.trim(), format, path));
  if (operators.has("or")) return results.includes(true) ? true : results.includes(undefined) ? undefined : false;
  return results.includes(false) ? false : results.includes(undefined) ? undefined : true;
}

function matchesComparison(comparison: string, format: string, path: string): boolean | undefined {
  const [, field, operator, , text = ""] =
    /^\(?\s*(format|path)\s*(==|!=|=\^|=~)\s*(["'])(.*)\3\s*\)?$/i.exec(comparison) ?? [];
  if (field === undefined) return undefined;
  const value = field.toLowerCase() === "path" ? path : format;
  if (operator === "!=") return value !== text;
  if (operator === "==") return value === text;
  if (operator === "=^") return value.startsWith(text);
  return matchesWhole(text, value);
}
