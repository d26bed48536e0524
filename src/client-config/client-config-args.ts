/** The `clientConfig` of an estate. `clientConfigArgsSchema` checks it. */

/** The `clientConfig` of an estate: settings for consumers, naming rules for images, allowed images, a local registry. */
export interface ClientConfigArgs {
  /** Settings and credentials for consumers. `nexus-iac outputs` writes them in the format of each consumer. */
  consumers?: ConsumersArgs | undefined;
  /** Naming rules for images. */
  naming?: NamingRuleArgs[] | undefined;
  /** The images that clusters may run. `nexus-iac images` checks it. */
  runtime?: RuntimePolicyArgs | undefined;
  /** Rules for pipeline files and scripts, in addition to the built-in rules of `nexus-iac lint-pipeline`. */
  pipelines?: PipelinesArgs | undefined;
  /** A registry within a cluster, separate from Nexus. `nexus-iac local-registry` writes its Kubernetes manifests. */
  localRegistry?: LocalRegistryArgs | undefined;
}

/** A naming rule for images. Patterns are text with placeholders: `build-<number>`, `<namespace>/<image>`. */
export interface NamingRuleArgs {
  /** The Docker repositories that the rule applies to. */
  repositories: string[];
  /** Patterns of image paths, without registry and tag, such as `<namespace>/<image>`; one must match. */
  images: string[];
  /** Allowed values of `<namespace>`. Default: any single part of a path. */
  namespaces?: string[] | undefined;
  /** Prefixes that no part of a path may have. */
  noPrefixes?: string[] | undefined;
  /** Patterns of tags, such as `build-<number>`; one must match. */
  tags: string[];
}

/** The images that clusters may run. */
export interface RuntimePolicyArgs {
  /**
   * Allowed prefixes of image references, which must end at the end of a path part: `registry.example/team`. `repository:NAME`
   * allows everything in a Docker repository, by any of its addresses.
   */
  allow: string[];
  /** Docker repositories with images for the installation of platforms. Applications must not use them. */
  mirrors?: string[] | undefined;
  /** Namespaces of the platform itself, which may run images from `mirrors`: `openshift-*`. */
  platformNamespaces?: string[] | undefined;
}

/** Rules for pipeline files and scripts. */
export interface PipelinesArgs {
  /** Globs of files that install platforms and may use the mirrors: `install/**`, with `*`, `**` and `?`. */
  installPaths?: string[] | undefined;
}

/** The consumers of a Nexus. A user is a user id, or a name from `identities`. */
export interface ConsumersArgs {
  /**
   * Pairs of interchangeable users, by a name that consumers use instead of a user id. One user is in use
   * (`nexus:clients.inUse`, default: the first) while the password of the other is rotated.
   */
  identities?: Record<string, string[]> | undefined;
  /** Variables of a GitLab project or group. */
  gitlab?:
    | {
        /** The Docker repository to which builds push. */
        push: string;
        /** The Docker repository from which builds pull. */
        pull: string;
        user: string;
        /** The environment scope of the variables. Default: `*`, all environments. */
        environment?: string | undefined;
        /** The password is available only to protected branches and tags. Default: true. */
        protected?: boolean | undefined;
      }
    | undefined;
  /** Credentials in Jenkins. */
  jenkins?:
    | {
        /** The Docker repository to which builds push. */
        push?: string | undefined;
        /** The Docker repository from which builds pull. */
        pull?: string | undefined;
        /** The user of each of Jenkins's credentials, by credentials id. */
        credentials: Record<string, string>;
        /** The id of the credentials that builds use. */
        credential: string;
      }
    | undefined;
  /** Secrets of Kubernetes. */
  kubernetes?: { secrets: PullSecretArgs[]; vault?: VaultArgs | undefined } | undefined;
  /** Registries by name of the cluster. */
  clusters?: Record<string, ClusterArgs> | undefined;
  /** A login of the Docker client. */
  docker?: { user: string; repositories: string[] } | undefined;
  /** A settings.xml of Maven. */
  maven?:
    | {
        /** Default: reading without credentials. */
        user?: string | undefined;
        /** The repository for all downloads. */
        mirror: string;
        releases?: string | undefined;
        snapshots?: string | undefined;
      }
    | undefined;
  /** An .npmrc. */
  npm?: PackageClientArgs | undefined;
  /** A pip.conf. */
  pip?: PackageClientArgs | undefined;
}

/** A client that reads from one repository and can publish to another. */
export interface PackageClientArgs {
  /** Default: reading without credentials. */
  user?: string | undefined;
  read: string;
  publish?: string | undefined;
}

/** Credentials for Docker registries, as a Kubernetes Secret in one or more namespaces. */
export interface PullSecretArgs {
  name: string;
  namespaces: string[];
  registries: {
    /** The Secret also covers its addresses within clusters (`nexus:clients.internal`). */
    repository: string;
    user: string;
    /** Must be set if the repository is a group, as a group serves all of its members. */
    group?: true | undefined;
  }[];
}

/** The location of credentials for External Secrets: one secret per user, with the keys `username` and `password`. */
export interface VaultArgs {
  store: string;
  kind?: "SecretStore" | "ClusterSecretStore" | undefined;
  /** The path of a secret; `<user>` is replaced by the user id: `nexus/lab/<user>`. */
  path: string;
  /** Default: `1h`. */
  refreshInterval?: string | undefined;
}

/** The registries of a cluster. `credential` is the name of the credentials there. */
export interface ClusterArgs {
  /** A Docker repository, or a registry outside of this Nexus: `registry.example:5000/team`. */
  container:
    | { repository: string; credential: string }
    | {
        address: string;
        credential: string;
        /** Pulls need no credentials. Default: false. */
        anonymousPull?: boolean | undefined;
      };
  maven?: { repository: string; credential: string } | undefined;
}

/** A registry within a cluster, separate from Nexus. */
export interface LocalRegistryArgs {
  /** The host in image names. Pushes need a login. */
  push: string;
  /** The host for pulls without credentials; nodes use it as a mirror. It must differ from `push`. */
  pull: string;
  /** The user for pushes. */
  user: string;
  /** Default: `dso`. */
  namespace?: string | undefined;
  /** The image of the registry. Default: `registry:2`. */
  image?: string | undefined;
  /** The volume for images. Without it, images are lost with the pod. */
  claim?: { size: string; storageClass?: string | undefined } | undefined;
  ingressClass?: string | undefined;
  /** The name of an existing secret with the certificate of both hosts. Without it, both use plain HTTP. */
  tlsSecret?: string | undefined;
  /** The IP address of the ingress, for nodes that cannot resolve the hosts. */
  address?: string | undefined;
}
