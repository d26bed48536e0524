import { z } from "zod";
import type { Json } from "../util/json.ts";
import { type FieldMetadata, fieldMetadata } from "./field-metadata.ts";

/** A schema as the provider walks it: what is an object, a list or a value, and the facts of each. */
export interface Shape {
  readonly metadata: FieldMetadata;
  /** Declarations may leave it out. */
  readonly optional?: boolean;
  readonly fields?: Readonly<Record<string, Shape>>;
  readonly element?: Shape;
  /** What each entry is, where their names are anybody's. */
  readonly values?: Shape;
}

/** Facts written on `schema.optional()` and on `schema` itself count alike: the wrappers are taken off. */
export function toShape(schema: z.core.$ZodType): Shape {
  const own = fieldMetadata.get(schema) ?? {};
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    const inner = toShape(schema.unwrap());
    const optional = inner.optional || schema instanceof z.ZodOptional;
    return { ...inner, optional, metadata: { ...inner.metadata, ...own } };
  }
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape).map(([name, field]) => [name, toShape(field)] as const);
    return { metadata: own, fields: Object.fromEntries(fields) };
  }
  if (schema instanceof z.ZodRecord) return { metadata: own, values: toShape(schema.valueType) };
  if (schema instanceof z.ZodArray) return { metadata: own, element: toShape(schema.element) };
  return { metadata: own };
}

/** The fields of an object; of one whose names are anybody's, those that the value has. */
export function getFieldShapes(shape: Shape, value: Json | undefined): Readonly<Record<string, Shape>> | undefined {
  const { fields, values } = shape;
  if (!values || typeof value !== "object" || value === null || Array.isArray(value)) return fields;
  return Object.fromEntries(Object.keys(value).map((name) => [name, values]));
}

/** The paths of the fields of which something is true: `docker.httpPort`. */
export function findPathsWith(shape: Shape, fact: keyof FieldMetadata): string[] {
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) => [
    ...(field.metadata[fact] ? [name] : []),
    ...findPathsWith(field, fact).map((path) => `${name}.${path}`),
  ]);
}

/** What is true of the field at a path. */
export function getMetadataAt(shape: Shape, path: string): FieldMetadata | undefined {
  return path.split(".").reduce<Shape | undefined>((at, name) => at?.fields?.[name], shape)?.metadata;
}

/** All secrets in a declaration: texts that must not be shown. */
export function collectSecrets(shape: Shape, value: Json | undefined): string[] {
  if (typeof value === "string") return shape.metadata.writeOnly ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  const { element, fields } = shape;
  if (Array.isArray(value)) return element ? value.flatMap((item) => collectSecrets(element, item)) : [];
  return Object.entries(fields ?? {}).flatMap(([name, field]) => collectSecrets(field, value[name]));
}

/** Whether a secret lies at this place or below it. */
export function containsSecret(shape: Shape): boolean {
  if (shape.metadata.writeOnly) return true;
  if (shape.element && containsSecret(shape.element)) return true;
  return Object.values(shape.fields ?? {}).some(containsSecret);
}
