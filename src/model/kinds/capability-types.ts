import { z } from "zod";
import { referenceTo, secret, unorderedList } from "../field-metadata.ts";
import type { Requirements } from "../kind.ts";

/** A type of capability: its properties, and the Nexus it requires. */
interface CapabilityType<S extends z.ZodObject = z.ZodObject> {
  className: string;
  properties: S;
  requires?: Requirements;
  /** The properties that distinguish several capabilities of the type. Without them, a Nexus can have only one. */
  distinguishedBy?: readonly string[];
  /** A new Nexus has the capability, and it is kept if it is no longer declared. */
  builtIn?: true;
}

function type<S extends z.ZodRawShape>(
  className: string,
  properties: S,
  more: Omit<CapabilityType, "className" | "properties"> = {},
): CapabilityType<z.ZodObject<S, z.core.$strict>> {
  return { className, properties: z.strictObject(properties), ...more };
}

const url = () => z.string().regex(/^https?:\/\/\S+$/, "must be an http or https URL");
const seconds = (minimum = 0) => z.int().min(minimum, `must be at least ${minimum} seconds`).optional();

/** Not in the Core edition. */
const fullOnly = { requires: { notIn: ["CORE"] } } as const satisfies Omit<CapabilityType, "className" | "properties">;

/**
 * The types of capabilities whose properties are known, by Nexus's ids. Source: a Nexus Core 3.71 for the types that it has,
 * Sonatype's documentation for the others.
 */
export const capabilityTypes = {
  /** Records changes and the users who made them. */
  audit: type("Audit", {}, { builtIn: true }),
  baseurl: type("BaseUrl", {
    /** The http or https address at which users and clients reach Nexus. Nexus uses it in e-mails and in responses. */
    url: url(),
  }),
  customs3regions: type(
    "CustomS3Regions",
    {
      /** The names of additional regions for S3 blob stores, besides Amazon's. */
      regions: unorderedList(z.string().regex(/^[^,]+$/, "must be a name without commas")).min(1),
    },
    fullOnly,
  ),
  defaultrole: type("DefaultRole", {
    /** The role that every authenticated user has. Needs the realm `DefaultRole`. */
    role: referenceTo("role"),
  }),
  "firewall.audit": type(
    "FirewallAudit",
    {
      /** The proxy repository to audit. */
      repository: referenceTo("repository", { target: { types: ["proxy", "hosted"] } }),
      /** Also blocks components that violate a policy. Nexus's default: they are only reported. */
      quarantine: z.boolean().optional(),
    },
    {
      requires: {
        ...fullOnly.requires,
        // Tests of the Terraform provider sonatyperepo on 3.94.1 and 3.95.1.
        brokenIn: {
          from: "3.94.0",
          effect: "Nexus answers 500 to its changes. Declare firewall.mode of the proxy repository instead",
        },
      },
      distinguishedBy: ["repository"],
    },
  ),
  healthcheck: type(
    "HealthCheck",
    {
      /** Checks all proxy repositories, including new ones. */
      configuredForAll: z.boolean().optional(),
      /** Also trusts the certificates in Nexus's trust store. */
      useTrustStore: z.boolean().optional(),
    },
    fullOnly,
  ),
  LegacyUrlCapability: type("LegacyUrl", {}),
  OutreachManagementCapability: type(
    "OutreachManagement",
    {
      /** The URL of the texts on the welcome page. */
      overrideUrl: z.string().optional(),
      /** Always loads the texts from the URL instead of Nexus's cache. */
      alwaysRemote: z.boolean().optional(),
    },
    { ...fullOnly, builtIn: true },
  ),
  "rapture.branding": type("UiBranding", {
    /** Shows the header on every page. */
    headerEnabled: z.boolean().optional(),
    /** The HTML of the header. */
    headerHtml: z.string().optional(),
    /** Shows the footer on every page. */
    footerEnabled: z.boolean().optional(),
    /** The HTML of the footer. */
    footerHtml: z.string().optional(),
  }),
  "rapture.settings": type(
    "UiSettings",
    {
      /** The title of the browser window. */
      title: z.string().min(1).optional(),
      /** Allows developers to debug the user interface. */
      debugAllowed: z.boolean().optional(),
      /** The interval of status requests, in seconds, for users who are logged in. */
      statusIntervalAuthenticated: seconds(),
      /** The interval of status requests, in seconds, for anonymous users. */
      statusIntervalAnonymous: seconds(),
      /** The inactive time, in minutes, after which users are logged out. 0: never. */
      sessionTimeout: z.int().min(0).optional(),
      /** The timeout of requests, in seconds; at least 30. */
      requestTimeout: seconds(30),
      /** The timeout of long requests, in seconds; at least 180. */
      longRequestTimeout: seconds(180),
    },
    { builtIn: true },
  ),
  rutauth: type(
    "RutAuth",
    {
      /** The HTTP header in which a reverse proxy sends the authenticated user. Needs the realm `rutauth-realm`. */
      httpHeader: z.string().min(1),
    },
    fullOnly,
  ),
  StorageSettings: type("StorageSettings", {
    /** The minimum time, in hours, between two updates of an asset's last download time. */
    lastDownloadedInterval: z.int().min(1),
  }),
  "webhook.global": type("WebhookGlobal", {
    /** The events to send: `audit`, `repository`. */
    names: unorderedList(z.enum(["audit", "repository"])).min(1),
    /** The http or https address that receives the events. */
    url: url(),
    /** The key that signs the events (HMAC). Releases before 3.93 show it to administrators. */
    secret: secret({ placeholder: "returned" }).optional(),
  }),
  "webhook.repository": type(
    "WebhookRepository",
    {
      /** The repository whose events are sent. */
      repository: referenceTo("repository"),
      /** The events to send: `asset`, `component`. */
      names: unorderedList(z.enum(["asset", "component"])).min(1),
      /** The http or https address that receives the events. */
      url: url(),
      /** The key that signs the events (HMAC). Releases before 3.93 show it to administrators. */
      secret: secret({ placeholder: "returned" }).optional(),
    },
    // Nexus refuses a second capability with the same repository and URL (3.71).
    { distinguishedBy: ["repository", "url"] },
  ),
} as const;

export type CapabilityTypes = typeof capabilityTypes;
export type CapabilityTypeId = keyof CapabilityTypes;
