import { type Fields, isFields, type Json } from "../util/json.ts";
import { fieldsIn, type Shape } from "./shape.ts";

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
export type Against = "nexus" | "declaration";

/**
 * Where what is declared differs from what is there. Only what is declared counts; sets are compared as sets; nothing
 * (null, absent, "", false, an empty list, an object of nothing) equals nothing, as Nexus says it in all these ways.
 */
export function differences(shape: Shape, declared: Fields, live: Fields, against: Against = "nexus"): Difference[] {
  return compareObjects(shape, declared, live, "", against);
}

function compareObjects(shape: Shape, declared: Fields, live: Fields, path: string, against: Against): Difference[] {
  return Object.entries(fieldsIn(shape, declared) ?? {}).flatMap(([name, field]) =>
    compare(field, declared[name], live[name], path ? `${path}.${name}` : name, against),
  );
}

function compare(
  shape: Shape,
  declared: Json | undefined,
  live: Json | undefined,
  path: string,
  against: Against,
): Difference[] {
  if (declared === undefined || shape.facts.control) return [];
  if (against === "nexus" && isUnseen(shape, live)) return [];
  // What was left out before says nothing, and may be anything in Nexus; "none" says none.
  const isFirstSaid = against === "declaration" && live === undefined;
  if (isNothing(declared) && isNothing(live) && !isFirstSaid) return [];
  if ((shape.fields || shape.values) && isFields(declared))
    return compareObjects(shape, declared, isFields(live) ? live : {}, path, against);
  if (same(shape, declared, live) && !isFirstSaid) return [];
  return [
    { path, declared: shape.facts.writeOnly ? null : declared, live: shape.facts.writeOnly ? null : (live ?? null) },
  ];
}

/**
 * Whether the answer of Nexus tells of all that is declared, as some secrets are shown in clear: the signing key of a
 * hosted apt repository. What it tells is then as declared where there are no differences.
 */
export function tellsAll(shape: Shape, declared: Fields, live: Fields): boolean {
  return Object.entries(fieldsIn(shape, declared) ?? {}).every(([name, field]) => {
    const [wanted, there] = [declared[name], live[name]];
    if (wanted === undefined || field.facts.control) return true;
    if (field.facts.writeOnly) return (isNothing(wanted) && isNothing(there)) || shownText(wanted) === shownText(there);
    if (field.facts.unshown && (there === undefined || field.facts.hidesPart?.(wanted, there))) return false;
    if (!(field.fields || field.values) || !isFields(wanted)) return true;
    return tellsAll(field, wanted, isFields(there) ? there : {});
  });
}

function shownText(secret: Json | undefined): string | undefined {
  return typeof secret === "string" ? secret.trim() : undefined;
}

/** Nexus's answer tells nothing of the field. */
function isUnseen({ facts }: Shape, live: Json | undefined): boolean {
  return facts.writeOnly === true || (facts.unshown === true && live === undefined);
}

/** Whether two values of one field say the same. */
export function same(shape: Shape, a: Json | undefined, b: Json | undefined): boolean {
  if (isNothing(a) && isNothing(b)) return true;
  if (shape.facts.same) return !isNothing(a) && !isNothing(b) && shape.facts.same(a ?? null, b ?? null);
  if (Array.isArray(a) && Array.isArray(b)) {
    const [left, right] = [a, b].map((list) => list.map((value) => canonical(value, shape)));
    if (left === undefined || right === undefined) return false;
    return shape.facts.set ? sameList([...new Set(left)].sort(), [...new Set(right)].sort()) : sameList(left, right);
  }
  return canonical(a, shape) === canonical(b, shape);
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function canonical(value: Json | undefined, shape: Shape): string {
  if (typeof value === "string") {
    const text = shape.facts.ignoreSpace ? value.replace(/\s+/g, "") : value;
    return shape.facts.ignoreCase ? text.toUpperCase() : text;
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, shape)).join(",")}]`;
  if (isFields(value)) {
    const parts = Object.keys(value)
      .sort()
      .filter((key) => !isNothing(value[key]));
    return `{${parts.map((key) => `${key}:${canonical(value[key], shape.fields?.[key] ?? shape)}`).join(",")}}`;
  }
  return String(value);
}

/** Nexus says "nothing here" as null, "", false, [] and {}; a number is always something. */
export function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isFields(value) && Object.values(value).every(isNothing);
}
