/** Capabilities: parts of Nexus that are switched on, each with properties of its own. */
import { anyCapability, type CapabilitySchema, capabilityKinds } from "../model/kinds/capabilities.ts";
import type { CapabilityTypeId } from "../model/kinds/capability-types.ts";
import { type Args, NexusResource, type Options } from "./resource.ts";

/** What a capability of that type takes. */
export type CapabilityArgs<T extends CapabilityTypeId> = Args<CapabilitySchema<T>>;

/** What the class of a type of capability is. */
export type CapabilityClass<T extends CapabilityTypeId> = abstract new (
  name: string,
  args: CapabilityArgs<T>,
  options?: Options,
) => NexusResource;

function ofType<T extends CapabilityTypeId>(type: T): CapabilityClass<T> {
  abstract class OfType extends NexusResource {
    constructor(name: string, args: CapabilityArgs<T>, options?: Options) {
      super(capabilityKinds[type], name, args, options);
    }
  }
  return OfType;
}

/** What a capability of any type takes. */
export type AnyCapabilityArgs = Args<typeof anyCapability.schema>;

/**
 * A capability of any type, for those without a class of their own: its properties are texts. There must be but one of
 * the type in a Nexus.
 *
 * ```ts
 * new capability.Capability("crowd", { type: "crowd", enabled: false });
 * ```
 */
export class Capability extends NexusResource {
  constructor(name: string, args: AnyCapabilityArgs, options?: Options) {
    super(anyCapability, name, args, options);
  }
}

/**
 * Keeps a record of who changed what. A fresh Nexus brings it: it stays when nobody declares it any more.
 *
 * ```ts
 * new capability.Audit("audit", { enabled: true });
 * ```
 */
export class Audit extends ofType("audit") {}

/**
 * Where people and clients reach Nexus. There is one; deleting the resource leaves Nexus without.
 *
 * ```ts
 * new capability.BaseUrl("base-url", { properties: { url: "https://nexus.example" } });
 * ```
 */
export class BaseUrl extends ofType("baseurl") {}

/**
 * Regions that S3 blob stores may be in, beside Amazon's own.
 *
 * ```ts
 * new capability.CustomS3Regions("regions", { properties: { regions: ["eu-own-1"] } });
 * ```
 */
export class CustomS3Regions extends ofType("customs3regions") {}

/**
 * A role that everybody has who logs in. Needs the realm `DefaultRole`.
 *
 * ```ts
 * new capability.DefaultRole("everybody", { properties: { role: "nx-anonymous" } });
 * ```
 */
export class DefaultRole extends ofType("defaultrole") {}

/**
 * Reports what comes through a proxy to IQ Server. One for each repository.
 *
 * ```ts
 * new capability.FirewallAudit("firewall", { properties: { repository: "maven-central", quarantine: true } });
 * ```
 */
export class FirewallAudit extends ofType("firewall.audit") {}

/**
 * Looks whether what proxies hold is known to be unsafe.
 *
 * ```ts
 * new capability.HealthCheck("health", { properties: { configuredForAll: true } });
 * ```
 */
export class HealthCheck extends ofType("healthcheck") {}

/**
 * Serves content at the addresses of Nexus 2, too.
 *
 * ```ts
 * new capability.LegacyUrl("legacy", {});
 * ```
 */
export class LegacyUrl extends ofType("LegacyUrlCapability") {}

/**
 * The welcome page's texts. A fresh Nexus brings it: `enabled: false` switches it off.
 *
 * ```ts
 * new capability.OutreachManagement("outreach", { enabled: false });
 * ```
 */
export class OutreachManagement extends ofType("OutreachManagementCapability") {}

/**
 * A header and footer on every page.
 *
 * ```ts
 * new capability.UiBranding("branding", { properties: { headerEnabled: true, headerHtml: "<b>Nexus</b>" } });
 * ```
 */
export class UiBranding extends ofType("rapture.branding") {}

/**
 * How Nexus's own pages behave. A fresh Nexus brings it: it stays when nobody declares it any more.
 *
 * ```ts
 * new capability.UiSettings("ui", { properties: { title: "Nexus", sessionTimeout: 30 } });
 * ```
 */
export class UiSettings extends ofType("rapture.settings") {}

/**
 * Lets a proxy in front of Nexus tell who came. Needs the realm `rutauth-realm`.
 *
 * ```ts
 * new capability.RutAuth("rut", { properties: { httpHeader: "X-Remote-User" } });
 * ```
 */
export class RutAuth extends ofType("rutauth") {}

/**
 * How often downloads are noted.
 *
 * ```ts
 * new capability.StorageSettings("storage", { properties: { lastDownloadedInterval: 12 } });
 * ```
 */
export class StorageSettings extends ofType("StorageSettings") {}

/**
 * Tells a URL what happens to all of Nexus.
 *
 * ```ts
 * new capability.WebhookGlobal("audit-hook", {
 *   properties: { names: ["audit"], url: "https://hooks.example/nexus" },
 * });
 * ```
 */
export class WebhookGlobal extends ofType("webhook.global") {}

/**
 * Tells a URL what happens in a repository. One for each repository and URL.
 *
 * ```ts
 * new capability.WebhookRepository("release-hook", {
 *   properties: { repository: "maven-releases", names: ["component"], url: "https://hooks.example/releases" },
 * });
 * ```
 */
export class WebhookRepository extends ofType("webhook.repository") {}
