/** Whom Nexus trusts, where it goes, and whom it answers. */
import type * as pulumi from "@pulumi/pulumi";
import { certificate } from "../model/kinds/certificate.ts";
import { ipAllowList, ipAllowListEntry } from "../model/kinds/ip-allow-list.ts";
import { ssrfProtection } from "../model/kinds/ssrf-protection.ts";
import { type Args, NexusResource, type Options } from "./resource.ts";

/** What a certificate takes. */
export type CertificateArgs = Args<typeof certificate.schema>;

/**
 * A certificate in Nexus's own trust store, for connections that use it (`useTrustStore`). It is known by its SHA-1
 * fingerprint: another certificate replaces it.
 *
 * ```ts
 * const authority = new Certificate("company-ca", { pem: config.require("companyCa") });
 * new Email("mail", { host: "smtp.example", port: 587, fromAddress: "nexus@company.example", nexusTrustStoreEnabled: true }, { dependsOn: authority });
 * ```
 */
export class Certificate extends NexusResource {
  /** As it was declared. */
  declare readonly pem: pulumi.Output<string>;

  constructor(name: string, args: CertificateArgs, options?: Options) {
    super(certificate, name, args, options);
  }
}

/** What the SSRF protection takes. */
export type SsrfProtectionArgs = Args<typeof ssrfProtection.schema>;

/**
 * Whether Nexus refuses upstreams, webhooks and blob stores at private addresses, as it does by default. A proxy of a
 * mirror within one's own network needs its host among `allowedDomains`, before the proxy. There is one in a Nexus;
 * deleting the resource leaves it. 3.92 or later.
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

/** What the mode of the IP allow-list takes. */
export type IpAllowListArgs = Args<typeof ipAllowList.schema>;

/**
 * Whether Nexus answers only to the addresses on its list. It is switched after all declared entries are there, and
 * deleting the resource switches it off (`DISABLED`) before they go. 3.93 or later.
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

/** What an entry of the IP allow-list takes. */
export type IpAllowListEntryArgs = Args<typeof ipAllowListEntry.schema, "ipOrCidr">;

/**
 * An address, or a range of them, that may come to Nexus. 3.93 or later.
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
