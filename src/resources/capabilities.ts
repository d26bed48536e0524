/** Capabilities: optional features of Nexus, each with its own properties. */
import { anyCapability, capabilityKinds } from "../model/kinds/capabilities.ts";
import type * as args from "./arguments/capabilities.ts";
import { resourceClass } from "./resource.ts";

export type * from "./arguments/capabilities.ts";

/**
 * A capability of any type, for types without a class of their own. Its properties are texts. A Nexus must have only one
 * capability of the type.
 *
 * ```ts
 * new capability.Capability("crowd", { type: "crowd", enabled: false });
 * ```
 */
export class Capability extends resourceClass<args.CapabilityArgs>(anyCapability) {}

/**
 * Records changes and the users who made them. A new Nexus has this capability; it is kept if it is no longer declared.
 *
 * ```ts
 * new capability.Audit("audit", { enabled: true });
 * ```
 */
export class Audit extends resourceClass<args.AuditArgs>(capabilityKinds.audit) {}

/**
 * The address at which users and clients reach Nexus. A Nexus has one; deleting the resource removes it.
 *
 * ```ts
 * new capability.BaseUrl("base-url", { properties: { url: "https://nexus.example" } });
 * ```
 */
export class BaseUrl extends resourceClass<args.BaseUrlArgs>(capabilityKinds.baseurl) {}

/**
 * Additional regions for S3 blob stores, besides Amazon's.
 *
 * ```ts
 * new capability.CustomS3Regions("regions", { properties: { regions: ["eu-own-1"] } });
 * ```
 */
export class CustomS3Regions extends resourceClass<args.CustomS3RegionsArgs>(capabilityKinds.customs3regions) {}

/**
 * A role that every authenticated user has. Needs the realm `DefaultRole`.
 *
 * ```ts
 * new capability.DefaultRole("default-role", { properties: { role: "nx-anonymous" } });
 * ```
 */
export class DefaultRole extends resourceClass<args.DefaultRoleArgs>(capabilityKinds.defaultrole) {}

/**
 * Audits the components of a proxy repository by an IQ Server. A repository has at most one. Before release 3.94; from then on, use
 * `firewall.mode` of the proxy instead.
 *
 * ```ts
 * new capability.FirewallAudit("firewall", { properties: { repository: "maven-central", quarantine: true } });
 * ```
 */
export class FirewallAudit extends resourceClass<args.FirewallAuditArgs>(capabilityKinds["firewall.audit"]) {}

/**
 * Checks proxy repositories for components with known vulnerabilities.
 *
 * ```ts
 * new capability.HealthCheck("health", { properties: { configuredForAll: true } });
 * ```
 */
export class HealthCheck extends resourceClass<args.HealthCheckArgs>(capabilityKinds.healthcheck) {}

/**
 * Also serves content at the URLs of Nexus 2.
 *
 * ```ts
 * new capability.LegacyUrl("legacy", {});
 * ```
 */
export class LegacyUrl extends resourceClass<args.LegacyUrlArgs>(capabilityKinds.LegacyUrlCapability) {}

/**
 * The texts of the welcome page. A new Nexus has this capability: declare `enabled: false` to turn it off.
 *
 * ```ts
 * new capability.OutreachManagement("outreach", { enabled: false });
 * ```
 */
export class OutreachManagement extends resourceClass<args.OutreachManagementArgs>(
  capabilityKinds.OutreachManagementCapability,
) {}

/**
 * A header and a footer on every page of the user interface.
 *
 * ```ts
 * new capability.UiBranding("branding", { properties: { headerEnabled: true, headerHtml: "<b>Nexus</b>" } });
 * ```
 */
export class UiBranding extends resourceClass<args.UiBrandingArgs>(capabilityKinds["rapture.branding"]) {}

/**
 * The settings of Nexus's user interface. A new Nexus has this capability; it is kept if it is no longer declared.
 *
 * ```ts
 * new capability.UiSettings("ui", { properties: { title: "Nexus", sessionTimeout: 30 } });
 * ```
 */
export class UiSettings extends resourceClass<args.UiSettingsArgs>(capabilityKinds["rapture.settings"]) {}

/**
 * Authentication by a reverse proxy, which sends the user in an HTTP header. Needs the realm `rutauth-realm`.
 *
 * ```ts
 * new capability.RutAuth("rut", { properties: { httpHeader: "X-Remote-User" } });
 * ```
 */
export class RutAuth extends resourceClass<args.RutAuthArgs>(capabilityKinds.rutauth) {}

/**
 * The precision of the last download time of assets.
 *
 * ```ts
 * new capability.StorageSettings("storage", { properties: { lastDownloadedInterval: 12 } });
 * ```
 */
export class StorageSettings extends resourceClass<args.StorageSettingsArgs>(capabilityKinds.StorageSettings) {}

/**
 * A webhook for global events of Nexus.
 *
 * ```ts
 * new capability.WebhookGlobal("audit-hook", {
 *   properties: { names: ["audit"], url: "https://hooks.example/nexus" },
 * });
 * ```
 */
export class WebhookGlobal extends resourceClass<args.WebhookGlobalArgs>(capabilityKinds["webhook.global"]) {}

/**
 * A webhook for events of a repository. Each pair of repository and URL can have one.
 *
 * ```ts
 * new capability.WebhookRepository("release-hook", {
 *   properties: { repository: "maven-releases", names: ["component"], url: "https://hooks.example/releases" },
 * });
 * ```
 */
export class WebhookRepository extends resourceClass<args.WebhookRepositoryArgs>(
  capabilityKinds["webhook.repository"],
) {}
