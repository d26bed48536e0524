/**
 * What clients of one Nexus need to know: how its repositories are reached, what images are called, where they are
 * promoted, what may run. `nexus-iac client-config` writes it as JSON, for pipelines that have no checkout of the estate.
 */
import { z } from "zod";
import { chainSchema } from "./chains.ts";
import { clientConfigArgsSchema } from "./parts.ts";

/** A repository as its clients see it. */
const servedRepository = z.strictObject({
  name: z.string(),
  format: z.string().meta({ description: "As Nexus calls it: `docker`, `maven2`" }),
  type: z.enum(["hosted", "proxy", "group"]),
  url: z.string().meta({ description: "Where all but Docker clients find it" }),
  registry: z.string().optional().meta({
    description:
      "Docker and OCI: what stands before an image's path, `nexus.example:8443`; absent where none but pathEnabled clients reach it",
  }),
  internal: z.array(z.string()).optional().meta({ description: "The same within clusters" }),
  insecure: z.literal(true).optional().meta({ description: "Its registry speaks plain HTTP" }),
  pathEnabled: z.literal(true).optional().meta({ description: "It is reached by its name in images' paths, too" }),
  writePolicy: z.string().optional(),
  latestPolicy: z.literal(true).optional().meta({ description: "The tag `latest` may be pushed again" }),
  members: z.array(z.string()).optional().meta({ description: "Of a group, in their order" }),
  cleanup: z.array(z.string()).optional().meta({ description: "Cleanup policies" }),
});
export type ServedRepository = z.infer<typeof servedRepository>;

const cleanupPolicy = z.strictObject({
  name: z.string(),
  lastDownloaded: z.int().optional().meta({ description: "Days" }),
  lastBlobUpdated: z.int().optional().meta({ description: "Days" }),
  assetRegex: z.string().optional(),
  retain: z.int().optional(),
});

export const clientConfigSchema = clientConfigArgsSchema.extend({
  version: z.literal(1),
  stack: z.string(),
  url: z.string().meta({ description: "Where clients find all but Docker" }),
  health: z.string().optional(),
  inUse: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: "The user that each identity stands for, where it is not the first" }),
  repositories: z.array(servedRepository),
  cleanupPolicies: z.array(cleanupPolicy),
  chains: z.array(chainSchema),
});
export type ClientConfig = z.infer<typeof clientConfigSchema>;
