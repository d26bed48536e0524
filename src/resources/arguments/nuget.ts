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
  /** The protocol of the upstream. */
  nugetProxy?: pulumi.Input<NugetProxyAttributes | undefined>;
}

/** The arguments of {@link Group}. */
export interface GroupArgs extends CommonGroupRepositoryArgs {
  /** The members of the group. */
  group: pulumi.Input<GroupAttributes>;
}

/** The block `nugetProxy`. */
export interface NugetProxyAttributes {
  /** The version of the protocol. Default on creation: `V3`. */
  nugetVersion?: pulumi.Input<"V2" | "V3" | undefined>;
  /** The seconds for which query results are cached. Default on creation: 3600. */
  queryCacheItemMaxAge?: pulumi.Input<number | undefined>;
  /** Allows anonymous downloads of symbols by debuggers. Release 3.94 or later. */
  allowAnonymousSymbolAccess?: pulumi.Input<boolean | undefined>;
  /** The URL of the upstream's symbol server; at most 2048 characters. Release 3.94 or later. */
  symbolServerUrl?: pulumi.Input<string | undefined>;
}
