import { type Fields, isFields, type Json } from "../util/json.ts";
import { hasSameMeaning, isEmptyValue } from "./comparison.ts";
import { isMaskedSecret } from "./masked-secrets.ts";
import { getFieldShapes, type Shape } from "./shape.ts";

/**
 * Returns the declared fields with the current values of Nexus, as a refresh returns them:
 * - Fields that are not declared are not managed and not returned.
 * - Secrets stay as declared, because Nexus does not return them, unless the object they belong to is gone. So do values
 *   for which Nexus returns a placeholder.
 * - A value with the same meaning (an unordered list in another order, null for an empty list) stays as declared.
 */
export function refreshDeclaredFields(shape: Shape, declared: Fields, live: Fields): Fields {
  const fields = getFieldShapes(shape, declared);
  return Object.fromEntries(
    Object.entries(declared).map(([name, value]) => {
      const field = fields?.[name];
      return [name, field ? refreshField(field, value, live[name], live) : value];
    }),
  );
}

function refreshField(
  field: Shape,
  declared: Json | undefined,
  live: Json | undefined,
  owner: Fields,
): Json | undefined {
  if (field.metadata.control || (field.metadata.notReturned && live === undefined)) return declared;
  if (field.metadata.sensitive && isMaskedSecret(live)) return declared;
  if (field.metadata.writeOnly) return isEmptyValue(owner) ? null : declared;
  if (field.fields && Object.values(field.fields).every(({ metadata }) => metadata.writeOnly)) return declared;
  if ((field.fields || field.values) && isFields(declared))
    return refreshDeclaredFields(field, declared, isFields(live) ? live : {});
  if (hasSameMeaning(field, declared, live)) return declared;
  if (field.metadata.unordered && Array.isArray(declared) && Array.isArray(live))
    return inDeclaredOrder(field, declared, live);
  return live ?? null;
}

/** Sorts the current elements by the declared order, new ones last, so that a diff shows only added and removed elements. */
function inDeclaredOrder(field: Shape, declared: readonly Json[], live: readonly Json[]): Json[] {
  const has = (list: readonly Json[], value: Json) => list.some((other) => hasSameMeaning(field, [value], [other]));
  const kept = declared.filter((value) => has(live, value));
  const added = live.filter((value) => !has(declared, value));
  return [...kept, ...added.toSorted((a, b) => String(a).localeCompare(String(b)))];
}
