import { type Fields, isFields, type Json } from "../util/json.ts";
import { getFieldShapes, type Shape } from "./shape.ts";

/** Builds the body of a create request: the declared fields, and the create defaults of fields that are not declared. */
export function buildCreateBody(shape: Shape, declared: Fields): Fields {
  return addCreateDefaults(shape, declared, declared);
}

function addCreateDefaults(shape: Shape, fields: Fields, declared: Fields): Fields {
  const body: Fields = {};
  for (const [name, field] of Object.entries(shape.fields ?? {})) {
    if (field.metadata.control) continue;
    const value = fields[name] ?? (fields[name] === null ? null : createDefaultOf(field, declared));
    if (value === undefined) continue;
    body[name] = field.fields && isFields(value) ? addCreateDefaults(field, value, declared) : value;
  }
  return body;
}

function createDefaultOf(field: Shape, declared: Fields): Json | undefined {
  const { createDefault } = field.metadata;
  return typeof createDefault === "function" ? createDefault(declared) : createDefault;
}

/**
 * Builds the body of an update request: the current object, with the declared fields laid over it. Fields that are not
 * declared and fields of newer releases keep their values; fields in `removed` (paths that are no longer declared) get
 * their create defaults.
 */
export function buildUpdateBody(shape: Shape, live: Fields, declared: Fields, removed: readonly string[]): Fields {
  const createBody = buildCreateBody(shape, declared);
  const base = removed.reduce((body, path) => resetAt(body, path.split("."), createBody), withoutUnsetBlocks(live));
  return overlay(shape, base, declared);
}

/** Nexus returns a block that was never set as an object of nulls, and refuses the same object in a request. */
function withoutUnsetBlocks(live: Fields): Fields {
  return Object.fromEntries(Object.entries(live).filter(([, block]) => !isUnsetBlock(block)));
}

function isUnsetBlock(block: Json | undefined): boolean {
  return isFields(block) && Object.values(block).length > 0 && Object.values(block).every((value) => value === null);
}

function resetAt(body: Fields, path: readonly string[], createBody: Fields | undefined): Fields {
  const [name, ...rest] = path;
  if (name === undefined) return body;
  const value = body[name];
  const createDefault = createBody?.[name];
  if (rest.length && isFields(value))
    return { ...body, [name]: resetAt(value, rest, isFields(createDefault) ? createDefault : undefined) };
  return { ...body, [name]: createDefault ?? null };
}

function overlay(shape: Shape, live: Fields, declared: Fields): Fields {
  const body: Fields = { ...live };
  for (const [name, field] of Object.entries(getFieldShapes(shape, declared) ?? {})) {
    const value = declared[name];
    if (value === undefined || field.metadata.control) continue;
    const current = body[name];
    body[name] =
      (field.fields || field.values) && isFields(value)
        ? overlay(field, isFields(current) ? current : addCreateDefaults(field, {}, declared), value)
        : value;
  }
  return body;
}

/** Returns the paths that `before` declares and `after` does not. If a whole block was removed, returns its path only. */
export function findRemovedPaths(shape: Shape, before: Fields, after: Fields): string[] {
  return Object.entries(getFieldShapes(shape, before) ?? {}).flatMap(([name, field]) => {
    const [oldValue, newValue] = [before[name], after[name]];
    if (oldValue === undefined || field.metadata.control) return [];
    if (newValue === undefined) return [name];
    if (!(field.fields || field.values) || !isFields(oldValue) || !isFields(newValue)) return [];
    return findRemovedPaths(field, oldValue, newValue).map((path) => `${name}.${path}`);
  });
}
