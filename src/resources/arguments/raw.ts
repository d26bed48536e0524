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
  /** The attributes of a raw repository. */
  raw?: pulumi.Input<RawAttributes | undefined>;
}

/** The arguments of {@link Proxy}. */
export interface ProxyArgs extends CommonProxyRepositoryArgs {
  /**
   * Sonatype Repository Firewall. Release 3.94 or later; before, use the capability FirewallAudit. Nexus 3.94 and 3.95 do
   * not return it for this format.
   */
  firewall?: pulumi.Input<FirewallAttributes | undefined>;
  /**
   * The HTTP client of a proxy. `authentication: null` declares no authentication. Authentication that was set by hand and
   * is not declared cannot be kept in an update, because Nexus never returns its password.
   */
  httpClient?: pulumi.Input<HttpClientAttributes | undefined>;
  /** The attributes of a raw repository. */
  raw?: pulumi.Input<RawAttributes | undefined>;
}

/** The arguments of {@link Group}. */
export interface GroupArgs extends CommonGroupRepositoryArgs {
  /** The members of the group. */
  group: pulumi.Input<GroupAttributes>;
  /** The attributes of a raw group. Nexus accepts them and, at least up to 3.77, does not return them. */
  raw?: pulumi.Input<RawAttributes | undefined>;
}

/** The block `raw`. */
export interface RawAttributes {
  /**
   * The Content-Disposition header: browsers show (`INLINE`) or save (`ATTACHMENT`) a file. Default on creation:
   * `ATTACHMENT`.
   */
  contentDisposition?: pulumi.Input<"INLINE" | "ATTACHMENT" | undefined>;
  /** Forwards query parameters to the upstream. Release 3.93 or later. */
  forwardQueryParameters?: pulumi.Input<boolean | undefined>;
  /** The query parameters that are not forwarded, ignoring case; at most 100. Release 3.93 or later. */
  excludedQueryParameters?: pulumi.Input<pulumi.Input<string>[] | undefined>;
}
