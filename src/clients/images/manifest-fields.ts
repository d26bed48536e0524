/** Reads fields of manifests. A manifest may have any shape, so a value of an unexpected type counts as missing. */
import { type Fields, getValueAt, isFields, type Json } from "../../util/json.ts";

/** Returns the value if it is an object. */
export function toFields(value: Json | undefined): Fields | undefined {
  return isFields(value) ? value : undefined;
}

/** Returns the objects of the list at a path such as `spec.containers`. */
export function readObjects(fields: Fields | undefined, path: string): Fields[] {
  const value = fields && getValueAt(fields, path);
  return Array.isArray(value) ? value.map(toFields).filter((item) => item !== undefined) : [];
}

/** Returns the text at a path such as `metadata.name`. An empty text counts as missing. */
export function readText(fields: Fields | undefined, path: string): string | undefined {
  const value = fields && getValueAt(fields, path);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Returns the texts of the list at a path. */
export function readTexts(fields: Fields, path: string): string[] {
  const value = getValueAt(fields, path);
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
