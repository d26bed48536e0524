import { type Fields, isFields, type Json } from "../util/json.ts";
import { hasSameMeaning, isEmptyValue } from "./comparison.ts";
import { getFieldShapes, type Shape } from "./shape.ts";

/**
 * The declared fields as they are now: what a refresh gives back. Fields that are not declared are none of our
 * business; secrets stay as declared, as Nexus does not show them, unless what they belonged to is gone; what says the
 * same in other words (a set in another order, null for an empty list) stays as declared.
 */
export function refreshDeclaredFields(shape: Shape, declared: Fields, live: Fields): Fields {
  const fields = getFieldShapes(shape, declared);
  return Object.fromEntries(
    Object.entries(declared).map(([name, value]) => {
      const field = fields?.[name];
      return [name, field ? current(field, value, live[name], live) : value];
    }),
  );
}

function current(field: Shape, declared: Json | undefined, live: Json | undefined, owner: Fields): Json | undefined {
  if (field.metadata.control || (field.metadata.notReturned && live === undefined)) return declared;
  if (field.metadata.writeOnly) return isEmptyValue(owner) ? null : declared;
  if (field.fields && Object.values(field.fields).every(({ metadata }) => metadata.writeOnly)) return declared;
  if ((field.fields || field.values) && isFields(declared))
    return refreshDeclaredFields(field, declared, isFields(live) ? live : {});
  if (hasSameMeaning(field, declared, live)) return declared;
  if (field.metadata.unordered && Array.isArray(declared) && Array.isArray(live)) return inOrder(field, declared, live);
  return live ?? null;
}

/** A set as it is now, in the declared order where it can be, so that a reader sees what came and what went. */
function inOrder(field: Shape, declared: readonly Json[], live: readonly Json[]): Json[] {
  const has = (list: readonly Json[], value: Json) => list.some((other) => hasSameMeaning(field, [value], [other]));
  const kept = declared.filter((value) => has(live, value));
  const added = live.filter((value) => !has(declared, value));
  return [...kept, ...added.toSorted((a, b) => String(a).localeCompare(String(b)))];
}
