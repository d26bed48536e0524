/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
import type {
  CommonHostedRepositoryArgs,
  CommonProxyRepositoryArgs,
  ComponentAttributes,
  FirewallAttributes,
  HostedStorageAttributes,
  HttpClientAttributes,
} from "./common.ts";

/** The arguments of {@link Hosted}. */
export interface HostedArgs extends CommonHostedRepositoryArgs {
  /** The storage of a hosted repository's content, and its write policy. */
  storage?: pulumi.Input<HostedStorageAttributes | undefined>;
  /** Properties of the components in a hosted repository. */
  component?: pulumi.Input<ComponentAttributes | undefined>;
  /** The attributes of a hosted apt repository. */
  apt: pulumi.Input<HostedAptAttributes>;
  /** The key that signs the metadata. */
  aptSigning: pulumi.Input<AptSigningAttributes>;
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
  /** The attributes of an apt proxy. */
  apt?: pulumi.Input<ProxyAptAttributes | undefined>;
  /** The key that signs the metadata. Default: unsigned. Release 3.91 or later. */
  aptSigning?: pulumi.Input<AptSigningAttributes | undefined>;
}

/** The block `apt`. */
export interface HostedAptAttributes {
  /** The distribution, such as `bookworm`. */
  distribution: pulumi.Input<string>;
}

/** The block `aptSigning`. */
export interface AptSigningAttributes {
  /**
   * The private key in ASCII armor, as printed by `gpg --export-secret-key --armor`. Nexus returns it in clear text;
   * nexus-iac never shows it.
   */
  keypair: pulumi.Input<string>;
  /** The passphrase of the key, if it has one. */
  passphrase?: pulumi.Input<string | undefined>;
}

/** The block `apt`. */
export interface ProxyAptAttributes {
  /**
   * The distribution, such as `bookworm`. Only informative unless `enforceDistribution` is set. Required before release
   * 3.90.
   */
  distribution?: pulumi.Input<string | undefined>;
  /** The upstream has a flat layout, without folders for distributions. Default on creation: false. */
  flat?: pulumi.Input<boolean | undefined>;
  /** Refuses requests for other distributions. Release 3.90 or later. */
  enforceDistribution?: pulumi.Input<boolean | undefined>;
}
