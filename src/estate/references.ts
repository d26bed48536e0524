import type { Family } from "../model/field-metadata.ts";
import type { Shape } from "../model/shape.ts";
import { isUnknown, type Json } from "../util/json.ts";
import type { Declaration } from "./estate.ts";

/** A field that names something else. */
export interface Reference {
  path: string;
  family: Family;
  name: string;
}

/** All names of other things in a declaration, as far as they are known. */
export function listReferences({ kind, fields }: Declaration): Reference[] {
  return walk(kind.shape, fields, "");
}

function walk(shape: Shape, value: Json | undefined, path: string): Reference[] {
  const { refersTo } = shape.metadata;
  if (typeof value === "string")
    return refersTo && value !== "" && value !== "*" && !isUnknown(value)
      ? [{ path, family: refersTo, name: value }]
      : [];
  if (Array.isArray(value)) {
    const { element } = shape;
    return element ? value.flatMap((item, index) => walk(element, item, `${path}[${index}]`)) : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) =>
    walk(field, value[name], path ? `${path}.${name}` : name),
  );
}
