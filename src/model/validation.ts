import type { z } from "zod";
import { containsUnknown, type Fields, formatPath, isUnknown, type Json } from "../util/json.ts";
import { suggestionFor } from "../util/suggestions.ts";
import type { Kind } from "./kind.ts";
import type { Shape } from "./shape.ts";

/** What is wrong with one field of a declaration, and what would be right. */
export interface Violation {
  /** `storage.writePolicy`, `group.memberNames[1]`; "" for the whole. */
  path: string;
  message: string;
}

type Path = readonly PropertyKey[];

/**
 * Holds a declaration against its kind. What is not known yet (a preview knows no outputs of what is not made) is
 * never wrong: whatever is said of it, or of anything around it that could depend on it, is left out.
 */
export function validateFields(kind: Kind, fields: Fields): Violation[] {
  const issues = kind.schema.safeParse(fields).error?.issues ?? [];
  return issues.filter((issue) => !touchesUnknown(fields, issue)).flatMap((issue) => inWords(issue, fields, kind));
}

function touchesUnknown(fields: Fields, { path, code }: z.core.$ZodIssue): boolean {
  const isAround = path.some((_, depth) => isUnknown(valueAt(fields, path.slice(0, depth + 1))));
  // A rule over several values says nothing while one of them is not known.
  return isAround || ((code === "custom" || code === "invalid_union") && containsUnknown(valueAt(fields, path)));
}

function inWords(issue: z.core.$ZodIssue, fields: Fields, kind: Kind): Violation[] {
  const value = valueAt(fields, issue.path);
  const place = { path: formatPath(issue.path) };
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = Object.keys(shapeAt(kind.shape, issue.path)?.fields ?? {});
      const owner = place.path ? `${place.path} of a ${kind.noun}` : `a ${kind.noun}`;
      return issue.keys.map((key) => ({
        path: formatPath([...issue.path, key]),
        message: `is not a field of ${owner}${suggestionFor(key, known)}`,
      }));
    }
    case "invalid_value": {
      const allowed = issue.values.map(String);
      if (value === undefined) return [{ ...place, message: `is missing: one of ${allowed.join(", ")}` }];
      return [
        {
          ...place,
          message: `${shown(value)} is not one of ${allowed.join(", ")}${suggestionFor(String(value), allowed)}`,
        },
      ];
    }
    case "invalid_type":
      if (value === undefined) return [{ ...place, message: `is missing: a ${issue.expected}` }];
      return [{ ...place, message: `must be ${article(issue.expected)}, not ${article(typeName(value))}` }];
    default:
      return [{ ...place, message: issue.message.replace(/^./, (first) => first.toLowerCase()) }];
  }
}

function valueAt(fields: Json | undefined, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      value !== null && typeof value === "object" ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    fields,
  );
}

function shapeAt(shape: Shape, path: Path): Shape | undefined {
  return path.reduce<Shape | undefined>(
    (at, part) => (typeof part === "number" ? at?.element : at?.fields?.[String(part)]),
    shape,
  );
}

function shown(value: unknown): string {
  return typeof value === "object" || typeof value === "string" ? JSON.stringify(value).slice(0, 80) : String(value);
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "number" && !Number.isFinite(value)) return "number without an end";
  return Array.isArray(value) ? "array" : typeof value;
}

function article(type: string): string {
  if (type === "null") return type;
  const name = type === "int" ? "whole number" : type === "array" ? "list" : type;
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}
