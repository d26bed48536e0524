/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
/** The arguments of {@link Audit}. */
export interface AuditArgs extends CommonCapabilityArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<Record<string, never> | undefined>;
}

/** The arguments of {@link BaseUrl}. */
export interface BaseUrlArgs extends CommonCapabilityArgs {
  /** The properties of the type. */
  properties: pulumi.Input<BaseUrlProperties>;
}

/** The arguments of {@link CustomS3Regions}. */
export interface CustomS3RegionsArgs extends CommonCapabilityArgs {
  /** The properties of the type. */
  properties: pulumi.Input<CustomS3RegionsProperties>;
}

/** The arguments of {@link DefaultRole}. */
export interface DefaultRoleArgs extends CommonCapabilityArgs {
  /** The properties of the type. */
  properties: pulumi.Input<DefaultRoleProperties>;
}

/** The arguments of {@link FirewallAudit}. */
export interface FirewallAuditArgs extends CommonCapabilityArgs {
  /** The properties of the type. */
  properties: pulumi.Input<FirewallAuditProperties>;
}

/** The arguments of {@link HealthCheck}. */
export interface HealthCheckArgs extends CommonCapabilityArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<HealthCheckProperties | undefined>;
}

/** The arguments of {@link LegacyUrl}. */
export interface LegacyUrlArgs extends CommonCapabilityArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<Record<string, never> | undefined>;
}

/** The arguments of {@link OutreachManagement}. */
export interface OutreachManagementArgs extends CommonCapabilityArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<OutreachManagementProperties | undefined>;
}

/** The arguments of {@link UiBranding}. */
export interface UiBrandingArgs extends CommonCapabilityArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<UiBrandingProperties | undefined>;
}

/** The arguments of {@link UiSettings}. */
export interface UiSettingsArgs extends CommonCapabilityArgs {
  /** The properties of the type. */
  properties?: pulumi.Input<UiSettingsProperties | undefined>;
}

/** The arguments of {@link RutAuth}. */
export interface RutAuthArgs extends CommonCapabilityArgs {
  /** The properties of the type. */
  properties: pulumi.Input<RutAuthProperties>;
}

/** The arguments of {@link StorageSettings}. */
export interface StorageSettingsArgs extends CommonCapabilityArgs {
  /** The properties of the type. */
  properties: pulumi.Input<StorageSettingsProperties>;
}

/** The arguments of {@link WebhookGlobal}. */
export interface WebhookGlobalArgs extends CommonCapabilityArgs {
  /** The properties of the type. */
  properties: pulumi.Input<WebhookGlobalProperties>;
}

/** The arguments of {@link WebhookRepository}. */
export interface WebhookRepositoryArgs extends CommonCapabilityArgs {
  /** The properties of the type. */
  properties: pulumi.Input<WebhookRepositoryProperties>;
}

/** The arguments of {@link Capability}. */
export interface CapabilityArgs extends CommonCapabilityArgs {
  /** Nexus's id of the type, such as `crowd`. A change replaces the capability. */
  type: pulumi.Input<string>;
  /**
   * The properties of the type, as texts (`"true"`, `"24"`). Those with a name such as `password`, `secret` or `token` are
   * stored as secrets. A value that Nexus does not show is not compared.
   */
  properties?: pulumi.Input<{ [name: string]: pulumi.Input<string> } | undefined>;
}

