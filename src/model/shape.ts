import { z } from "zod";
import type { Json } from "../util/json.ts";
import { type FieldMetadata, fieldMetadata } from "./field-metadata.ts";
import { mayBeSecret } from "./masked-secrets.ts";

/** A schema as a plain tree of objects, lists and values, with the metadata of each field. */
export interface Shape {
  readonly metadata: FieldMetadata;
  /** True if a declaration can omit the field. */
  readonly optional?: boolean;
  /** True if a declaration can contain null for the field, which declares that Nexus has none. */
  readonly nullable?: boolean;
  /** The fields of an object. */
  readonly fields?: Readonly<Record<string, Shape>>;
  /** The elements of a list. */
  readonly element?: Shape;
  /** The values of a map with free keys. */
  readonly values?: Shape;
}

/** Converts a schema to its shape. Metadata registered on `schema.optional()` and on `schema` itself are merged. */
export function toShape(schema: z.core.$ZodType): Shape {
  const own = fieldMetadata.get(schema) ?? {};
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    const inner = toShape(schema.unwrap());
    const optional = inner.optional || schema instanceof z.ZodOptional;
    const nullable = inner.nullable || schema instanceof z.ZodNullable;
    return { ...inner, optional, nullable, metadata: { ...inner.metadata, ...own } };
  }
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape).map(([name, field]) => [name, toShape(field)] as const);
    // Without a prototype, as users and Nexus choose the names that are looked up: `toString`, `__proto__`.
    return { metadata: own, fields: Object.assign(Object.create(null), Object.fromEntries(fields)) };
  }
  if (schema instanceof z.ZodRecord) return { metadata: own, values: toShape(schema.valueType) };
  if (schema instanceof z.ZodArray) return { metadata: own, element: toShape(schema.element) };
  return { metadata: own };
}

/** Returns the shapes of an object's fields. For a map with free keys, returns a shape for each key of the value. */
export function getFieldShapes(shape: Shape, value: Json | undefined): Readonly<Record<string, Shape>> | undefined {
  const { fields, values } = shape;
  if (!values || typeof value !== "object" || value === null || Array.isArray(value)) return fields;
  return Object.fromEntries(Object.keys(value).map((name) => [name, values]));
}

/** Returns the paths of the fields that have a metadata property: `findPathsWith(shape, "connectorPort")` returns `docker.httpPort`, ... */
export function findPathsWith(shape: Shape, property: keyof FieldMetadata): string[] {
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) => [
    ...(field.metadata[property] ? [name] : []),
    ...findPathsWith(field, property).map((path) => `${name}.${path}`),
  ]);
}

/** Returns the metadata of the field at a path such as `storage.blobStoreName`, or undefined if there is no such field. */
export function getMetadataAt(shape: Shape, path: string): FieldMetadata | undefined {
  return findShapeAt(shape, path)?.metadata;
}

/** Returns the shape of the field at a path, or undefined if there is no such field. */
export function findShapeAt(shape: Shape, path: string): Shape | undefined {
  return path.split(".").reduce<Shape | undefined>((parent, name) => parent?.fields?.[name] ?? parent?.values, shape);
}

/** Returns true if the value of a field is a secret by its definition, or may be one by its name. */
export function isSecretField({ metadata }: Shape, name: string): boolean {
  const { writeOnly, sensitive } = metadata;
  return writeOnly === true || sensitive === "always" || (sensitive === "byName" && mayBeSecret(name));
}

/** Returns the values of all secret fields of a declaration, so that they can be redacted. */
export function collectSecrets(shape: Shape, value: Json | undefined, name = ""): string[] {
  if (typeof value === "string") return isSecretField(shape, name) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  const { element } = shape;
  if (Array.isArray(value)) return element ? value.flatMap((item) => collectSecrets(element, item)) : [];
  return Object.entries(getFieldShapes(shape, value) ?? {}).flatMap(([key, field]) =>
    collectSecrets(field, value[key], key),
  );
}

/** Returns true if the field is a secret or can contain one at any depth. */
export function containsSecret(shape: Shape): boolean {
  if (shape.metadata.writeOnly || shape.metadata.sensitive) return true;
  if (shape.element && containsSecret(shape.element)) return true;
  if (shape.values && containsSecret(shape.values)) return true;
  return Object.values(shape.fields ?? {}).some(containsSecret);
}
