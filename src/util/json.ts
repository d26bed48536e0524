/** JSON as Nexus speaks it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };
/** The fields of one thing in Nexus, or of one declaration of it. */
export type Fields = { [key: string]: Json | undefined };

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a text is as JSON; nothing where it is none. */
export function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What lies at `group.memberNames`; nothing where something on the way is missing. */
export function valueAt(fields: Fields, path: string): Json | undefined {
  return path.split(".").reduce<Json | undefined>((value, name) => (isFields(value) ? value[name] : undefined), fields);
}

/** The fields with something else at `group.memberNames`. */
export function withValueAt(fields: Fields, path: string, value: Json): Fields {
  const [name = "", ...rest] = path.split(".");
  if (!rest.length) return { ...fields, [name]: value };
  const part = fields[name];
  const inner = isFields(part) ? part : {};
  return { ...fields, [name]: withValueAt(inner, rest.join("."), value) };
}
