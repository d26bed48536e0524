import * as pulumi from "@pulumi/pulumi";
import { digestFields } from "../model/declaration-digest.ts";
import { containsSecret, isSecretField, type Shape } from "../model/shape.ts";
import { type Fields, getOwn, type Json, unknownValue } from "../util/json.ts";

/**
 * Marks as secrets: write-only values, such as passwords, which Nexus never returns, and values of maps with free keys that
 * may be secrets.
 */
export function markSecrets(shape: Shape, value: unknown, name = ""): unknown {
  if (value === undefined || value === null || !containsSecret(shape)) return value;
  if (shape.metadata.sensitive && !isSecretField(shape, name)) return value;
  if (isSecretField(shape, name) || isOutputLike(value)) return pulumi.secret(value);
  if (Array.isArray(value)) return value.map((item) => (shape.element ? markSecrets(shape.element, item) : item));
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      markSecrets(getOwn(shape.fields, key) ?? shape.values ?? { metadata: {} }, field, key),
    ]),
  );
}

/** The values of a declaration, whose Outputs and promises become known over time. */
export interface LateValues {
  /** Returns the values. What is not known yet, or never will be in a preview, is `unknownValue`. */
  read(): Fields;
  /** Returns true while an Output or promise has not resolved. */
  isPending(): boolean;
}

/** The part of Pulumi's Outputs that its types do not include. */
interface OutputInternals {
  promise(): Promise<unknown>;
  isKnown: Promise<boolean>;
}

/**
 * Starts to resolve the Outputs and promises in the values, at every level.
 *
 * @param onResolved - is called when one of them has resolved
 * @param onRejected - is called when one of them was rejected
 */
export function resolveValues(
  values: Readonly<Record<string, unknown>>,
  onResolved: () => void = () => {},
  onRejected: (reason: unknown) => void = () => {},
): LateValues {
  let pending = 0;
  const resolveOutput = (output: OutputInternals): (() => Json | undefined) => {
    let current: Json | undefined = unknownValue;
    pending++;
    Promise.all([output.promise(), output.isKnown]).then(([value, isKnown]) => {
      if (isKnown) current = value as Json | undefined;
      pending--;
      onResolved();
    }, onRejected);
    return () => current;
  };
  const resolve = (value: unknown): (() => Json | undefined) => {
    if (isOutputLike(value)) return resolveOutput(pulumi.output(value) as unknown as OutputInternals);
    if (Array.isArray(value)) {
      const items = value.map(resolve);
      return () => items.map((item) => item() ?? null);
    }
    if (typeof value !== "object" || value === null) return () => value as Json | undefined;
    return resolveFields(value);
  };
  const resolveFields = (object: object): (() => Fields) => {
    const fields = Object.entries(object).map(([name, field]) => [name, resolve(field)] as const);
    return () => Object.fromEntries(fields.map(([name, read]) => [name, read()]));
  };
  return { read: resolveFields(values), isPending: () => pending > 0 };
}

export function isOutputLike(value: unknown): value is pulumi.Output<unknown> | Promise<unknown> {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** Returns true if the value contains no Output and no promise, at any level. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return !isOutputLike(value) && Object.values(value).every(isPlain);
}

/**
 * Returns digests of the fields whose values are known when the resource is registered. Unlike the fields, the result carries no
 * dependencies, which Pulumi would store a second time.
 */
export function digestKnown(
  fields: Readonly<Record<string, unknown>>,
  ignored: readonly string[],
): pulumi.Output<Record<string, string>> {
  const digests = Object.entries(fields).map(async ([name, value]) => {
    if (isPlain(value)) return digestFields({ [name]: value as Json }, ignored);
    const output = pulumi.output(value) as pulumi.Output<unknown> & OutputInternals;
    return (await output.isKnown) ? digestFields({ [name]: (await output.promise()) as Json }, ignored) : {};
  });
  // A value that is rejected is reported with its field.
  const known = digests.map((digest) => digest.catch(() => ({})));
  return pulumi.secret(Promise.all(known).then((parts) => Object.assign({}, ...parts) as Record<string, string>));
}
