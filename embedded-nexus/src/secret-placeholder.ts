import { isObject, type Json, type JsonObject } from "./json.ts";

/** Stands for a stored secret in responses, and in requests that keep it. */
export const SECRET_PLACEHOLDER = "#~NXRM~PLACEHOLDER~PASSWORD~#";

/** Replaces the placeholders of some fields of a request, at any depth, by the stored values. */
export function restorePlaceholders(
  body: JsonObject,
  stored: Json | undefined,
  accepts: (field: string) => boolean,
): JsonObject {
  const before = isObject(stored) ? stored : {};
  const entries = Object.entries(body).map(([name, value]) => {
    if (value === SECRET_PLACEHOLDER && accepts(name)) return [name, before[name] ?? null];
    return [name, isObject(value) ? restorePlaceholders(value, before[name], accepts) : value];
  });
  return Object.fromEntries(entries);
}
