/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
import type {
  CommonGroupRepositoryArgs,
  CommonHostedRepositoryArgs,
  CommonProxyRepositoryArgs,
  ComponentAttributes,
  FirewallAttributes,
  GroupAttributes,
  HostedStorageAttributes,
  HttpClientAttributes,
} from "./common.ts";

/** The arguments of {@link Hosted}. */
export interface HostedArgs extends CommonHostedRepositoryArgs {
  /** The storage of a hosted repository's content, and its write policy. */
  storage?: pulumi.Input<HostedStorageAttributes | undefined>;
  /** Properties of the components in a hosted repository. */
  component?: pulumi.Input<ComponentAttributes | undefined>;
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
  /** The access to the repository. Release 3.81 or later. */
  cargo?: pulumi.Input<CargoAttributes | undefined>;
}

/** The arguments of {@link Group}. */
export interface GroupArgs extends CommonGroupRepositoryArgs {
  /** The members of the group. */
  group: pulumi.Input<GroupAttributes>;
  /** The access to the repository. Release 3.81 or later. */
  cargo?: pulumi.Input<CargoAttributes | undefined>;
}

/** The block `cargo`. */
export interface CargoAttributes {
  /** Requires credentials even if anonymous access is enabled. Nexus 3.82 to 3.87 always returns false (NEXUS-48088). */
  requireAuthentication?: pulumi.Input<boolean | undefined>;
}
