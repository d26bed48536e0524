import type { Fields, Json } from "../../util/json.ts";

/**
 * Finds the only object of a type in a list. Returns undefined if there is none, and no fields if this is not known: the
 * response is no list, or an entry without a type may be of the type.
 */
export function findByType(list: Json, type: string, parse: (live: Json) => Fields): Fields | undefined {
  if (!Array.isArray(list)) return {};
  const objects = list.map(parse);
  if (objects.some((fields) => typeof fields.type !== "string")) return {};
  return objects.find((fields) => fields.type === type);
}
