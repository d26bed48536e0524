import { type CselNode, parseCsel } from "./csel-parser.ts";
import { matchesJavaPattern } from "./java-matching.ts";

/** Whether a content selector selects what has that path, from its leading slash on, in a repository of that format. */
export function matchesSelector(expression: string, content: { path: string; format: string }): boolean {
  return evaluate(parseCsel(expression), content);
}

type Variables = Readonly<Record<string, string>>;

function evaluate({ kind, raw, children }: CselNode, variables: Variables): boolean {
  const [left, right] = children;
  if (!left) return false;
  if (kind === "parentheses") return evaluate(left, variables);
  if (!right) return false;
  if (kind === "and") return evaluate(left, variables) && evaluate(right, variables);
  if (kind === "or") return evaluate(left, variables) || evaluate(right, variables);
  return comparisons[raw]?.(evaluateOperand(left, variables), evaluateOperand(right, variables)) ?? false;
}

const comparisons: Readonly<Record<string, (left: string, right: string) => boolean>> = {
  "==": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  "=^": (left, right) => left.startsWith(right),
  // The whole of it, as Java matches (3.71).
  "=~": (left, right) => matchesJavaPattern(right, left),
};

function evaluateOperand({ kind, raw }: CselNode, variables: Variables): string {
  return kind === "name" ? (variables[raw] ?? "") : raw;
}
