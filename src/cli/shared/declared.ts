/** What a stack's program declares, by `pulumi preview`: nothing of Nexus is looked at. */

import type { ClientConfig } from "../../client-config/client-config.ts";
import { createClientConfig } from "../../estate/declared-client-config.ts";
import type { Estate } from "../../estate/estate.ts";
import { metadataVariable } from "../../estate/program-metadata.ts";
import { PlanError, readPlan } from "../../plan/plan.ts";
import { situationOf } from "../../review/review.ts";
import { runPulumiForOutput } from "./pulumi-cli.ts";

export interface Declared {
  estate: Estate;
  clientConfig: ClientConfig;
}

export async function declaredBy(stack: string): Promise<Declared> {
  return declaredIn(
    await runPulumiForOutput(["preview", "--json", "--show-sames", "--stack", stack], { [metadataVariable]: "1" }),
  );
}

/** What a preview tells, as JSON; its program was asked to tell all. */
export function declaredIn(preview: string): Declared {
  const plan = readPlan(preview);
  if (plan.errors.length) throw new PlanError(`the preview failed:\n${plan.errors.join("\n")}`);
  const estate = situationOf(plan, undefined).worlds.after;
  const forClients = plan.told?.forClients ?? { clients: {}, parts: {}, chains: [] };
  const nexus = plan.configuration["nexus:url"] ?? process.env.NEXUS_URL ?? "";
  return { estate, clientConfig: createClientConfig(plan.stack, nexus, estate, forClients) };
}
