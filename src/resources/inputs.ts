import * as pulumi from "@pulumi/pulumi";
import { containsSecret, type Shape } from "../model/shape.ts";
import { type Fields, type Json, unknownValue } from "../util/json.ts";

type Inner<T> = T extends readonly (infer E)[]
  ? DeepInput<E>[]
  : T extends object
    ? { [K in keyof T]: DeepInput<T[K]> }
    : T;

/** The input type for a value of type T: the value itself, or an Output or promise of it, at every level. */
export type DeepInput<T> = pulumi.Input<Inner<T>>;

/** Marks all write-only values as secrets, such as passwords, which Nexus never returns. */
export function markSecrets(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null || !containsSecret(shape)) return value;
  if (shape.metadata.writeOnly || isOutputLike(value)) return pulumi.secret(value);
  if (Array.isArray(value)) return value.map((item) => (shape.element ? markSecrets(shape.element, item) : item));
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      markSecrets((shape.fields && Object.hasOwn(shape.fields, name) && shape.fields[name]) || { metadata: {} }, field),
    ]),
  );
}

/**
 * Resolves the Outputs and promises in the values that are known before the deployment: those that resolve by the next
 * turn of the event loop, such as configuration values and names of other declarations. The others become `unknownValue`.
 */
export async function resolveKnown(values: Record<string, unknown>): Promise<Fields> {
  const getValue = startResolving(values);
  await new Promise((resolve) => setImmediate(resolve));
  return (getValue() ?? {}) as Fields;
}

function startResolving(value: unknown): () => Json | undefined {
  if (isOutputLike(value)) {
    let inner: () => Json | undefined = () => unknownValue;
    (pulumi.output(value) as pulumi.Output<unknown>).apply((known) => {
      inner = () => known as Json | undefined;
    });
    return () => inner();
  }
  if (Array.isArray(value)) {
    const items = value.map(startResolving);
    return () => items.map((item) => item() ?? null);
  }
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(([name, field]) => [name, startResolving(field)] as const);
    return () => Object.fromEntries(fields.map(([name, field]) => [name, field()]));
  }
  return () => value as Json | undefined;
}

export function isOutputLike(value: unknown): value is pulumi.Output<unknown> | Promise<unknown> {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}
