import { digestFields } from "../model/declaration-digest.ts";
import type { Family } from "../model/field-metadata.ts";
import { readIgnoredPaths } from "../model/ignored-paths.ts";
import type { PinnedCertificate } from "../model/pinned-certificate.ts";
import { containsUnknown, type Fields, isFields } from "../util/json.ts";

/**
 * Inputs that the library adds to the declaration of a resource. They are in the state of every stack, so their names
 * never change.
 */
export interface InternalInputs {
  /** The text that creates the provider; Pulumi's own. */
  __provider?: string;
  /** The URL of the Nexus that the resource was declared for. With another URL it is compared anew: it may be another Nexus. */
  __nexus?: string;
  /** The form of the stored inputs and outputs: see `stateSchema`. Absent in states of November 2026. */
  __schema?: number;
  /** The paths of the option `ignoreChanges`: see `readIgnoredPaths`. */
  __ignored?: readonly string[];
}

/** Inputs that the program sends to `check`, which removes them: they are about the whole program and not stored. */
export interface TransientInputs {
  /** For repositories with connectors: the names of all declared repositories. States of November 2026 have them. */
  __repositories?: readonly string[];
  /** Digests of the fields that the program declares, by field; without those that are not known yet. */
  __digests?: Readonly<Record<string, string>>;
  /** The name of the stack, by which the provider reads its state. */
  __stack?: string;
  /** The references to objects that the program declares as existing. */
  __existing?: readonly ExistingReference[];
}

/** A field that names an object which the program does not create. */
export interface ExistingReference {
  path: string;
  family: Family;
  name: string;
}

const transientNames: readonly string[] = [
  "__repositories",
  "__digests",
  "__stack",
  "__existing",
] satisfies (keyof TransientInputs)[];

/** Outputs that are not declared, and that a refresh, a later update or the user needs. */
export interface ComputedOutputs {
  /** The password that was generated because none is declared. A secret. */
  generatedPassword?: string;
  /** True if the last refresh could not log in: the password was changed in Nexus. */
  passwordDrifted?: boolean;
  /** The result of the last run of a script. A secret, as it may contain the payload. */
  result?: string;
  /** The certificate that the host showed at its first trust. */
  pinned?: PinnedCertificate;
  /** True if the object existed before the stack managed it. Absent in states of November 2026 and earlier. */
  __adopted?: boolean;
  /** True if a write failed after which the fields that Nexus does not return may not be as declared: they are written again. */
  __unconfirmed?: boolean;
}

const computedNames: readonly string[] = [
  "generatedPassword",
  "passwordDrifted",
  "result",
  "pinned",
  "__adopted",
  "__unconfirmed",
] satisfies (keyof ComputedOutputs)[];

/** Returns the declaration: the inputs without internal inputs and computed outputs. */
export function getDeclared(properties: Fields): Fields {
  return Object.fromEntries(
    Object.entries(properties).filter(([key]) => !key.startsWith("__") && !computedNames.includes(key)),
  );
}

/** Returns the inputs that the library added ({@link InternalInputs}). */
export function getInternals(properties: Fields): Fields {
  return Object.fromEntries(
    Object.entries(properties).filter(([key]) => key.startsWith("__") && !computedNames.includes(key)),
  );
}

/** Returns the outputs that are not declared ({@link ComputedOutputs}). */
export function getComputed(properties: Fields): Fields {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => computedNames.includes(key)));
}

/** Returns the inputs to store: without those that only `check` needs ({@link TransientInputs}). */
export function removeTransientInputs(inputs: Fields): Fields {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !transientNames.includes(key)));
}

/** Returns the names of the declared repositories, which a repository with connectors is sent with ({@link TransientInputs}). */
export function getDeclaredRepositories(inputs: Fields): string[] {
  const { __repositories: names } = inputs;
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

/** Returns the fields that are not as the program declares them: a transform has changed, added or removed them. */
export function findTransformedFields(inputs: Fields): string[] {
  const { __digests: digests } = inputs;
  if (!isFields(digests)) return [];
  const declared = getDeclared(inputs);
  const actual: Fields = digestFields(declared, readIgnoredPaths(inputs));
  const names = [...new Set([...Object.keys(digests), ...Object.keys(actual)])];
  return names.filter((name) => digests[name] !== actual[name] && !containsUnknown(declared[name]));
}

/** Returns the references to existing objects, which a resource is sent with ({@link TransientInputs}). */
export function getExistingReferences({ __existing: references }: Fields): ExistingReference[] {
  return Array.isArray(references) ? (references as unknown as ExistingReference[]) : [];
}
