/** Values as Pulumi's engine keeps them: JSON, with a mark around secrets. */
import { runtime } from "@pulumi/pulumi";
import { type Fields, isFields, type Json } from "../../../../src/util/json.ts";

/** Returns the value without the marks of secrets, as a dynamic provider receives it. */
export function revealSecrets<T extends Json | undefined>(value: T): T {
  const plain: Json | undefined = runtime.isRpcSecret(value) ? runtime.unwrapRpcSecret(value) : value;
  if (plain !== value) return revealSecrets(plain) as T;
  if (Array.isArray(value)) return value.map((item) => revealSecrets(item)) as T;
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revealSecrets(item)])) as T;
}

export function containsSecret(value: Json | undefined): boolean {
  if (typeof value !== "object" || value === null) return false;
  return runtime.isRpcSecret(value) || Object.values(value).some(containsSecret);
}

export function markSecret(value: Json | undefined): Json {
  return runtime.isRpcSecret(value) ? (value as Json) : { ...secretMark, value: value ?? null };
}

/**
 * Returns the outputs of a provider with the secrets of its inputs marked. A dynamic provider returns plain values, so the
 * engine marks an output if the input with the same name contains a secret.
 */
export function markSecretsOf(outputs: Fields, inputs: Fields): Fields {
  const marked = Object.entries(outputs).map(([key, output]): [string, Json | undefined] => {
    const input = inputs[key];
    if (isPlainObject(output) && isPlainObject(input)) return [key, markSecretsOf(output, input)];
    return [key, containsSecret(input) ? markSecret(output) : output];
  });
  return Object.fromEntries(marked);
}

/** The wrapper that the Node.js SDK writes around a secret: its signature and its type. */
const secretMark = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
} as const;

function isPlainObject(value: Json | undefined): value is Fields {
  return isFields(value) && !runtime.isRpcSecret(value);
}

/** Returns a copy that has passed through JSON, as everything between the engine, a program and a provider. */
export function copyAsJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}
