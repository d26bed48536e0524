import { isObject, type Json } from "../json.ts";

/**
 * Formats JSON as the REST API does, which indents objects but not lists (3.71): `[ {` begins a list of objects. Some clients
 * print a body as it is, and their tests search it for text.
 */
export function formatIndentedJson(value: Json, indent = ""): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return value.length === 0 ? "[ ]" : `[ ${value.map((item) => formatIndentedJson(item, indent)).join(", ")} ]`;
  }
  if (!isObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([name, field]) => `${inner}${JSON.stringify(name)} : ${formatIndentedJson(field, inner)}`);
  return fields.length === 0 ? "{ }" : `{\n${fields.join(",\n")}\n${indent}}`;
}
