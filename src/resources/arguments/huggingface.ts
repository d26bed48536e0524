/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
import type {
  CleanupAttributes,
  FirewallAttributes,
  HttpClientAttributes,
  NegativeCacheAttributes,
  ProxyAttributes,
  ReplicationAttributes,
  StorageAttributes,
} from "./attributes.ts";

/** The arguments of {@link Proxy}. */
export interface ProxyArgs {
  /**
   * The name, which is a part of the repository's URL. A change creates a new repository and keeps the old one with its
   * content. Default: the resource's name.
   */
  name?: pulumi.Input<string | undefined>;
  /** Accepts requests. Default on creation: true. */
  online?: pulumi.Input<boolean | undefined>;
  /** The storage of a proxy's or group's content. */
  storage?: pulumi.Input<StorageAttributes | undefined>;
  /** The cleanup policies of the repository. `{ policyNames: [] }` declares none, so that a policy attached by hand is drift. */
  cleanup?: pulumi.Input<CleanupAttributes | undefined>;
  /** The upstream of a proxy, and how long its responses are cached. */
  proxy: pulumi.Input<ProxyAttributes>;
  /** The cache of 404 responses of the upstream. */
  negativeCache?: pulumi.Input<NegativeCacheAttributes | undefined>;
  /** The name of the routing rule for requests to the upstream; "": none. */
  routingRuleName?: pulumi.Input<string | undefined>;
  /** Pre-emptive pull: new content of the upstream is downloaded before a client requests it. Pro. */
  replication?: pulumi.Input<ReplicationAttributes | undefined>;
  /** Sonatype Repository Firewall. Release 3.94 or later; before, use the capability FirewallAudit. */
  firewall?: pulumi.Input<FirewallAttributes | undefined>;
  /**
   * The HTTP client of a proxy. `authentication: null` declares no authentication. Authentication that was set by hand and
   * is not declared cannot be kept in an update, because Nexus never returns its password.
   */
  httpClient?: pulumi.Input<HttpClientAttributes | undefined>;
  /** Xet, the storage of large files at Hugging Face. Release 3.96 or later. */
  xet?: pulumi.Input<XetAttributes | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
  /**
   * Allows actions that lose content: if the resource is deleted, the object is deleted in Nexus with all its content; a
   * change that Nexus cannot make in place (format, type, blob store) deletes the object and creates it again, empty.
   * Default: false.
   */
  allowContentLoss?: boolean;
}

/** The block `xet`. */
export interface XetAttributes {
  /** The URL of the content-addressable storage. Default: that of Hugging Face. */
  xetCasUrl?: pulumi.Input<string | undefined>;
  /** The hosts from which files may be transferred, in any order. Default: those of Hugging Face. */
  xetTransferHostAllowList?: pulumi.Input<pulumi.Input<string>[] | undefined>;
}
