import type { z } from "zod";
import { suggestionFor } from "./suggestions.ts";

/**
 * Describes a violation of a zod schema that has no message of its own. Pass it to every parse of a user's input, so that
 * no text of zod reaches the user. The path is not part of the message. Contains a value only where the schema lists the
 * allowed ones, so a message never shows a secret.
 *
 * @example settingsSchema.safeParse(texts, { error: describeIssue })
 */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return describeWrongType(issue.expected, issue.input);
    case "invalid_value":
      return describeWrongValue(issue.values.map(String), issue.input);
    case "too_small":
      return describeLimit("at least", issue.origin, Number(issue.minimum), issue);
    case "too_big":
      return describeLimit("at most", issue.origin, Number(issue.maximum), issue);
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_format":
      return issue.pattern ? `must match ${issue.pattern}` : `is not a valid ${issue.format}`;
    case "unrecognized_keys":
      return `has unknown keys: ${issue.keys.join(", ")}`;
    case "invalid_key":
      return `has an invalid key: ${issue.issues.map(({ message }) => message).join("; ")}`;
    case "invalid_element":
      return `has an invalid element: ${issue.issues.map(({ message }) => message).join("; ")}`;
    case "invalid_union":
      return issue.input === undefined ? "is missing" : "has none of the allowed forms";
    default:
      return "is invalid";
  }
}

function describeWrongType(expected: string, value: unknown): string {
  if (value === undefined) return `is missing: ${withArticle(expected)}`;
  const isFraction = expected === "int" && typeof value === "number" && Number.isFinite(value);
  return `must be ${withArticle(expected)}, not ${isFraction ? value : withArticle(typeName(value))}`;
}

function describeWrongValue(allowed: readonly string[], value: unknown): string {
  const list = allowed.join(", ");
  if (value === undefined) return `is missing: ${allowed.length > 1 ? "one of " : ""}${list}`;
  const isObject = typeof value === "object" && value !== null;
  const text = isObject
    ? withArticle(typeName(value))
    : typeof value === "string"
      ? JSON.stringify(value)
      : String(value);
  const mistake = allowed.length > 1 ? `is not one of ${list}` : `must be ${list}`;
  return allowed.length > 1
    ? `${text.slice(0, 80)} ${mistake}${isObject ? "" : suggestionFor(String(value), allowed)}`
    : `${mistake}, not ${text.slice(0, 80)}`;
}

function describeLimit(
  bound: "at least" | "at most",
  origin: string,
  limit: number,
  { inclusive = true, exact = false, input }: { inclusive?: boolean; exact?: boolean; input?: unknown },
): string {
  const units: Readonly<Record<string, string>> = {
    string: "character",
    array: "element",
    set: "element",
    map: "entry",
  };
  const unit = units[origin];
  if (!unit) {
    const beyond = bound === "at least" ? "more than" : "less than";
    return `must be ${inclusive ? bound : beyond} ${limit}${typeof input === "number" ? `, not ${input}` : ""}`;
  }
  if (bound === "at least" && limit === 1 && !exact) return "must not be empty";
  const plural = limit === 1 ? unit : unit === "entry" ? "entries" : `${unit}s`;
  return `must have ${exact ? "exactly" : bound} ${limit} ${plural}`;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "number" && !Number.isFinite(value)) return "infinite number";
  return Array.isArray(value) ? "array" : typeof value;
}

function withArticle(type: string): string {
  if (type === "null") return type;
  const names: Readonly<Record<string, string>> = { int: "whole number", array: "list", record: "object" };
  const name = names[type] ?? type;
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}
