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
  /** The attributes of a hosted yum repository. */
  yum?: pulumi.Input<YumAttributes | undefined>;
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
  /** The key that signs the metadata. Default: unsigned. */
  yumSigning?: pulumi.Input<YumSigningAttributes | undefined>;
}

/** The arguments of {@link Group}. */
export interface GroupArgs extends CommonGroupRepositoryArgs {
  /** The members of the group. */
  group: pulumi.Input<GroupAttributes>;
  /** The key that signs the metadata. Default: unsigned. */
  yumSigning?: pulumi.Input<YumSigningAttributes | undefined>;
}

/** The block `yum`. */
export interface YumAttributes {
  /** The depth of the folders that contain `repodata`. Packages are uploaded below these folders. Default on creation: 0. */
  repodataDepth?: pulumi.Input<number | undefined>;
  /** `STRICT` accepts only paths of RPM packages and metadata. Default on creation: `STRICT`. */
  deployPolicy?: pulumi.Input<"PERMISSIVE" | "STRICT" | undefined>;
}

/** The block `yumSigning`. */
export interface YumSigningAttributes {
  /**
   * The private key in ASCII armor, as printed by `gpg --export-secret-key --armor`. Nexus returns it in clear text;
   * nexus-iac never shows it.
   */
  keypair: pulumi.Input<string>;
  /** The passphrase of the key, if it has one. */
  passphrase?: pulumi.Input<string | undefined>;
}
