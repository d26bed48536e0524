/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
import type { CommonProxyRepositoryArgs, FirewallAttributes, HttpClientAttributes } from "./common.ts";

/** The arguments of {@link Proxy}. */
export interface ProxyArgs extends CommonProxyRepositoryArgs {
  /** Sonatype Repository Firewall. Release 3.94 or later; before, use the capability FirewallAudit. */
  firewall?: pulumi.Input<FirewallAttributes | undefined>;
  /**
   * The HTTP client of a proxy. `authentication: null` declares no authentication. Authentication that was set by hand and
   * is not declared cannot be kept in an update, because Nexus never returns its password.
   */
  httpClient?: pulumi.Input<HttpClientAttributes | undefined>;
  /** Xet, the storage of large files at Hugging Face. Release 3.96 or later. */
  xet?: pulumi.Input<XetAttributes | undefined>;
}

/** The block `xet`. */
export interface XetAttributes {
  /** The URL of the content-addressable storage. Default: that of Hugging Face. */
  xetCasUrl?: pulumi.Input<string | undefined>;
  /** The hosts from which files may be transferred, in any order. Default: those of Hugging Face. */
  xetTransferHostAllowList?: pulumi.Input<pulumi.Input<string>[] | undefined>;
}
