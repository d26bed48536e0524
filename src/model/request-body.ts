import { type Fields, isFields, type Json } from "../util/json.ts";
import { getFieldShapes, type Shape } from "./shape.ts";

/** What is sent to make something: what is declared, and what Nexus demands at creation and nobody declared. */
export function buildCreateBody(shape: Shape, declared: Fields): Fields {
  return fill(shape, declared, declared);
}

function fill(shape: Shape, fields: Fields, declared: Fields): Fields {
  const body: Fields = {};
  for (const [name, field] of Object.entries(shape.fields ?? {})) {
    if (field.metadata.control) continue;
    const value = fields[name] ?? (fields[name] === null ? null : defaultOf(field, declared));
    if (value === undefined) continue;
    body[name] = field.fields && isFields(value) ? fill(field, value, declared) : value;
  }
  return body;
}

function defaultOf(field: Shape, declared: Fields): Json | undefined {
  const { createDefault } = field.metadata;
  return typeof createDefault === "function" ? createDefault(declared) : createDefault;
}

/**
 * What is sent to change something: what is there, so that fields nobody declared and fields of newer releases
 * survive; what is declared laid over it; and what is declared no more (`withdrawn`) as a creation would leave it.
 */
export function buildUpdateBody(shape: Shape, live: Fields, declared: Fields, withdrawn: readonly string[]): Fields {
  const made = buildCreateBody(shape, declared);
  const base = withdrawn.reduce((body, path) => reset(body, path.split("."), made), withoutUnset(live));
  return lay(shape, base, declared);
}

/** Nexus shows a part that was never set as an object of nulls, and refuses it so. */
function withoutUnset(live: Fields): Fields {
  return Object.fromEntries(Object.entries(live).filter(([, part]) => !isUnset(part)));
}

function isUnset(part: Json | undefined): boolean {
  return isFields(part) && Object.values(part).length > 0 && Object.values(part).every((value) => value === null);
}

function reset(body: Fields, path: readonly string[], made: Fields | undefined): Fields {
  const [name, ...rest] = path;
  if (name === undefined) return body;
  const value = body[name];
  const fallback = made?.[name];
  if (rest.length && isFields(value))
    return { ...body, [name]: reset(value, rest, isFields(fallback) ? fallback : undefined) };
  return { ...body, [name]: fallback ?? null };
}

function lay(shape: Shape, live: Fields, declared: Fields): Fields {
  const body: Fields = { ...live };
  for (const [name, field] of Object.entries(getFieldShapes(shape, declared) ?? {})) {
    const value = declared[name];
    if (value === undefined || field.metadata.control) continue;
    const below = body[name];
    body[name] =
      (field.fields || field.values) && isFields(value)
        ? lay(field, isFields(below) ? below : fill(field, {}, declared), value)
        : value;
  }
  return body;
}

/** Paths that `before` declares and `after` does not: the topmost ones. */
export function findRemovedPaths(shape: Shape, before: Fields, after: Fields): string[] {
  return Object.entries(getFieldShapes(shape, before) ?? {}).flatMap(([name, field]) => {
    const [old, now] = [before[name], after[name]];
    if (old === undefined || field.metadata.control) return [];
    if (now === undefined) return [name];
    if (!(field.fields || field.values) || !isFields(old) || !isFields(now)) return [];
    return findRemovedPaths(field, old, now).map((path) => `${name}.${path}`);
  });
}
