/** Capabilities: optional features of Nexus, each with its own properties. */
import { anyCapability, type CapabilitySchema, capabilityKinds } from "../model/kinds/capabilities.ts";
import type { CapabilityTypeId } from "../model/kinds/capability-types.ts";
import { type Args, NexusResource, type Options } from "./resource.ts";

/** The arguments of a capability of the type. */
export type CapabilityArgs<T extends CapabilityTypeId> = Args<CapabilitySchema<T>>;

/** The base class of the capabilities of a type. */
export type CapabilityClass<T extends CapabilityTypeId> = abstract new (
  name: string,
  args: CapabilityArgs<T>,
  options?: Options,
) => NexusResource;

function capabilityOfType<T extends CapabilityTypeId>(type: T): CapabilityClass<T> {
  abstract class OfType extends NexusResource {
    constructor(name: string, args: CapabilityArgs<T>, options?: Options) {
      super(capabilityKinds[type], name, args, options);
    }
  }
  return OfType;
}

/** The arguments of {@link Capability}. */
export type AnyCapabilityArgs = Args<typeof anyCapability.schema>;

/**
 * A capability of any type, for types without a class of their own. Its properties are texts. A Nexus must have only one
 * capability of the type.
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
 * Records changes and the users who made them. A new Nexus has this capability; it is kept if it is no longer declared.
 *
 * ```ts
 * new capability.Audit("audit", { enabled: true });
 * ```
 */
export class Audit extends capabilityOfType("audit") {}

/**
 * The address at which users and clients reach Nexus. A Nexus has one; deleting the resource removes it.
 *
 * ```ts
 * new capability.BaseUrl("base-url", { properties: { url: "https://nexus.example" } });
 * ```
 */
export class BaseUrl extends capabilityOfType("baseurl") {}

/**
 * Additional regions for S3 blob stores, besides Amazon's.
 *
 * ```ts
 * new capability.CustomS3Regions("regions", { properties: { regions: ["eu-own-1"] } });
 * ```
 */
export class CustomS3Regions extends capabilityOfType("customs3regions") {}

/**
 * A role that every authenticated user has. Needs the realm `DefaultRole`.
 *
 * ```ts
 * new capability.DefaultRole("default-role", { properties: { role: "nx-anonymous" } });
 * ```
 */
export class DefaultRole extends capabilityOfType("defaultrole") {}

/**
 * Audits the components of a proxy repository by an IQ Server. A repository has at most one. Before release 3.94; from then on, use
 * `firewall.mode` of the proxy instead.
 *
 * ```ts
 * new capability.FirewallAudit("firewall", { properties: { repository: "maven-central", quarantine: true } });
 * ```
 */
export class FirewallAudit extends capabilityOfType("firewall.audit") {}

/**
 * Checks proxy repositories for components with known vulnerabilities.
 *
 * ```ts
 * new capability.HealthCheck("health", { properties: { configuredForAll: true } });
 * ```
 */
export class HealthCheck extends capabilityOfType("healthcheck") {}

/**
 * Also serves content at the URLs of Nexus 2.
 *
 * ```ts
 * new capability.LegacyUrl("legacy", {});
 * ```
 */
export class LegacyUrl extends capabilityOfType("LegacyUrlCapability") {}

/**
 * The texts of the welcome page. A new Nexus has this capability: declare `enabled: false` to turn it off.
 *
 * ```ts
 * new capability.OutreachManagement("outreach", { enabled: false });
 * ```
 */
export class OutreachManagement extends capabilityOfType("OutreachManagementCapability") {}

/**
 * A header and a footer on every page of the user interface.
 *
 * ```ts
 * new capability.UiBranding("branding", { properties: { headerEnabled: true, headerHtml: "<b>Nexus</b>" } });
 * ```
 */
export class UiBranding extends capabilityOfType("rapture.branding") {}

/**
 * The settings of Nexus's user interface. A new Nexus has this capability; it is kept if it is no longer declared.
 *
 * ```ts
 * new capability.UiSettings("ui", { properties: { title: "Nexus", sessionTimeout: 30 } });
 * ```
 */
export class UiSettings extends capabilityOfType("rapture.settings") {}

/**
 * Authentication by a reverse proxy, which sends the user in an HTTP header. Needs the realm `rutauth-realm`.
 *
 * ```ts
 * new capability.RutAuth("rut", { properties: { httpHeader: "X-Remote-User" } });
 * ```
 */
export class RutAuth extends capabilityOfType("rutauth") {}

/**
 * The precision of the last download time of assets.
 *
 * ```ts
 * new capability.StorageSettings("storage", { properties: { lastDownloadedInterval: 12 } });
 * ```
 */
export class StorageSettings extends capabilityOfType("StorageSettings") {}

/**
 * A webhook for global events of Nexus.
 *
 * ```ts
 * new capability.WebhookGlobal("audit-hook", {
 *   properties: { names: ["audit"], url: "https://hooks.example/nexus" },
 * });
 * ```
 */
export class WebhookGlobal extends capabilityOfType("webhook.global") {}

/**
 * A webhook for events of a repository. Each pair of repository and URL can have one.
 *
 * ```ts
 * new capability.WebhookRepository("release-hook", {
 *   properties: { repository: "maven-releases", names: ["component"], url: "https://hooks.example/releases" },
 * });
 * ```
 */
export class WebhookRepository extends capabilityOfType("webhook.repository") {}
