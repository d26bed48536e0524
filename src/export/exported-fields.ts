import { hasSameMeaning, isEmptyValue } from "../model/comparison.ts";
import type { Kind } from "../model/kind.ts";
import { buildCreateBody } from "../model/request-body.ts";
import { findPathsWith, type Shape } from "../model/shape.ts";
import { type Fields, isFields, type Json } from "../util/json.ts";

/**
 * Returns the fewest fields that declare an object as it is in Nexus: without creation defaults, empty fields, fields
 * that Nexus computes, and secrets. Fields that protect content or access are declared in any case.
 */
export function toMinimalFields(kind: Kind, live: Fields): Fields {
  const identity = kind.identity === undefined ? {} : { [kind.identity]: live[kind.identity] };
  const required = { ...requiredFields(kind.shape, live), ...identity };
  return { ...omitDefaults(kind.shape, live, buildCreateBody(kind.shape, required)), ...identity };
}

/** Returns all fields of an object that have a value, without fields that Nexus computes, and secrets. */
export function toFullFields({ shape }: Pick<Kind, "shape">, live: Fields): Fields {
  return Object.fromEntries(
    Object.entries(shape.fields ?? {}).flatMap(([name, field]) => {
      const value = live[name] ?? listNothing(field);
      if (value === undefined || value === "" || field.metadata.control || field.metadata.writeOnly) return [];
      if (!field.fields || !isFields(value)) return [[name, normalizeList(field, value)]];
      const inner = toFullFields({ shape: field }, value);
      return field.optional && !Object.keys(inner).length ? [] : [[name, inner]];
    }),
  );
}

/** Returns the fields that a declaration must have. */
function requiredFields(shape: Shape, live: Fields): Fields {
  const fields = Object.entries(shape.fields ?? {}).filter(
    ([name, { optional }]) => !optional && live[name] !== undefined,
  );
  return Object.fromEntries(
    fields.map(([name, field]) => {
      const value = live[name];
      return [name, field.fields && isFields(value) ? requiredFields(field, value) : value];
    }),
  );
}

/** Omits the fields that a creation with the required fields alone would set to the same values. */
function omitDefaults(shape: Shape, live: Fields, defaults: Fields): Fields {
  return Object.fromEntries(
    Object.entries(shape.fields ?? {}).flatMap(([name, field]) => {
      const value = live[name] ?? listNothing(field);
      if (value === undefined || field.metadata.control || field.metadata.writeOnly) return [];
      const defaultValue = defaults[name];
      if (field.fields && isFields(value)) {
        // An object that is declared empty has the defaults of its own fields.
        const inner = omitDefaults(field, value, isFields(defaultValue) ? defaultValue : buildCreateBody(field, {}));
        return field.optional && isOmittable(field, inner, defaultValue) ? [] : [[name, inner]];
      }
      const isDefault = field.optional && hasSameMeaning(field, defaultValue, value);
      return isDefault && !field.metadata.protects ? [] : [[name, normalizeList(field, value)]];
    }),
  );
}

/** An object that a creation sets is omitted where it has no differences; one that it does not set, where it is empty. */
function isOmittable(shape: Shape, inner: Fields, defaultValue: Json | undefined): boolean {
  const isEmpty = defaultValue === undefined && isEmptyValue(inner) && !findPathsWith(shape, "protects").length;
  return !Object.keys(inner).length || isEmpty;
}

/** Returns the declaration of an absent object whose lists protect something: `{ policyNames: [] }` without a cleanup policy. */
function listNothing({ fields = {} }: Shape): Fields | undefined {
  const entries = Object.entries(fields);
  const isProtecting = entries.length > 0 && entries.every(([, { element, metadata }]) => element && metadata.protects);
  return isProtecting ? Object.fromEntries(entries.map(([name]) => [name, []])) : undefined;
}

/** Sorts an unordered list, so that every export is the same, and omits empty fields of its objects. */
function normalizeList({ element, metadata }: Shape, value: Json): Json {
  if (!Array.isArray(value)) return value;
  const items = value.map((item) => (element?.fields && isFields(item) ? omitDefaults(element, item, {}) : item));
  return metadata.unordered ? items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;
}
