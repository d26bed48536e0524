import { z } from "zod";

const text = z.string().min(1);
const envName = z.string().regex(/^[A-Za-z0-9._-]+$/, "must be of letters, digits, dots, dashes and underscores");
/** A name of a Kubernetes object. */
const objectName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'must be such as "nexus-pull": lower case, digits, dashes');

/** A user id, or a name from `identities`. */
const user = text;
const repository = text;

/** The Docker repositories to which a build pushes and from which it pulls. */
const build = { push: repository, pull: repository };

/** Credentials for Docker registries, as a Kubernetes Secret in one or more namespaces. */
const pullSecret = z.strictObject({
  name: objectName,
  namespaces: z.array(objectName).min(1),
  registries: z
    .array(
      z.strictObject({
        /** The Secret also covers its addresses within clusters (`nexus:clients.internal`). */
        repository,
        user,
        /** Must be set if the repository is a group, as a group serves all of its members. */
        group: z.literal(true).optional(),
      }),
    )
    .min(1),
});
export type PullSecret = z.infer<typeof pullSecret>;

/** The image registry of a cluster: a Docker repository, or a registry outside of this Nexus. */
const containerRegistry = z.union([
  z.strictObject({ repository, credential: envName }),
  z.strictObject({
    /** Host, port and prefix of image paths: `registry.example:5000/team`. */
    address: z.string().regex(/^[a-zA-Z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/, 'must be such as "registry.example/team"'),
    credential: envName,
    /** Pulls need no credentials. Default: false. */
    anonymousPull: z.boolean().optional(),
  }),
]);

/** Configuration for the consumers of this Nexus. `nexus-iac outputs` writes it in the format of each consumer. */
export const consumersSchema = z.strictObject({
  /**
   * Pairs of interchangeable users, by a name that consumers use instead of a user id. One user is in use
   * (`nexus:clients.inUse`, default: the first) while the password of the other is rotated.
   */
  identities: z.record(text, z.array(text).length(2, "must be two users")).optional(),
  gitlab: z
    .strictObject({
      ...build,
      user,
      /** The environment scope of the variables. Default: `*`, all environments. */
      environment: text.optional(),
      /** The password is available only to protected branches and tags. Default: true. */
      protected: z.boolean().optional(),
    })
    .optional(),
  jenkins: z
    .strictObject({
      push: repository.optional(),
      pull: repository.optional(),
      /** The user of each of Jenkins's credentials, by credentials id. */
      credentials: z.record(envName, user),
      /** The id of the credentials that builds use. */
      credential: envName,
    })
    .optional(),
  kubernetes: z
    .strictObject({
      secrets: z.array(pullSecret).min(1),
      /** The location of credentials for External Secrets: one secret per user, with the keys `username` and `password`. */
      vault: z
        .strictObject({
          store: objectName,
          kind: z.enum(["SecretStore", "ClusterSecretStore"]).optional(),
          /** The path of a secret; `<user>` is replaced by the user id: `nexus/lab/<user>`. */
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
  /** Registries by name of the cluster. */
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
      /** Absent for reading without credentials. */
      user: user.optional(),
      /** The repository for all downloads. */
      mirror: repository,
      releases: repository.optional(),
      snapshots: repository.optional(),
    })
    .optional(),
  npm: z.strictObject({ user: user.optional(), read: repository, publish: repository.optional() }).optional(),
  pip: z.strictObject({ user: user.optional(), read: repository, publish: repository.optional() }).optional(),
});
export type Consumers = z.infer<typeof consumersSchema>;
