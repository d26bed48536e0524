import { type Fields, isFields, type Json } from "../util/json.ts";
import { getFieldShapes, type Shape } from "./shape.ts";

/** One field that is not as declared. A secret's values are not in it. */
export interface Difference {
  path: string;
  declared: Json;
  live: Json;
}

/**
 * What a declaration is compared with: what Nexus answers, which lacks secrets and whatever else it does not show; or
 * another declaration, which lacks nothing.
 */
export type ComparisonTarget = "nexus" | "declaration";

/**
 * Where what is declared differs from what is there. Only what is declared counts; sets are compared as sets; nothing
 * (null, absent, "", false, an empty list, an object of nothing) equals nothing, as Nexus says it in all these ways.
 */
export function findDifferences(
  shape: Shape,
  declared: Fields,
  live: Fields,
  against: ComparisonTarget = "nexus",
): Difference[] {
  return compareObjects(shape, declared, live, "", against);
}

function compareObjects(
  shape: Shape,
  declared: Fields,
  live: Fields,
  path: string,
  against: ComparisonTarget,
): Difference[] {
  return Object.entries(getFieldShapes(shape, declared) ?? {}).flatMap(([name, field]) =>
    compare(field, declared[name], live[name], path ? `${path}.${name}` : name, against),
  );
}

function compare(
  shape: Shape,
  declared: Json | undefined,
  live: Json | undefined,
  path: string,
  against: ComparisonTarget,
): Difference[] {
  if (declared === undefined || shape.metadata.control) return [];
  if (against === "nexus" && isUnseen(shape, live)) return [];
  // What was left out before says nothing, and may be anything in Nexus; "none" says none.
  const isFirstSaid = against === "declaration" && live === undefined;
  if (isEmptyValue(declared) && isEmptyValue(live) && !isFirstSaid) return [];
  if ((shape.fields || shape.values) && isFields(declared))
    return compareObjects(shape, declared, isFields(live) ? live : {}, path, against);
  if (hasSameMeaning(shape, declared, live) && !isFirstSaid) return [];
  return [
    {
      path,
      declared: shape.metadata.writeOnly ? null : declared,
      live: shape.metadata.writeOnly ? null : (live ?? null),
    },
  ];
}

/**
 * Whether the answer of Nexus tells of all that is declared, as some secrets are shown in clear: the signing key of a
 * hosted apt repository. What it tells is then as declared where there are no differences.
 */
export function showsAllDeclared(shape: Shape, declared: Fields, live: Fields): boolean {
  return Object.entries(getFieldShapes(shape, declared) ?? {}).every(([name, field]) => {
    const [wanted, there] = [declared[name], live[name]];
    if (wanted === undefined || field.metadata.control) return true;
    if (field.metadata.writeOnly)
      return (isEmptyValue(wanted) && isEmptyValue(there)) || shownText(wanted) === shownText(there);
    if (field.metadata.notReturned && (there === undefined || field.metadata.returnedPartially?.(wanted, there)))
      return false;
    if (!(field.fields || field.values) || !isFields(wanted)) return true;
    return showsAllDeclared(field, wanted, isFields(there) ? there : {});
  });
}

function shownText(secret: Json | undefined): string | undefined {
  return typeof secret === "string" ? secret.trim() : undefined;
}

/** Nexus's answer tells nothing of the field. */
function isUnseen({ metadata }: Shape, live: Json | undefined): boolean {
  return metadata.writeOnly === true || (metadata.notReturned === true && live === undefined);
}

/** Whether two values of one field say the same. */
export function hasSameMeaning(shape: Shape, a: Json | undefined, b: Json | undefined): boolean {
  if (isEmptyValue(a) && isEmptyValue(b)) return true;
  if (shape.metadata.equals) return !isEmptyValue(a) && !isEmptyValue(b) && shape.metadata.equals(a ?? null, b ?? null);
  if (Array.isArray(a) && Array.isArray(b)) {
    const [left, right] = [a, b].map((list) => list.map((value) => canonical(value, shape)));
    if (left === undefined || right === undefined) return false;
    return shape.metadata.unordered
      ? sameList([...new Set(left)].sort(), [...new Set(right)].sort())
      : sameList(left, right);
  }
  return canonical(a, shape) === canonical(b, shape);
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function canonical(value: Json | undefined, shape: Shape): string {
  if (typeof value === "string") {
    const text = shape.metadata.ignoreWhitespace ? value.replace(/\s+/g, "") : value;
    return shape.metadata.ignoreCase ? text.toUpperCase() : text;
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, shape)).join(",")}]`;
  if (isFields(value)) {
    const parts = Object.keys(value)
      .sort()
      .filter((key) => !isEmptyValue(value[key]));
    return `{${parts.map((key) => `${key}:${canonical(value[key], shape.fields?.[key] ?? shape)}`).join(",")}}`;
  }
  return String(value);
}

/** Nexus says "nothing here" as null, "", false, [] and {}; a number is always something. */
export function isEmptyValue(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isFields(value) && Object.values(value).every(isEmptyValue);
}
