import type { ClientConfig } from "../client-config/client-config.ts";
import { createClientConfig } from "../estate/declared-client-config.ts";
import type { Estate } from "../estate/estate.ts";
import { PlanError, readPlan } from "./plan.ts";
import { createPlanContext } from "./plan-context.ts";

/** Represents everything that a stack's program declares. */
export interface DeclaredProgram {
  estate: Estate;
  clientConfig: ClientConfig;
}

/**
 * Reads what a program declares from the output of `pulumi preview --json --show-sames`. Nexus is not read.
 *
 * @param preview - JSON of a preview whose program was asked for its metadata
 * @param defaultUrl - the URL of Nexus where the stack does not configure `nexus:url`
 * @throws PlanError if the text is no such preview, or the preview failed
 */
export function readDeclaredProgram(preview: string, defaultUrl = ""): DeclaredProgram {
  const plan = readPlan(preview);
  if (plan.errors.length) throw new PlanError(`the preview failed:\n${plan.errors.join("\n")}`);
  const estate = createPlanContext(plan, undefined).planned;
  const clientDeclarations = plan.metadata?.clientDeclarations ?? { clients: {}, clientConfig: {}, chains: [] };
  const url = plan.configuration["nexus:url"] ?? defaultUrl;
  return { estate, clientConfig: createClientConfig(plan.stack, url, estate, clientDeclarations) };
}
