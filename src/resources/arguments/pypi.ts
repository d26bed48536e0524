/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
import type {
  CommonGroupRepositoryArgs,
  CommonHostedRepositoryArgs,
  CommonProxyRepositoryArgs,
  ComponentAttributes,
  FirewallAttributes,
  HostedStorageAttributes,
  ProxyHttpClientAttributes,
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
  /**
   * Sonatype Repository Firewall. Release 3.94 or later; before, use the capability FirewallAudit. Nexus 3.94 and 3.95 do
   * not return it for this format.
   */
  firewall?: pulumi.Input<FirewallAttributes | undefined>;
  /**
   * The HTTP client of a proxy. `authentication: null` declares no authentication. Authentication that was set by hand and
   * is not declared cannot be kept in an update, because Nexus never returns its password.
   */
  httpClient?: pulumi.Input<ProxyHttpClientAttributes | undefined>;
  /** The index of the upstream, and the versions that clients see. */
  pypi?: pulumi.Input<PypiAttributes | undefined>;
}

/** The arguments of {@link Group}. */
export interface GroupArgs extends CommonGroupRepositoryArgs {
  /** The members of the group, and the member that receives pushes. */
  group: pulumi.Input<GroupAttributes>;
}

/** The block `pypi`. */
export interface PypiAttributes {
  /** Hides the versions that Sonatype Repository Firewall keeps in quarantine. Before release 3.94; later, use `firewall`. */
  removeQuarantined?: pulumi.Input<boolean | undefined>;
  /** The path of the index below the remote URL, such as `simple`. Release 3.91 or later. */
  indexPath?: pulumi.Input<string | undefined>;
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
