import { z } from "zod";
import type { Json } from "../util/json.ts";
import { type FieldFacts, facts } from "./field-metadata.ts";

/** A schema as the provider walks it: what is an object, a list or a value, and the facts of each. */
export interface Shape {
  readonly facts: FieldFacts;
  /** Declarations may leave it out. */
  readonly optional?: boolean;
  readonly fields?: Readonly<Record<string, Shape>>;
  readonly element?: Shape;
  /** What each entry is, where their names are anybody's. */
  readonly values?: Shape;
}

/** Facts written on `schema.optional()` and on `schema` itself count alike: the wrappers are taken off. */
export function shapeOf(schema: z.core.$ZodType): Shape {
  const own = facts.get(schema) ?? {};
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    const inner = shapeOf(schema.unwrap());
    const optional = inner.optional || schema instanceof z.ZodOptional;
    return { ...inner, optional, facts: { ...inner.facts, ...own } };
  }
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape).map(([name, field]) => [name, shapeOf(field)] as const);
    return { facts: own, fields: Object.fromEntries(fields) };
  }
  if (schema instanceof z.ZodRecord) return { facts: own, values: shapeOf(schema.valueType) };
  if (schema instanceof z.ZodArray) return { facts: own, element: shapeOf(schema.element) };
  return { facts: own };
}

/** The fields of an object; of one whose names are anybody's, those that the value has. */
export function fieldsIn(shape: Shape, value: Json | undefined): Readonly<Record<string, Shape>> | undefined {
  const { fields, values } = shape;
  if (!values || typeof value !== "object" || value === null || Array.isArray(value)) return fields;
  return Object.fromEntries(Object.keys(value).map((name) => [name, values]));
}

/** The paths of the fields of which something is true: `docker.httpPort`. */
export function pathsWith(shape: Shape, fact: keyof FieldFacts): string[] {
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) => [
    ...(field.facts[fact] ? [name] : []),
    ...pathsWith(field, fact).map((path) => `${name}.${path}`),
  ]);
}

/** What is true of the field at a path. */
export function factsAt(shape: Shape, path: string): FieldFacts | undefined {
  return path.split(".").reduce<Shape | undefined>((at, name) => at?.fields?.[name], shape)?.facts;
}

/** All secrets in a declaration: texts that must not be shown. */
export function secretsIn(shape: Shape, value: Json | undefined): string[] {
  if (typeof value === "string") return shape.facts.writeOnly ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  const { element, fields } = shape;
  if (Array.isArray(value)) return element ? value.flatMap((item) => secretsIn(element, item)) : [];
  return Object.entries(fields ?? {}).flatMap(([name, field]) => secretsIn(field, value[name]));
}

/** Whether a secret lies at this place or below it. */
export function holdsSecret(shape: Shape): boolean {
  if (shape.facts.writeOnly) return true;
  if (shape.element && holdsSecret(shape.element)) return true;
  return Object.values(shape.fields ?? {}).some(holdsSecret);
}
