import { type Fields, getOwn, isFields, type Json } from "../util/json.ts";
import { isMaskedSecret } from "./masked-secrets.ts";
import { getFieldShapes, type Shape } from "./shape.ts";

/** A field whose current value differs from its declared value. Both values are null for a secret. */
export interface Difference {
  path: string;
  declared: Json;
  live: Json;
}

/**
 * The other side of a comparison: a response of `nexus`, in which secrets and some other fields are missing, or another
 * `declaration`, which is complete.
 */
export type ComparisonTarget = "nexus" | "declaration";

/**
 * Compares the declared fields with the current ones. Fields that are not declared are ignored and unordered lists are
 * compared as sets. null, absent, "", false, an empty list and an object of empty values are equal, because Nexus returns
 * any of them for "not set".
 */
export function findDifferences(
  shape: Shape,
  declared: Fields,
  live: Fields,
  target: ComparisonTarget = "nexus",
): Difference[] {
  return compareObjects(shape, declared, live, "", target);
}

function compareObjects(
  shape: Shape,
  declared: Fields,
  live: Fields,
  path: string,
  target: ComparisonTarget,
): Difference[] {
  return Object.entries(getFieldShapes(shape, declared) ?? {}).flatMap(([name, field]) =>
    compareField(field, getOwn(declared, name), getOwn(live, name), path ? `${path}.${name}` : name, target),
  );
}

function compareField(
  shape: Shape,
  declared: Json | undefined,
  live: Json | undefined,
  path: string,
  target: ComparisonTarget,
): Difference[] {
  if (declared === undefined || shape.metadata.control) return [];
  if (target === "nexus" && isMissingInResponse(shape, live)) return [];
  // A field that the other declaration omits can have any value in Nexus, so an empty value is a difference, too.
  const isNewlyDeclared = target === "declaration" && live === undefined;
  if (isEmptyValue(declared) && isEmptyValue(live) && !isNewlyDeclared) return [];
  if ((shape.fields || shape.values) && isFields(declared))
    return compareObjects(shape, declared, isFields(live) ? live : {}, path, target);
  if (hasSameMeaning(shape, declared, live) && !isNewlyDeclared) return [];
  const { writeOnly } = shape.metadata;
  return [{ path, declared: writeOnly ? null : declared, live: writeOnly ? null : (live ?? null) }];
}

/**
 * Returns true if a response of Nexus shows the values of all declared fields, secrets included. (Nexus returns some secrets
 * in clear text, such as the signing key of a hosted apt repository.) If there are no differences either, the object is
 * as declared and an update can be skipped.
 */
export function showsAllDeclared(shape: Shape, declared: Fields, live: Fields): boolean {
  return Object.entries(getFieldShapes(shape, declared) ?? {}).every(([name, field]) => {
    const { metadata } = field;
    const [value, current] = [getOwn(declared, name), getOwn(live, name)];
    if (value === undefined || metadata.control) return true;
    if (metadata.writeOnly)
      return (isEmptyValue(value) && isEmptyValue(current)) || trimText(value) === trimText(current);
    if (metadata.sensitive && isMaskedSecret(current)) return false;
    if (metadata.notReturned && (current === undefined || metadata.returnedPartially?.(value, current))) return false;
    if (!(field.fields || field.values) || !isFields(value)) return true;
    return showsAllDeclared(field, value, isFields(current) ? current : {});
  });
}

function trimText(secret: Json | undefined): string | undefined {
  return typeof secret === "string" ? secret.trim() : undefined;
}

function isMissingInResponse({ metadata }: Shape, live: Json | undefined): boolean {
  if (metadata.sensitive && isMaskedSecret(live)) return true;
  return metadata.writeOnly === true || (metadata.notReturned !== undefined && live === undefined);
}

/** Returns true if two values of a field have the same meaning for Nexus. */
export function hasSameMeaning(shape: Shape, a: Json | undefined, b: Json | undefined): boolean {
  const { equals, unordered } = shape.metadata;
  if (isEmptyValue(a) && isEmptyValue(b)) return true;
  if (equals) return !isEmptyValue(a) && !isEmptyValue(b) && equals(a ?? null, b ?? null);
  if (Array.isArray(a) && Array.isArray(b)) {
    const [left, right] = [a, b].map((list) => list.map((value) => toCanonicalText(value, shape)));
    if (left === undefined || right === undefined) return false;
    return unordered ? isSameList([...new Set(left)].sort(), [...new Set(right)].sort()) : isSameList(left, right);
  }
  return toCanonicalText(a, shape) === toCanonicalText(b, shape);
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function toCanonicalText(value: Json | undefined, shape: Shape): string {
  if (typeof value === "string") {
    const text = shape.metadata.ignoreWhitespace ? value.replace(/\s+/g, "") : value;
    return shape.metadata.ignoreCase ? text.toUpperCase() : text;
  }
  if (Array.isArray(value)) return `[${value.map((item) => toCanonicalText(item, shape)).join(",")}]`;
  if (isFields(value)) {
    const entries = Object.keys(value)
      .sort()
      .filter((key) => !isEmptyValue(value[key]))
      .map((key) => `${key}:${toCanonicalText(value[key], shape.fields?.[key] ?? shape)}`);
    return `{${entries.join(",")}}`;
  }
  return String(value);
}

/**
 * Returns true for null, "", false, [], {}, objects of such values, and undefined: Nexus returns any of them for "not set".
 * A number is never empty.
 */
export function isEmptyValue(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isFields(value) && Object.values(value).every(isEmptyValue);
}
