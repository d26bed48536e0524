import { z } from "zod";
import { consumersSchema } from "./consumers.ts";
import { localRegistrySchema } from "./local-registry.ts";
import { namingRuleSchema } from "./naming/schema.ts";
import { pipelinesSchema } from "./pipelines.ts";
import { runtimeSchema } from "./runtime.ts";

/** What an estate says of its clients beside its resources: `clientConfig` of an estate. */
export const clientConfigArgsSchema = z.strictObject({
  consumers: consumersSchema.optional(),
  naming: z.array(namingRuleSchema).optional(),
  runtime: runtimeSchema.optional(),
  pipelines: pipelinesSchema.optional(),
  localRegistry: localRegistrySchema.optional(),
});
export type ClientConfigArgs = z.infer<typeof clientConfigArgsSchema>;
