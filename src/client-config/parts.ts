import { z } from "zod";
import { consumers } from "./consumers.ts";
import { localRegistry } from "./local-registry.ts";
import { namingRule } from "./naming/schema.ts";
import { pipelines } from "./pipelines.ts";
import { runtime } from "./runtime.ts";

/** What an estate says of its clients beside its resources: `clientConfig` of an estate. */
export const clientConfigArgs = z.strictObject({
  consumers: consumers.optional(),
  naming: z.array(namingRule).optional(),
  runtime: runtime.optional(),
  pipelines: pipelines.optional(),
  localRegistry: localRegistry.optional(),
});
export type ClientConfigArgs = z.infer<typeof clientConfigArgs>;
