/** Rules: cleanup policies and routing rules. */
import { cleanupPolicy } from "../model/kinds/cleanup-policy.ts";
import { routingRule } from "../model/kinds/routing-rule.ts";
import { type Args, NamedResource, type Options } from "./resource.ts";

/** The arguments of {@link CleanupPolicy}. */
export type CleanupPolicyArgs = Args<typeof cleanupPolicy.schema, "name">;

/**
 * A cleanup policy. Nexus's nightly cleanup deletes the components that meet all its criteria, in the repositories to which the
 * policy is attached (`cleanup.policyNames`).
 *
 * The Pro edition has a public API for policies, `/v1/cleanup-policies`, except in 3.94.0. The other editions are served by
 * `/internal/cleanup-policies`, the API of Nexus's user interface.
 *
 * ```ts
 * const retain30Days = new CleanupPolicy("docker-retain-30d", { format: "docker", criteriaLastDownloaded: 30 });
 * ```
 */
export class CleanupPolicy extends NamedResource {
  constructor(name: string, args: CleanupPolicyArgs, options?: Options) {
    super(cleanupPolicy, name, args, options);
  }
}

/** The arguments of {@link RoutingRule}. */
export type RoutingRuleArgs = Args<typeof routingRule.schema, "name">;

/**
 * A routing rule: the paths that a proxy repository requests from its upstream. A proxy refers to it by `routingRuleName`.
 *
 * ```ts
 * const noInternal = new RoutingRule("no-internal", { mode: "BLOCK", matchers: ["^/com/example/.*"] });
 * ```
 */
export class RoutingRule extends NamedResource {
  constructor(name: string, args: RoutingRuleArgs, options?: Options) {
    super(routingRule, name, args, options);
  }
}
