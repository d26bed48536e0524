import type { Fields } from "../util/json.ts";

/**
 * The form in which inputs and outputs are stored in the state of every stack. It is stored with each resource as `__schema`.
 * Increase it with a change that older versions cannot read; `docs/architecture.md` has the recipe. States of November 2026
 * have none, which is read like 1.
 */
export const stateSchema = 1;

/** Returns the schema of a resource in the state, if it is one that this version cannot read. */
export function findNewerSchema({ __schema: schema }: Fields): number | undefined {
  return typeof schema === "number" && schema > stateSchema ? schema : undefined;
}
