/** Rules: cleanup policies and routing rules. */
import { cleanupPolicy } from "../model/kinds/cleanup-policy.ts";
import { routingRule } from "../model/kinds/routing-rule.ts";
import type { CleanupPolicyArgs, RoutingRuleArgs } from "./arguments/rules.ts";
import { namedResourceClass } from "./resource.ts";

export type * from "./arguments/rules.ts";

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
export class CleanupPolicy extends namedResourceClass<CleanupPolicyArgs>(cleanupPolicy) {}

/**
 * A routing rule: the paths that a proxy repository requests from its upstream. A proxy refers to it by `routingRuleName`.
 *
 * ```ts
 * const noInternal = new RoutingRule("no-internal", { mode: "BLOCK", matchers: ["^/com/example/.*"] });
 * ```
 */
export class RoutingRule extends namedResourceClass<RoutingRuleArgs>(routingRule) {}
