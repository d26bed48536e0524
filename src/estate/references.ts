import type { Family } from "../model/field-metadata.ts";
import type { Shape } from "../model/shape.ts";
import { isUnknown, type Json } from "../util/json.ts";
import type { Declaration } from "./estate.ts";

/** A field whose value is the name of another object. */
export interface Reference {
  path: string;
  family: Family;
  name: string;
}

/** Returns the references in a declaration. Values that are not known yet are left out. */
export function listReferences({ kind, fields }: Declaration): Reference[] {
  return collectReferences(kind.shape, fields, "");
}

function collectReferences(shape: Shape, value: Json | undefined, path: string): Reference[] {
  const { refersTo } = shape.metadata;
  if (typeof value === "string")
    return refersTo && value !== "" && value !== "*" && !isUnknown(value)
      ? [{ path, family: refersTo, name: value }]
      : [];
  if (Array.isArray(value)) {
    const { element } = shape;
    return element ? value.flatMap((item, index) => collectReferences(element, item, `${path}[${index}]`)) : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) =>
    collectReferences(field, value[name], path ? `${path}.${name}` : name),
  );
}
