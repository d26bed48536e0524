/** Protection: trusted certificates, SSRF protection and the IP allow-list. */
import type * as pulumi from "@pulumi/pulumi";
import { certificate, hostCertificate } from "../model/kinds/certificate.ts";
import { ipAllowList, ipAllowListEntry } from "../model/kinds/ip-allow-list.ts";
import { ssrfProtection } from "../model/kinds/ssrf-protection.ts";
import type { PinnedCertificate } from "../model/pinned-certificate.ts";
import type {
  CertificateArgs as DeclaredCertificateArgs,
  IpAllowListArgs,
  IpAllowListEntryArgs,
  SsrfProtectionArgs,
} from "./arguments/protection.ts";
import { NexusResource, type Options, resourceClass } from "./resource.ts";

export type * from "./arguments/protection.ts";

/** The arguments of {@link Certificate} for the certificate that a host shows. */
export interface HostCertificateArgs extends Pick<DeclaredCertificateArgs, "onConflict"> {
  /** The host to which Nexus connects. */
  host: pulumi.Input<string>;
  /** The port. Default: 443. */
  port?: pulumi.Input<number | undefined>;
  /** The protocol, for hosts that start TLS in their own way: `https`, `ldaps`, `smtp`. Default: TLS from the start. */
  protocolHint?: pulumi.Input<string | undefined>;
  /** The fingerprint that the certificate must have: SHA-1, as Nexus shows it, or SHA-256. Default: any. */
  fingerprint?: pulumi.Input<string | undefined>;
  pem?: never;
}

/** The arguments of {@link Certificate}: the certificate, or the host that shows it. */
export type CertificateArgs = (DeclaredCertificateArgs & { host?: never }) | HostCertificateArgs;

/**
 * A certificate in Nexus's trust store, for connections with `useTrustStore`. It is identified by its SHA-1 fingerprint: another
 * certificate replaces it.
 *
 * ```ts
 * const authority = new Certificate("company-ca", { pem: config.require("companyCa") });
 * new Email("mail", { host: "smtp.example", port: 587, fromAddress: "nexus@company.example", nexusTrustStoreEnabled: true }, { dependsOn: authority });
 * new Certificate("ldap", { host: "ldap.example", port: 636 });
 * ```
 *
 * With `host` and `port` (default 443), Nexus retrieves the certificate that the host shows, once: when the resource is created.
 * The preview shows its fingerprint, subject and last day. Later certificates of the host are not trusted; a refresh reports
 * them. A declared `fingerprint` (SHA-1 or SHA-256) refuses any other certificate.
 */
export class Certificate extends NexusResource {
  /** The declared certificate. With `host`, undefined. */
  declare readonly pem: pulumi.Output<string>;
  /** The certificate that Nexus retrieved from `host`, with its SHA-1 fingerprint. undefined for a declared one. */
  declare readonly pinned: pulumi.Output<PinnedCertificate | undefined>;

  constructor(name: string, args: CertificateArgs, options?: Options) {
    super(args.host === undefined ? certificate : hostCertificate, name, args, options, {
      plain: args.host === undefined ? ["pinned"] : ["pinned", "pem"],
    });
  }
}

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
export class SsrfProtection extends resourceClass<SsrfProtectionArgs>(ssrfProtection) {}

/**
 * The mode of the IP allow-list, which restricts the addresses of clients. It is set after all declared entries are created;
 * deleting the resource disables the list before its entries are deleted. Release 3.93 or later.
 *
 * ```ts
 * new IpAllowListEntry("203.0.113.0/24", { description: "The office" });
 * new IpAllowList("allow-list", { mode: "ENFORCE" });
 * ```
 */
export class IpAllowList extends resourceClass<IpAllowListArgs>(ipAllowList) {}

/**
 * An entry of the IP allow-list: an address or a range of addresses. Release 3.93 or later.
 *
 * ```ts
 * new IpAllowListEntry("runners", { ipOrCidr: "198.51.100.16/28", description: "CI runners" });
 * ```
 */
export class IpAllowListEntry extends resourceClass<IpAllowListEntryArgs>(ipAllowListEntry) {}
