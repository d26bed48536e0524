import { type Fields, isFields, type Json } from "../util/json.ts";
import { isNothing, same } from "./comparison.ts";
import { fieldsIn, type Shape } from "./shape.ts";

/**
 * The declared fields as they are now: what a refresh gives back. Fields that are not declared are none of our
 * business; secrets stay as declared, as Nexus does not show them, unless what they belonged to is gone; what says the
 * same in other words (a set in another order, null for an empty list) stays as declared.
 */
export function asDeclared(shape: Shape, declared: Fields, live: Fields): Fields {
  const fields = fieldsIn(shape, declared);
  return Object.fromEntries(
    Object.entries(declared).map(([name, value]) => {
      const field = fields?.[name];
      return [name, field ? current(field, value, live[name], live) : value];
    }),
  );
}

function current(field: Shape, declared: Json | undefined, live: Json | undefined, owner: Fields): Json | undefined {
  if (field.facts.control || (field.facts.unshown && live === undefined)) return declared;
  if (field.facts.writeOnly) return isNothing(owner) ? null : declared;
  if (field.fields && Object.values(field.fields).every(({ facts }) => facts.writeOnly)) return declared;
  if ((field.fields || field.values) && isFields(declared))
    return asDeclared(field, declared, isFields(live) ? live : {});
  if (same(field, declared, live)) return declared;
  if (field.facts.set && Array.isArray(declared) && Array.isArray(live)) return inOrder(field, declared, live);
  return live ?? null;
}

/** A set as it is now, in the declared order where it can be, so that a reader sees what came and what went. */
function inOrder(field: Shape, declared: readonly Json[], live: readonly Json[]): Json[] {
  const has = (list: readonly Json[], value: Json) => list.some((other) => same(field, [value], [other]));
  const kept = declared.filter((value) => has(live, value));
  const added = live.filter((value) => !has(declared, value));
  return [...kept, ...added.toSorted((a, b) => String(a).localeCompare(String(b)))];
}
