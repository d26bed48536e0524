/**
 * The client configuration: everything that clients of one Nexus need to know. `estate({ clientConfig })` declares a part
 * of it (`ClientConfigArgs`); the rest is derived from the resources and the stack's settings.
 */
import { z } from "zod";
import { consumersSchema } from "./consumers.ts";
import { localRegistrySchema } from "./local-registry.ts";

/** A naming rule for images. Patterns are text with placeholders: `build-<number>`, `<namespace>/<image>`. */
const namingRuleSchema = z.strictObject({
  repositories: z.array(z.string()).min(1).meta({ description: "The Docker repositories that the rule applies to" }),
  images: z.array(z.string().min(1)).min(1).meta({
    description: "Patterns of image paths, without registry and tag, such as `<namespace>/<image>`; one must match",
  }),
  namespaces: z.array(z.string().min(1)).min(1).optional().meta({
    description: "Allowed values of `<namespace>`. Default: any single part of a path",
  }),
  noPrefixes: z.array(z.string().min(1)).optional().meta({
    description: "Prefixes that no part of a path may have",
  }),
  tags: z
    .array(z.string().min(1))
    .min(1)
    .meta({ description: "Patterns of tags, such as `build-<number>`; one must match" }),
});
export type NamingRule = z.infer<typeof namingRuleSchema>;

/** The images that clusters may run. `nexus-iac images` checks it. */
const runtimeSchema = z.strictObject({
  /**
   * Allowed prefixes of image references, which must end at the end of a path part: `registry.example/team`.
   * `repository:NAME` allows everything in a Docker repository, by any of its addresses.
   */
  allow: z
    .array(
      z
        .string()
        .regex(/^(?!https?:)[^\s*]+$/, 'must be such as "registry.example/team/" or "repository:docker-hosted"'),
    )
    .min(1),
  /** Docker repositories with images for the installation of platforms. Applications must not use them. */
  mirrors: z.array(z.string()).optional(),
  /** Namespaces of the platform itself, which may run images from `mirrors`: `openshift-*`. */
  platformNamespaces: z.array(z.string()).optional(),
});
export type RuntimePolicy = z.infer<typeof runtimeSchema>;

/** Rules for pipeline files and scripts, in addition to the built-in rules of `nexus-iac lint-pipeline`. */
const pipelinesSchema = z.strictObject({
  installPaths: z.array(z.string().min(1)).optional().meta({
    description: "Globs of files that install platforms and may use the mirrors: `install/**`, with `*`, `**` and `?`",
  }),
});

/** The part of the client configuration that an estate declares: `estate({ clientConfig })`. */
export const clientConfigArgsSchema = z.strictObject({
  consumers: consumersSchema.optional(),
  naming: z.array(namingRuleSchema).optional(),
  runtime: runtimeSchema.optional(),
  pipelines: pipelinesSchema.optional(),
  localRegistry: localRegistrySchema.optional(),
});
const chainStageSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be such as "uat": a letter, then letters, digits and dashes'),
  repository: z.string(),
  suffix: z
    .string()
    .regex(/^[a-zA-Z0-9_.-]+$/, 'must be such as "-uat"')
    .optional()
    .meta({ description: "The suffix of tags in this stage, if several stages share one repository: `-uat`" }),
});
export type ChainStage = z.infer<typeof chainStageSchema>;

/** A promotion chain: the stages through which artifacts of a format are promoted, first to last. */
export const chainSchema = z.strictObject({
  name: z.string(),
  format: z.string().meta({ description: "Nexus's name of the format: `docker`, `maven2`" }),
  stages: z.array(chainStageSchema).min(2),
});
export type Chain = z.infer<typeof chainSchema>;

/** A repository with its addresses for clients. */
const servedRepositorySchema = z.strictObject({
  name: z.string(),
  format: z.string().meta({ description: "Nexus's name of the format: `docker`, `maven2`" }),
  type: z.enum(["hosted", "proxy", "group"]),
  url: z.string().meta({ description: "The URL for all clients except Docker" }),
  registry: z.string().optional().meta({
    description:
      "Docker and OCI: the address before the path of an image, such as `nexus.example:8443`; absent if clients can use only pathEnabled",
  }),
  internal: z.array(z.string()).optional().meta({ description: "Addresses of the registry within clusters" }),
  insecure: z.literal(true).optional().meta({ description: "The registry uses plain HTTP" }),
  pathEnabled: z
    .literal(true)
    .optional()
    .meta({ description: "The repository can also be addressed by its name in the path of an image" }),
  writePolicy: z.string().optional(),
  latestPolicy: z.literal(true).optional().meta({ description: "The tag `latest` may be overwritten" }),
  members: z.array(z.string()).optional().meta({ description: "The members of a group, in their order" }),
  cleanup: z.array(z.string()).optional().meta({ description: "Names of the cleanup policies" }),
});
export type ServedRepository = z.infer<typeof servedRepositorySchema>;

const cleanupPolicySchema = z.strictObject({
  name: z.string(),
  lastDownloaded: z.int().optional().meta({ description: "Days since the last download" }),
  lastBlobUpdated: z.int().optional().meta({ description: "Days since the last update" }),
  assetRegex: z.string().optional(),
  retain: z.int().optional(),
});

/** The client configuration as `nexus-iac client-config` writes it: for pipelines without a checkout of the estate. */
export const clientConfigSchema = clientConfigArgsSchema.extend({
  version: z.literal(1),
  stack: z.string(),
  url: z.string().meta({ description: "The URL of Nexus for all clients except Docker" }),
  health: z.string().optional(),
  inUse: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: "The current user of each identity, if it is not the first" }),
  repositories: z.array(servedRepositorySchema),
  cleanupPolicies: z.array(cleanupPolicySchema),
  chains: z.array(chainSchema),
});
export type ClientConfig = z.infer<typeof clientConfigSchema>;
