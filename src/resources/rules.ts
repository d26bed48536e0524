/** Rules: what Nexus cleans up, and what proxies may ask their upstreams for. */
import { cleanupPolicy } from "../model/kinds/cleanup-policy.ts";
import { routingRule } from "../model/kinds/routing-rule.ts";
import { type Args, NamedResource, type Options } from "./resource.ts";

/** What a cleanup policy takes. */
export type CleanupPolicyArgs = Args<typeof cleanupPolicy.schema, "name">;

/**
 * Says which components Nexus's nightly cleanup deletes, in the repositories that name it.
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

/** What a routing rule takes. */
export type RoutingRuleArgs = Args<typeof routingRule.schema, "name">;

/**
 * Says which paths a proxy asks its upstream for.
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
