import { deserializationError } from "../http/responses.ts";
import { shuffle } from "../java-hash-order.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { RequestField, RequestSchemas } from "./request-schemas.ts";

/**
 * Deserializes a request body as Jackson does: unknown properties are dropped, numbers and booleans are converted to strings
 * and back, enums ignore case. The first invalid value is a 400 with one entry for each step of its path; the step of a list
 * element is "*", and a body that is not an object has no entry (3.77).
 */
export function deserializeBody(schemas: RequestSchemas, schema: string, body: Json): JsonObject {
  if (!isObject(body)) throw deserializationError([]);
  return readObject(schemas, schema, body, []);
}

/** Deserializes a body that is a list of strings, such as the active realms. */
export function deserializeStrings(body: Json): (string | null)[] {
  if (!Array.isArray(body)) throw deserializationError([]);
  return body.map((value) => (value === null ? null : readString(value, ["*"])));
}

type Path = readonly string[];

function readObject(schemas: RequestSchemas, schema: string, body: JsonObject, path: Path): JsonObject {
  const read: JsonObject = {};
  for (const [name, value] of Object.entries(body)) {
    const field = schemas.field(schema, name);
    if (field && value !== undefined) read[name] = readValue(schemas, field, value, [...path, name]);
  }
  return read;
}

function readValue(schemas: RequestSchemas, field: RequestField, value: Json, path: Path): Json {
  if (value === null) return null;
  if (field.ref !== undefined) {
    if (isObject(value)) return readObject(schemas, field.ref, value, path);
    return failWrongType(`org.sonatype.nexus.repository.rest.api.model.${field.ref}`, value, path);
  }
  switch (field.type) {
    case "boolean":
      return readBoolean(value, path);
    case "integer":
      return readInteger(value, field.format === "int64", path);
    // Sonatype's client, the source of the newest facts, declares integers as numbers.
    case "number":
      return readInteger(value, true, path);
    case "array":
      return readList(schemas, field, value, path);
    case "object":
      return value;
    default:
      return isJavaEnum(field) ? readEnum(field, value, path) : readString(value, path);
  }
}

/** Returns true for a Java enum: values without a minimum length. With one, the field is a string that is validated later. */
export function isJavaEnum(field: RequestField): boolean {
  return field.enum !== undefined && field.minLength === undefined;
}

function readList(schemas: RequestSchemas, field: RequestField, value: Json, path: Path): Json {
  const type = field.uniqueItems ? "java.util.HashSet" : "java.util.ArrayList";
  if (typeof value === "string") return failWrongType(type, value, path);
  if (!Array.isArray(value)) return failWrongType(`${type}<java.lang.String>`, value, path);
  const inner = [...path, "*"];
  return value.map((item) => {
    if (item === null) return null;
    const { ref } = field.items ?? {};
    if (ref !== undefined)
      return isObject(item) ? readObject(schemas, ref, item, inner) : failWrongType(ref, item, inner);
    return field.items?.enum ? readEnum({ ...field, ...field.items }, item, inner) : readString(item, inner);
  });
}

function readEnum(field: RequestField, value: Json, path: Path): Json {
  const values = field.enum ?? [];
  // Jackson reads a number as the position of a value.
  if (typeof value === "number") return values[value] ?? null;
  if (typeof value !== "string") return failWrongType(field.rule.javaClass ?? field.name, value, path);
  const match = values.find((candidate) => candidate.toLowerCase() === value.toLowerCase());
  if (match !== undefined) return match;
  const java = field.rule.javaClass ?? `org.sonatype.nexus.repository.rest.api.model.${field.name}`;
  const list = shuffle(values).join(", ");
  return failUnreadable(java, `String "${value}": not one of the values accepted for Enum class: [${list}]`, path);
}

function readString(value: Json, path: Path): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return failWrongType("java.lang.String", value, path);
}

function readBoolean(value: Json, path: Path): boolean | null {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0;
  if (value === "") return null;
  if (value === "true" || value === "True" || value === "TRUE") return true;
  if (value === "false" || value === "False" || value === "FALSE") return false;
  if (typeof value !== "string") return failWrongType("java.lang.Boolean", value, path);
  return failUnreadable("java.lang.Boolean", `String "${value}": only "true" or "false" recognized`, path);
}

function readInteger(value: Json, long: boolean, path: Path): number | null {
  const java = long ? "java.lang.Long" : "java.lang.Integer";
  if (value === "") return null;
  if (typeof value === "string") {
    if (/^\s*[+-]?\d+\s*$/.test(value)) return Number(value);
    return failUnreadable(java, `String "${value}": not a valid \`${java}\` value`, path);
  }
  if (typeof value !== "number") return failWrongType(java, value, path);
  if (!long && Math.abs(value) > 2147483647) {
    return fail(path, `Numeric value (${value}) out of range of int (-2147483648 - 2147483647)`);
  }
  return Math.trunc(value);
}

function failWrongType(java: string, value: Json, path: Path): never {
  if (typeof value === "string") {
    const reason = "no String-argument constructor/factory method to deserialize from String value";
    return fail(
      path,
      `Cannot construct instance of \`${java}\` (although at least one Creator exists): ${reason} ('${value}')`,
    );
  }
  const [kind, token] = Array.isArray(value)
    ? ["Array", "START_ARRAY"]
    : isObject(value)
      ? ["Object", "START_OBJECT"]
      : typeof value === "boolean"
        ? ["Boolean", `VALUE_${String(value).toUpperCase()}`]
        : ["Integer", "VALUE_NUMBER_INT"];
  return failUnreadable(java, `${kind} value (token \`JsonToken.${token}\`)`, path);
}

function failUnreadable(java: string, from: string, path: Path): never {
  return fail(path, `Cannot deserialize value of type \`${java}\` from ${from}`);
}

function fail(path: Path, message: string): never {
  throw deserializationError(path.map((id) => ({ id, message })));
}