/** The arguments of every capability. */
export interface CommonCapabilityArgs {
  /** Turns the capability on. Default on creation: true. */
  enabled?: pulumi.Input<boolean | undefined>;
  /** Notes, shown in Nexus. */
  notes?: pulumi.Input<string | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The block `properties`. */
export interface BaseUrlProperties {
  /** The http or https address at which users and clients reach Nexus. Nexus uses it in e-mails and in responses. */
  url: pulumi.Input<string>;
}

/** The block `properties`. */
export interface CustomS3RegionsProperties {
  /** The names of additional regions for S3 blob stores, besides Amazon's. */
  regions: pulumi.Input<pulumi.Input<string>[]>;
}

/** The block `properties`. */
export interface DefaultRoleProperties {
  /** The role that every authenticated user has. Needs the realm `DefaultRole`. */
  role: pulumi.Input<string>;
}

/** The block `properties`. */
export interface FirewallAuditProperties {
  /** The proxy repository to audit. */
  repository: pulumi.Input<string>;
  /** Also blocks components that violate a policy. Nexus's default: they are only reported. */
  quarantine?: pulumi.Input<boolean | undefined>;
}

/** The block `properties`. */
export interface HealthCheckProperties {
  /** Checks all proxy repositories, including new ones. */
  configuredForAll?: pulumi.Input<boolean | undefined>;
  /** Also trusts the certificates in Nexus's trust store. */
  useTrustStore?: pulumi.Input<boolean | undefined>;
}

/** The block `properties`. */
export interface OutreachManagementProperties {
  /** The URL of the texts on the welcome page. */
  overrideUrl?: pulumi.Input<string | undefined>;
  /** Always loads the texts from the URL instead of Nexus's cache. */
  alwaysRemote?: pulumi.Input<boolean | undefined>;
}

/** The block `properties`. */
export interface UiBrandingProperties {
  /** Shows the header on every page. */
  headerEnabled?: pulumi.Input<boolean | undefined>;
  /** The HTML of the header. */
  headerHtml?: pulumi.Input<string | undefined>;
  /** Shows the footer on every page. */
  footerEnabled?: pulumi.Input<boolean | undefined>;
  /** The HTML of the footer. */
  footerHtml?: pulumi.Input<string | undefined>;
}

/** The block `properties`. */
export interface UiSettingsProperties {
  /** The title of the browser window. */
  title?: pulumi.Input<string | undefined>;
  /** Allows developers to debug the user interface. */
  debugAllowed?: pulumi.Input<boolean | undefined>;
  /** The interval of status requests, in seconds, for users who are logged in. */
  statusIntervalAuthenticated?: pulumi.Input<number | undefined>;
  /** The interval of status requests, in seconds, for anonymous users. */
  statusIntervalAnonymous?: pulumi.Input<number | undefined>;
  /** The inactive time, in minutes, after which users are logged out. 0: never. */
  sessionTimeout?: pulumi.Input<number | undefined>;
  /** The timeout of requests, in seconds; at least 30. */
  requestTimeout?: pulumi.Input<number | undefined>;
  /** The timeout of long requests, in seconds; at least 180. */
  longRequestTimeout?: pulumi.Input<number | undefined>;
}

/** The block `properties`. */
export interface RutAuthProperties {
  /** The HTTP header in which a reverse proxy sends the authenticated user. Needs the realm `rutauth-realm`. */
  httpHeader: pulumi.Input<string>;
}

/** The block `properties`. */
export interface StorageSettingsProperties {
  /** The minimum time, in hours, between two updates of an asset's last download time. */
  lastDownloadedInterval: pulumi.Input<number>;
}

/** The block `properties`. */
export interface WebhookGlobalProperties {
  /** The events to send: `audit`, `repository`. */
  names: pulumi.Input<pulumi.Input<"audit" | "repository">[]>;
  /** The http or https address that receives the events. */
  url: pulumi.Input<string>;
  /** The key that signs the events (HMAC). Releases before 3.93 show it to administrators. */
  secret?: pulumi.Input<string | undefined>;
}

/** The block `properties`. */
export interface WebhookRepositoryProperties {
  /** The repository whose events are sent. */
  repository: pulumi.Input<string>;
  /** The events to send: `asset`, `component`. */
  names: pulumi.Input<pulumi.Input<"asset" | "component">[]>;
  /** The http or https address that receives the events. */
  url: pulumi.Input<string>;
  /** The key that signs the events (HMAC). Releases before 3.93 show it to administrators. */
  secret?: pulumi.Input<string | undefined>;
}
