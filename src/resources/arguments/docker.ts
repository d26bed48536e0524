/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
import type {
  CommonGroupRepositoryArgs,
  CommonHostedRepositoryArgs,
  CommonProxyRepositoryArgs,
  ComponentAttributes,
  FirewallAttributes,
  HttpClientAttributes,
} from "./common.ts";

/** The arguments of {@link Hosted}. */
export interface HostedArgs extends CommonHostedRepositoryArgs {
  /** The storage of the repository's images, and its write policy. */
  storage?: pulumi.Input<HostedStorageAttributes | undefined>;
  /** Properties of the components in a hosted repository. */
  component?: pulumi.Input<ComponentAttributes | undefined>;
  /** The connectors for Docker clients. */
  docker?: pulumi.Input<DockerAttributes | undefined>;
}

/** The arguments of {@link Proxy}. */
export interface ProxyArgs extends CommonProxyRepositoryArgs {
  /** Sonatype Repository Firewall. Release 3.94 or later; before, use the capability FirewallAudit. */
  firewall?: pulumi.Input<FirewallAttributes | undefined>;
  /**
   * The HTTP client of a proxy. `authentication: null` declares no authentication. Authentication that was set by hand and
   * is not declared cannot be kept in an update, because Nexus never returns its password.
   */
  httpClient?: pulumi.Input<HttpClientAttributes | undefined>;
  /** The connectors for Docker clients. */
  docker?: pulumi.Input<DockerAttributes | undefined>;
  /** The attributes of a Docker proxy. */
  dockerProxy?: pulumi.Input<DockerProxyAttributes | undefined>;
}

/** The arguments of {@link Group}. */
export interface GroupArgs extends CommonGroupRepositoryArgs {
  /** The members of the group, and the member that receives pushes. */
  group: pulumi.Input<GroupAttributes>;
  /** The connectors for Docker clients. */
  docker?: pulumi.Input<DockerAttributes | undefined>;
}

/** The block `storage`. */
export interface HostedStorageAttributes {
  /** The blob store for the content. It cannot be changed later. Default on creation: `default`. */
  blobStoreName?: pulumi.Input<string | undefined>;
  /** Checks that the content type of an upload matches its file name. Default on creation: true. */
  strictContentTypeValidation?: pulumi.Input<boolean | undefined>;
  /**
   * `ALLOW`: an upload can replace existing content; `ALLOW_ONCE`: a path (a tag, a version) can be written only once;
   * `DENY`: read-only. Default on creation: `ALLOW_ONCE`.
   */
  writePolicy?: pulumi.Input<"ALLOW" | "ALLOW_ONCE" | "DENY" | undefined>;
  /** Allows the tag `latest` to be pushed again, for `ALLOW_ONCE`. Nexus returns the field only with `ALLOW_ONCE`. */
  latestPolicy?: pulumi.Input<boolean | undefined>;
}

/** The block `docker`. */
export interface DockerAttributes {
  /** The port of the HTTP connector, 1 to 65535. Every repository needs a different port. */
  httpPort?: pulumi.Input<number | undefined>;
  /** The port of the HTTPS connector, 1 to 65535. Nexus itself must be configured for https. */
  httpsPort?: pulumi.Input<number | undefined>;
  /** A subdomain of Nexus's host name instead of a port. Pro. */
  subdomain?: pulumi.Input<string | undefined>;
  /** Enables path-based routing: /REPOSITORY/image on Nexus's own port. For docker: release 3.83 or later. */
  pathEnabled?: pulumi.Input<boolean | undefined>;
  /**
   * Requires Basic authentication. With false, anonymous clients and tokens need the realm `DockerToken`, for the format oci
   * `OciBearerToken`. Default on creation: true.
   */
  forceBasicAuth?: pulumi.Input<boolean | undefined>;
  /** Also serves the Docker v1 API. Default on creation: false. */
  v1Enabled?: pulumi.Input<boolean | undefined>;
}

/** The block `dockerProxy`. */
export interface DockerProxyAttributes {
  /**
   * The index for searches: `HUB` (Docker Hub), `REGISTRY` (the upstream itself) or `CUSTOM`. Default on creation:
   * `REGISTRY`.
   */
  indexType?: pulumi.Input<"HUB" | "REGISTRY" | "CUSTOM" | undefined>;
  /** The URL of the index, for `CUSTOM`. */
  indexUrl?: pulumi.Input<string | undefined>;
  /** Caches foreign layers, which an image references by URL. */
  cacheForeignLayers?: pulumi.Input<boolean | undefined>;
  /** Regular expressions for the URLs of allowed foreign layers. */
  foreignLayerUrlWhitelist?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** Authentication at Amazon ECR. Release 3.94 or later. */
  ecrAuth?: pulumi.Input<DockerProxyEcrAuthAttributes | undefined>;
}

/** The block `dockerProxy.ecrAuth`. */
export interface DockerProxyEcrAuthAttributes {
  /** Enables the authentication. */
  enabled?: pulumi.Input<boolean | undefined>;
  /** The AWS region, such as `eu-central-1`. */
  awsRegion?: pulumi.Input<string | undefined>;
  /** The AWS account of the registry: 12 digits. */
  registryId?: pulumi.Input<string | undefined>;
  /** The access key id of an AWS user with pull permission. */
  accessKeyId?: pulumi.Input<string | undefined>;
  /** The secret of the access key. Write-only: Nexus never returns it. */
  secretAccessKey?: pulumi.Input<string | undefined>;
  /** The session token of temporary credentials (AWS STS). Write-only. Release 3.96 or later. */
  sessionToken?: pulumi.Input<string | undefined>;
}

/** The block `group`. */
export interface GroupAttributes {
  /**
   * The names of the members, at least one, in the order of search. They must have the group's format; the group itself is
   * not allowed.
   */
  memberNames: pulumi.Input<pulumi.Input<string>[]>;
  /** The hosted member that receives what is pushed to the group. Pro. */
  writableMember?: pulumi.Input<string | undefined>;
}
