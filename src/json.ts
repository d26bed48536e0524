/** JSON as Nexus speaks it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };
/** The fields of one thing in Nexus, or of one declaration of it. */
export type Fields = { [key: string]: Json | undefined };

/** What lies at `group.memberNames`; nothing where something on the way is missing. */
export function valueAt(fields: Fields, path: string): Json | undefined {
  return path
    .split(".")
    .reduce<Json | undefined>(
      (value, name) => (typeof value === "object" && value !== null && !Array.isArray(value) ? value[name] : undefined),
      fields,
    );
}

/** The fields with something else at `group.memberNames`. */
export function withValueAt(fields: Fields, path: string, value: Json): Fields {
  const [name = "", ...rest] = path.split(".");
  if (!rest.length) return { ...fields, [name]: value };
  const part = fields[name];
  const inner = typeof part === "object" && part !== null && !Array.isArray(part) ? part : {};
  return { ...fields, [name]: withValueAt(inner, rest.join("."), value) };
}
