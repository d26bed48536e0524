import type * as pulumi from "@pulumi/pulumi";
import { cleanupPolicy } from "../kinds/cleanup-policy.ts";
import { routingRule } from "../kinds/routing-rule.ts";
import { type Args, NexusResource, type Options } from "./resource.ts";

export type CleanupPolicyArgs = Args<typeof cleanupPolicy.schema, "name">;

/**
 * Says which components Nexus's nightly cleanup deletes, in the repositories that name it.
 *
 * ```ts
 * const retain30Days = new CleanupPolicy("docker-retain-30d", { format: "docker", criteriaLastDownloaded: 30 });
 * ```
 */
export class CleanupPolicy extends NexusResource {
  /** Refer to it by this, and what refers is made after it. */
  readonly name: pulumi.Output<string>;

  constructor(name: string, args: CleanupPolicyArgs, options?: Options) {
    super(cleanupPolicy, name, args, options);
    this.name = this.named(args.name ?? name);
  }
}

export type RoutingRuleArgs = Args<typeof routingRule.schema, "name">;

/**
 * Says which paths a proxy asks its upstream for.
 *
 * ```ts
 * const noInternal = new RoutingRule("no-internal", { mode: "BLOCK", matchers: ["^/com/example/.*"] });
 * ```
 */
export class RoutingRule extends NexusResource {
  /** Refer to it by this, and what refers is made after it. */
  readonly name: pulumi.Output<string>;

  constructor(name: string, args: RoutingRuleArgs, options?: Options) {
    super(routingRule, name, args, options);
    this.name = this.named(args.name ?? name);
  }
}
