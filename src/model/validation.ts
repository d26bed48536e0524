import type { z } from "zod";
import { containsUnknown, type Fields, formatPath, isUnknown, type Json } from "../util/json.ts";
import { describeIssue } from "../util/schema-issues.ts";
import { suggestionFor } from "../util/suggestions.ts";
import type { Kind } from "./kind.ts";
import type { Shape } from "./shape.ts";

/** A mistake in a field of a declaration. */
export interface Violation {
  /** `storage.writePolicy`, `group.memberNames[1]`; "" for the whole declaration. */
  path: string;
  /** The mistake and, where possible, the correction: `"RW" is not one of ALLOW, ALLOW_ONCE, DENY`. */
  message: string;
}

/** Formats a violation as one sentence: `docker.httpPort must be a number, not a string`. */
export function formatViolation({ path, message }: Violation): string {
  return path ? `${path} ${message}` : message;
}

type Path = readonly PropertyKey[];

/**
 * Validates a declaration against the schema of its kind and returns all violations. Values that are not known yet (a preview
 * does not know outputs of resources that do not exist) are valid, and so is everything that could depend on them.
 */
export function validateFields(kind: Kind, fields: Fields): Violation[] {
  const issues = kind.schema.safeParse(fields, { error: describeIssue }).error?.issues ?? [];
  return issues.filter((issue) => !dependsOnUnknown(fields, issue)).flatMap((issue) => toViolations(issue, kind));
}

function dependsOnUnknown(fields: Fields, { path, code }: z.core.$ZodIssue): boolean {
  const isInsideUnknown = path.some((_, depth) => isUnknown(followPath(fields, path.slice(0, depth + 1))));
  // A rule over several values cannot be checked while one of them is unknown.
  return (
    isInsideUnknown || ((code === "custom" || code === "invalid_union") && containsUnknown(followPath(fields, path)))
  );
}

function toViolations(issue: z.core.$ZodIssue, kind: Kind): Violation[] {
  const path = formatPath(issue.path);
  if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message }];
  const knownKeys = Object.keys(shapeAt(kind.shape, issue.path)?.fields ?? {});
  const owner = path ? `${path} of a ${kind.noun}` : `a ${kind.noun}`;
  return issue.keys.map((key) => ({
    path: formatPath([...issue.path, key]),
    message: `is not a field of ${owner}${suggestionFor(key, knownKeys)}`,
  }));
}

function followPath(fields: Json | undefined, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      value !== null && typeof value === "object" ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    fields,
  );
}

function shapeAt(shape: Shape, path: Path): Shape | undefined {
  return path.reduce<Shape | undefined>(
    (parent, part) => (typeof part === "number" ? parent?.element : parent?.fields?.[String(part)]),
    shape,
  );
}
