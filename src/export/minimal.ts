import { hasSameMeaning, isEmptyValue } from "../model/comparison.ts";
import type { Kind } from "../model/kind.ts";
import { buildCreateBody } from "../model/request-body.ts";
import type { Shape } from "../model/shape.ts";
import { type Fields, isFields, type Json } from "../util/json.ts";

/**
 * What a declaration must say to be what is there: no field that a creation would make so by itself, none that says
 * nothing, nothing that Nexus adds, and no secret.
 */
export function minimal(kind: Kind, live: Fields): Fields {
  const identity = kind.identity === undefined ? {} : { [kind.identity]: live[kind.identity] };
  const demanded = { ...demandedOf(kind.shape, live), ...identity };
  return { ...part(kind.shape, live, buildCreateBody(kind.shape, demanded)), ...identity };
}

/** The fields that no declaration can leave out. */
function demandedOf(shape: Shape, live: Fields): Fields {
  const fields = Object.entries(shape.fields ?? {}).filter(
    ([name, { optional }]) => !optional && live[name] !== undefined,
  );
  return Object.fromEntries(
    fields.map(([name, field]) => {
      const value = live[name];
      return [name, field.fields && isFields(value) ? demandedOf(field, value) : value];
    }),
  );
}

function part(shape: Shape, live: Fields, made: Fields): Fields {
  return Object.fromEntries(
    Object.entries(shape.fields ?? {}).flatMap(([name, field]) => {
      const value = live[name];
      if (value === undefined || value === null || field.metadata.control || field.metadata.writeOnly) return [];
      const byItself = made[name];
      if (field.fields && isFields(value)) {
        // Said with nothing in it, a part is as a creation fills it.
        const inner = part(field, value, isFields(byItself) ? byItself : buildCreateBody(field, {}));
        return field.optional && saysNothing(inner, byItself) ? [] : [[name, inner]];
      }
      return field.optional && hasSameMeaning(field, byItself, value) ? [] : [[name, plain(field, value)]];
    }),
  );
}

/** Of a part that a creation makes, only what differs is left; another is there because it says something. */
function saysNothing(inner: Fields, byItself: Json | undefined): boolean {
  return !Object.keys(inner).length || (byItself === undefined && isEmptyValue(inner));
}

/** A list whose order means nothing in one that is always the same; its objects without what is not set. */
function plain({ element, metadata }: Shape, value: Json): Json {
  if (!Array.isArray(value)) return value;
  const items = value.map((one) => (element?.fields && isFields(one) ? part(element, one, {}) : one));
  return metadata.unordered ? items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;
}
