/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
/** The arguments of {@link Certificate}. */
export interface CertificateArgs {
  /** One certificate in PEM format. White space and line ends have no meaning. */
  pem: pulumi.Input<string>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link SsrfProtection}. */
export interface SsrfProtectionArgs {
  /** Refuses upstreams, webhooks and blob stores at private addresses. Nexus's default: true. */
  enabled: pulumi.Input<boolean>;
  /** Host names that are allowed although they are private. The order has no meaning. */
  allowedDomains?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** IP addresses that are allowed although they are private. The order has no meaning. */
  allowedIPs?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link IpAllowList}. */
export interface IpAllowListArgs {
  /** `ENFORCE` refuses addresses that are not on the list, `MONITOR` only logs them. Nexus's default: `DISABLED`. */
  mode: pulumi.Input<"DISABLED" | "MONITOR" | "ENFORCE">;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link IpAllowListEntry}. */
export interface IpAllowListEntryArgs {
  /** An address or a range in CIDR notation, IPv4 or IPv6: `203.0.113.7`, `203.0.113.0/24`. Default: the resource's name. */
  ipOrCidr?: pulumi.Input<string | undefined>;
  /** A description, shown in Nexus; at most 255 characters. */
  description?: pulumi.Input<string | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}
