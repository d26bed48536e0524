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
  ProxyHttpClientAttributes,
} from "./common.ts";

/** The arguments of {@link Hosted}. */
export interface HostedArgs extends CommonHostedRepositoryArgs {
  /** The storage of a hosted repository's content, and its write policy. */
  storage?: pulumi.Input<HostedStorageAttributes | undefined>;
  /** Properties of the components in a hosted repository. Nexus does not return them for this format. */
  component?: pulumi.Input<ComponentAttributes | undefined>;
  /** The key that signs the providers. */
  terraformSigning: pulumi.Input<TerraformSigningAttributes>;
}

/** The arguments of {@link Proxy}. */
export interface ProxyArgs extends CommonProxyRepositoryArgs {
  /** Sonatype Repository Firewall. Release 3.94 or later; before, use the capability FirewallAudit. */
  firewall?: pulumi.Input<FirewallAttributes | undefined>;
  /**
   * The HTTP client of a proxy. `authentication: null` declares no authentication. Authentication that was set by hand and
   * is not declared cannot be kept in an update, because Nexus never returns its password.
   */
  httpClient?: pulumi.Input<ProxyHttpClientAttributes | undefined>;
  /** The access to the repository. */
  terraform?: pulumi.Input<TerraformAttributes | undefined>;
}

/** The arguments of {@link Group}. */
export interface GroupArgs extends CommonGroupRepositoryArgs {
  /** The members of the group. */
  group: pulumi.Input<GroupAttributes>;
  /** The access to the repository. */
  terraform?: pulumi.Input<TerraformAttributes | undefined>;
}

/** The block `terraformSigning`. */
export interface TerraformSigningAttributes {
  /**
   * The private key in ASCII armor, as printed by `gpg --export-secret-key --armor`. Nexus returns it in clear text;
   * nexus-iac never shows it.
   */
  keypair: pulumi.Input<string>;
  /**
   * The passphrase of the key; null if it has none. Nexus returns the key in both cases, so it does not show whether it has
   * a passphrase, and an update must declare it or null.
   */
  passphrase?: pulumi.Input<string | null | undefined>;
}

/** The block `terraform`. */
export interface TerraformAttributes {
  /** Requires credentials even if anonymous access is enabled. */
  requireAuthentication?: pulumi.Input<boolean | undefined>;
}
