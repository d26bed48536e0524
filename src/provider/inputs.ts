import type { Fields } from "../util/json.ts";

/**
 * Inputs that the library adds to the declaration of a resource. They are in the state of every stack, so their names
 * never change.
 */
export interface InternalInputs {
  /** The text that creates the provider; Pulumi's own. */
  __provider?: string;
  /** The URL of the Nexus that the resource was declared for. With another URL it is compared anew: it may be another Nexus. */
  __nexus?: string;
  /** For repositories with connectors: the names of the declared repositories. */
  __repositories?: readonly string[];
}

/** Outputs that are not declared, and that a refresh, a later update or the user needs. */
export interface ComputedOutputs {
  /** The password that was generated because none is declared. A secret. */
  generatedPassword?: string;
  /** True if the last refresh could not log in: the password was changed in Nexus. */
  passwordDrifted?: boolean;
}

const computedNames: readonly string[] = ["generatedPassword", "passwordDrifted"] satisfies (keyof ComputedOutputs)[];

/** Returns the declaration: the inputs without internal inputs and computed outputs. */
export function getDeclared(properties: Fields): Fields {
  return Object.fromEntries(
    Object.entries(properties).filter(([key]) => !key.startsWith("__") && !computedNames.includes(key)),
  );
}

/** Returns the inputs that the library added ({@link InternalInputs}). */
export function getInternals(properties: Fields): Fields {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => key.startsWith("__")));
}

/** Returns the outputs that are not declared ({@link ComputedOutputs}). */
export function getComputed(properties: Fields): Fields {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => computedNames.includes(key)));
}

/** Returns the names of the declared repositories, which a repository with connectors has in its inputs. */
export function getNeighbours(properties: Fields): string[] {
  const { __repositories: names } = properties;
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}
