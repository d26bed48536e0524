/** Protection: trusted certificates, SSRF protection and the IP allow-list. */
import type * as pulumi from "@pulumi/pulumi";
import { certificate } from "../model/kinds/certificate.ts";
import { ipAllowList, ipAllowListEntry } from "../model/kinds/ip-allow-list.ts";
import { ssrfProtection } from "../model/kinds/ssrf-protection.ts";
import { type Args, NexusResource, type Options } from "./resource.ts";

/** The arguments of {@link Certificate}. */
export type CertificateArgs = Args<typeof certificate.schema>;

/**
 * A certificate in Nexus's trust store, for connections with `useTrustStore`. It is identified by its SHA-1 fingerprint: another
 * certificate replaces it.
 *
 * ```ts
 * const authority = new Certificate("company-ca", { pem: config.require("companyCa") });
 * new Email("mail", { host: "smtp.example", port: 587, fromAddress: "nexus@company.example", nexusTrustStoreEnabled: true }, { dependsOn: authority });
 * ```
 */
export class Certificate extends NexusResource {
  /** The declared certificate. */
  declare readonly pem: pulumi.Output<string>;

  constructor(name: string, args: CertificateArgs, options?: Options) {
    super(certificate, name, args, options);
  }
}

/** The arguments of {@link SsrfProtection}. */
export type SsrfProtectionArgs = Args<typeof ssrfProtection.schema>;

/**
 * The protection against requests to private addresses (server-side request forgery). By default, Nexus refuses upstreams,
 * webhooks and blob stores at private addresses. To create a proxy of a mirror in your own network, add its host to
 * `allowedDomains` before. A Nexus has one such setting; deleting the resource leaves it unchanged. Release 3.92 or later.
 *
 * ```ts
 * const allowed = new SsrfProtection("ssrf", { enabled: true, allowedDomains: ["mirror.company.example"] });
 * new raw.Proxy("mirror", { proxy: { remoteUrl: "https://mirror.company.example" } }, { dependsOn: allowed });
 * ```
 */
export class SsrfProtection extends NexusResource {
  constructor(name: string, args: SsrfProtectionArgs, options?: Options) {
    super(ssrfProtection, name, args, options);
  }
}

/** The arguments of {@link IpAllowList}. */
export type IpAllowListArgs = Args<typeof ipAllowList.schema>;

/**
 * The mode of the IP allow-list, which restricts the addresses of clients. It is set after all declared entries are created;
 * deleting the resource disables the list before its entries are deleted. Release 3.93 or later.
 *
 * ```ts
 * new IpAllowListEntry("203.0.113.0/24", { description: "The office" });
 * new IpAllowList("allow-list", { mode: "ENFORCE" });
 * ```
 */
export class IpAllowList extends NexusResource {
  constructor(name: string, args: IpAllowListArgs, options?: Options) {
    super(ipAllowList, name, args, options);
  }
}

/** The arguments of {@link IpAllowListEntry}. */
export type IpAllowListEntryArgs = Args<typeof ipAllowListEntry.schema, "ipOrCidr">;

/**
 * An entry of the IP allow-list: an address or a range of addresses. Release 3.93 or later.
 *
 * ```ts
 * new IpAllowListEntry("runners", { ipOrCidr: "198.51.100.16/28", description: "CI runners" });
 * ```
 */
export class IpAllowListEntry extends NexusResource {
  constructor(name: string, args: IpAllowListEntryArgs, options?: Options) {
    super(ipAllowListEntry, name, args, options);
  }
}
