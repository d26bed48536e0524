import type { Fields } from "../util/json.ts";

/**
 * What the library adds to a resource's inputs beside the declaration, and the outputs that no declaration has. They
 * are in the state of every stack: their names stay.
 */
export interface InternalInputs {
  /** The text that makes the provider; Pulumi's own. */
  __provider?: string;
  /** Where the Nexus is that it was declared for. Another URL is looked at afresh: it may be another Nexus. */
  __nexus?: string;
  /** For repositories with connectors: the declared repositories. */
  __repositories?: readonly string[];
}

/** What a refresh and a later update need to know, and people may want, that nobody declared. */
export interface ComputedOutputs {
  /** The password that was made where none was declared. A secret. */
  generatedPassword?: string;
  /** The last refresh could not log in: somebody changed the password in Nexus. */
  passwordDrifted?: boolean;
}

const computed: readonly string[] = ["generatedPassword", "passwordDrifted"] satisfies (keyof ComputedOutputs)[];

/** The declaration alone. */
export function getDeclared(properties: Fields): Fields {
  return Object.fromEntries(
    Object.entries(properties).filter(([key]) => !key.startsWith("__") && !computed.includes(key)),
  );
}

/** What the library added. */
export function getInternals(properties: Fields): Fields {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => key.startsWith("__")));
}

export function getComputed(properties: Fields): Fields {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => computed.includes(key)));
}

/** The names of the declared repositories that came with a repository. */
export function getNeighbours(properties: Fields): string[] {
  const { __repositories: names } = properties;
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}
