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
  /** Properties of the components in a hosted repository. Nexus does not return them for this format. */
  component?: pulumi.Input<ComponentAttributes | undefined>;
  /** The key that signs the package index. Default: unsigned. */
  alpineSigning?: pulumi.Input<AlpineSigningAttributes | undefined>;
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
  /** The key that signs the package index. */
  alpineSigning: pulumi.Input<AlpineSigningAttributes>;
}

/** The arguments of {@link Group}. */
export interface GroupArgs extends CommonGroupRepositoryArgs {
  /** The members of the group. */
  group: pulumi.Input<GroupAttributes>;
  /** The key that signs the package index. */
  alpineSigning: pulumi.Input<AlpineSigningAttributes>;
}

/** The block `alpineSigning`. */
export interface AlpineSigningAttributes {
  /** The RSA private key in PEM format. */
  keypair: pulumi.Input<string>;
  /** The passphrase of the key, if it has one. */
  passphrase?: pulumi.Input<string | undefined>;
}
