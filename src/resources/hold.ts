import type * as pulumi from "@pulumi/pulumi";
import type { Invariant } from "../estate/invariants.ts";
import { registryOf } from "./registry.ts";

/**
 * States what must hold of all that is declared for a Nexus: nothing is registered while one is broken. Estates state
 * theirs as `invariants`; this is for programs without one, and for a `Provider`.
 *
 * ```ts
 * hold([invariants.neverCleaned("ocp-mirror")]);
 * ```
 */
export function hold(rules: readonly Invariant[], options: { provider?: pulumi.ProviderResource } = {}): void {
  registryOf(options.provider).hold(...rules);
}
