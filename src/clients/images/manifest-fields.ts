/** Manifests are anybody's: what is not of the shape that it should be is not there. */
import { type Fields, getValueAt, isFields, type Json } from "../../util/json.ts";

export function toFields(value: Json | undefined): Fields | undefined {
  return isFields(value) ? value : undefined;
}

/** The objects of the list at `spec.containers`. */
export function readObjects(fields: Fields | undefined, path: string): Fields[] {
  const value = fields && getValueAt(fields, path);
  return Array.isArray(value) ? value.map(toFields).filter((one) => one !== undefined) : [];
}

/** The text at `metadata.name`; an empty one is none. */
export function readText(fields: Fields | undefined, path: string): string | undefined {
  const value = fields && getValueAt(fields, path);
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function readTexts(fields: Fields, path: string): string[] {
  const value = getValueAt(fields, path);
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
