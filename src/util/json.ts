/** A JSON value, as in requests and responses of Nexus. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };
/** The fields of one object in Nexus, or of one declaration. */
export type Fields = { [key: string]: Json | undefined };

/** Stands for a value that is not known during a preview, at any depth of a declaration. The text is Pulumi's own constant. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Returns true for an object that is not a list and not null. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns a property of its own. Users and servers choose the names, so inherited properties such as `toString` must not count. */
export function getOwn<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Returns true for Pulumi's placeholder of a value that is not known yet. */
export function isUnknown(value: unknown): boolean {
  return value === unknownValue;
}

/** Returns true if the value, or anything inside it, is not known yet. */
export function containsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(containsUnknown);
}

/** The depth to which JSON can be nested. Nexus's responses have less than 20 levels; recursive functions overflow at some thousands. */
export const maxDepth = 200;

/**
 * Parses a text as JSON. Returns undefined if the text is not valid JSON, is nested deeper than 200 levels, or has an object
 * with a field `toString` or `valueOf`, which `String()` and `Number()` would call.
 */
export function parseJson(text: string): Json | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    const value: Json = JSON.parse(text);
    return /toString|valueOf|\\u/.test(text) && hidesConversion(value) ? undefined : value;
  } catch {
    return undefined;
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '"') index = findEndOfString(text, index);
    else if (character === "[" || character === "{") depth++;
    else if (character === "]" || character === "}") depth--;
    if (depth > maxDepth) return true;
  }
  return false;
}

function findEndOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index;
}

function hidesConversion(value: Json | undefined): boolean {
  if (typeof value !== "object" || value === null) return false;
  return (
    Object.hasOwn(value, "toString") || Object.hasOwn(value, "valueOf") || Object.values(value).some(hidesConversion)
  );
}

/** Returns the value at a path such as `group.memberNames`, or undefined if a part of the path is missing. */
export function getValueAt(fields: Fields, path: string): Json | undefined {
  return path.split(".").reduce<Json | undefined>((value, name) => (isFields(value) ? value[name] : undefined), fields);
}

/** Returns a copy of the fields with another value at a path such as `group.memberNames`. Missing objects on the path are created. */
export function setValueAt(fields: Fields, path: string, value: Json): Fields {
  const [name = "", ...rest] = path.split(".");
  if (!rest.length) return { ...fields, [name]: value };
  const part = fields[name];
  const inner = isFields(part) ? part : {};
  return { ...fields, [name]: setValueAt(inner, rest.join("."), value) };
}

/** Formats a path for messages: `["members", 1, "name"]` becomes `members[1].name`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index ? "." : ""}${String(part)}`))
    .join("");
}
