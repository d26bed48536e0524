import { type CselNode, parsed } from "./csel-parser.ts";
import { matchesWhole } from "./java-matching.ts";

/** Whether a content selector selects what has that path, from its leading slash on, in a repository of that format. */
export function selects(expression: string, content: { path: string; format: string }): boolean {
  return holds(parsed(expression), content);
}

type Variables = Readonly<Record<string, string>>;

function holds({ kind, raw, children }: CselNode, variables: Variables): boolean {
  const [left, right] = children;
  if (!left) return false;
  if (kind === "parentheses") return holds(left, variables);
  if (!right) return false;
  if (kind === "and") return holds(left, variables) && holds(right, variables);
  if (kind === "or") return holds(left, variables) || holds(right, variables);
  return comparisons[raw]?.(value(left, variables), value(right, variables)) ?? false;
}

const comparisons: Readonly<Record<string, (left: string, right: string) => boolean>> = {
  "==": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  "=^": (left, right) => left.startsWith(right),
  // The whole of it, as Java matches (3.71).
  "=~": (left, right) => matchesWhole(right, left),
};

function value({ kind, raw }: CselNode, variables: Variables): string {
  return kind === "name" ? (variables[raw] ?? "") : raw;
}
