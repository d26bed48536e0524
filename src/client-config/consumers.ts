import { z } from "zod";

const text = z.string().min(1);
const envName = z.string().regex(/^[A-Za-z0-9._-]+$/, "must be of letters, digits, dots, dashes and underscores");
/** As Kubernetes names things. */
const objectName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'must be such as "nexus-pull": lower case, digits, dashes');

/** A user of Nexus, or a name of `identities`. */
const user = text;
const repository = text;

/** Docker repositories that a build pushes to and pulls from. */
const build = { push: repository, pull: repository };

/** Credentials for some Docker registries, as a Secret of one or more namespaces. */
const pullSecret = z.strictObject({
  name: objectName,
  namespaces: z.array(objectName).min(1),
  registries: z
    .array(
      z.strictObject({
        /** Also by the addresses that it has within clusters (`nexus:clients.internal`). */
        repository,
        user,
        /** Says that it is a group on purpose: a group shows all of its members. */
        group: z.literal(true).optional(),
      }),
    )
    .min(1),
});
export type PullSecret = z.infer<typeof pullSecret>;

/** Where a cluster's images are kept: a Docker repository, or a registry that is no part of this Nexus. */
const containerRegistry = z.union([
  z.strictObject({ repository, credential: envName }),
  z.strictObject({
    /** A host, its port, what stands before the images' paths: `registry.example:5000/team`. */
    address: z.string().regex(/^[a-zA-Z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/, 'must be such as "registry.example/team"'),
    credential: envName,
    /** It is pulled from without credentials. Default: false. */
    anonymousPull: z.boolean().optional(),
  }),
]);

/** What those who use this Nexus are given: `nexus-iac outputs` writes it. */
export const consumersSchema = z.strictObject({
  /**
   * Users who stand in for each other, by the name that consumers have for them: one is in use (`nexus:inUse`, else the
   * first) while the other's password is made anew.
   */
  identities: z.record(text, z.array(text).length(2, "must be two users")).optional(),
  gitlab: z
    .strictObject({
      ...build,
      user,
      /** Environments that get the variables. Default: `*`, all. */
      environment: text.optional(),
      /** Only protected branches and tags get the password. Default: true. */
      protected: z.boolean().optional(),
    })
    .optional(),
  jenkins: z
    .strictObject({
      push: repository.optional(),
      pull: repository.optional(),
      /** Who is behind each of Jenkins's credentials, by their ids. */
      credentials: z.record(envName, user),
      /** The id of those that builds take. */
      credential: envName,
    })
    .optional(),
  kubernetes: z
    .strictObject({
      secrets: z.array(pullSecret).min(1),
      /** Where External Secrets finds users and passwords: one secret a user, with `username` and `password` in it. */
      vault: z
        .strictObject({
          store: objectName,
          kind: z.enum(["SecretStore", "ClusterSecretStore"]).optional(),
          /** `<user>` stands for the user: `nexus/lab/<user>`. */
          path: z.string().includes("<user>"),
          /** Default: `1h`. */
          refreshInterval: z
            .string()
            .regex(/^(\d+[hms])+$/, 'must be such as "1h"')
            .optional(),
        })
        .optional(),
    })
    .optional(),
  /** Registries of clusters, by the clusters' names. */
  clusters: z
    .record(
      objectName,
      z.strictObject({
        container: containerRegistry,
        maven: z.strictObject({ repository, credential: envName }).optional(),
      }),
    )
    .optional(),
  docker: z.strictObject({ user, repositories: z.array(repository).min(1) }).optional(),
  maven: z
    .strictObject({
      /** Absent where everybody reads, and this one only does. */
      user: user.optional(),
      /** What everything is read from. */
      mirror: repository,
      releases: repository.optional(),
      snapshots: repository.optional(),
    })
    .optional(),
  npm: z.strictObject({ user: user.optional(), read: repository, publish: repository.optional() }).optional(),
  pip: z.strictObject({ user: user.optional(), read: repository, publish: repository.optional() }).optional(),
});
export type Consumers = z.infer<typeof consumersSchema>;
