import { type CselNode, parseCsel } from "./csel-parser.ts";
import { matchesJavaPattern } from "./java-pattern.ts";

/** Returns true if a content selector expression matches content: its path, with the leading slash, and its format. */
export function evaluateCsel(expression: string, content: { path: string; format: string }): boolean {
  return evaluateNode(parseCsel(expression), content);
}

type Variables = Readonly<Record<string, string>>;

function evaluateNode({ kind, raw, children }: CselNode, variables: Variables): boolean {
  const [left, right] = children;
  if (!left) return false;
  if (kind === "parentheses") return evaluateNode(left, variables);
  if (!right) return false;
  if (kind === "and") return evaluateNode(left, variables) && evaluateNode(right, variables);
  if (kind === "or") return evaluateNode(left, variables) || evaluateNode(right, variables);
  return comparisons[raw]?.(evaluateOperand(left, variables), evaluateOperand(right, variables)) ?? false;
}

const comparisons: Readonly<Record<string, (left: string, right: string) => boolean>> = {
  "==": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  "=^": (left, right) => left.startsWith(right),
  // The pattern must match the whole value (3.71).
  "=~": (left, right) => matchesJavaPattern(right, left),
};

function evaluateOperand({ kind, raw }: CselNode, variables: Variables): string {
  return kind === "name" ? (variables[raw] ?? "") : raw;
}
