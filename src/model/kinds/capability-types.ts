import { z } from "zod";
import { referenceTo, secret, unorderedList } from "../field-metadata.ts";
import type { Requirements } from "../kind.ts";

/** Of a type of capability: what it is told, and which Nexus has it. */
interface CapabilityType<S extends z.ZodObject = z.ZodObject> {
  className: string;
  properties: S;
  requires?: Requirements;
  /** Properties that tell one from another; without any there is just one in a Nexus. */
  by?: readonly string[];
  /** A fresh Nexus brings it, and it stays when nobody declares it any more. */
  brought?: true;
}

function type<S extends z.ZodRawShape>(
  className: string,
  properties: S,
  more: Omit<CapabilityType, "className" | "properties"> = {},
): CapabilityType<z.ZodObject<S, z.core.$strict>> {
  return { className, properties: z.strictObject(properties), ...more };
}

const url = () => z.string().regex(/^https?:\/\/\S+$/, "must be an http or https URL");
const seconds = (least = 0) => z.int().min(least, `must be at least ${least} seconds`).optional();

/** The Core lacks it. */
const fullOnly = { requires: { notIn: ["CORE"] } } as const satisfies Omit<CapabilityType, "className" | "properties">;

/**
 * The types of capability whose properties are known, by Nexus's own ids. Those of the Core are as a Core 3.71 describes
 * them; the others are by the documents.
 */
export const capabilityTypes = {
  /** Keeps a record of who changed what. */
  audit: type("Audit", {}, { brought: true }),
  baseurl: type("BaseUrl", {
    /** Where people and clients reach Nexus, http or https: what it calls itself in mails and answers. */
    url: url(),
  }),
  customs3regions: type(
    "CustomS3Regions",
    {
      /** Names of regions that S3 blob stores may be in, beside Amazon's own. */
      regions: unorderedList(z.string().regex(/^[^,]+$/, "must be a name without commas")).min(1),
    },
    fullOnly,
  ),
  defaultrole: type("DefaultRole", {
    /** Everybody who logs in has it. Needs the realm `DefaultRole`. */
    role: referenceTo("role"),
  }),
  "firewall.audit": type(
    "FirewallAudit",
    {
      /** The repository, a proxy. */
      repository: referenceTo("repository", { target: { types: ["proxy", "hosted"] } }),
      /** Withholds what breaks a policy, and not only reports it. */
      quarantine: z.boolean().optional(),
    },
    { ...fullOnly, by: ["repository"] },
  ),
  healthcheck: type(
    "HealthCheck",
    {
      /** Checks all proxies, new ones too. */
      configuredForAll: z.boolean().optional(),
      /** Trusts the certificates of Nexus's own trust store too. */
      useTrustStore: z.boolean().optional(),
    },
    fullOnly,
  ),
  LegacyUrlCapability: type("LegacyUrl", {}),
  OutreachManagementCapability: type(
    "OutreachManagement",
    {
      /** Where the welcome page's texts come from. */
      overrideUrl: z.string().optional(),
      /** Shows them as they are there, and not as Nexus keeps them. */
      alwaysRemote: z.boolean().optional(),
    },
    { ...fullOnly, brought: true },
  ),
  "rapture.branding": type("UiBranding", {
    /** Shows the header. */
    headerEnabled: z.boolean().optional(),
    /** HTML above every page. */
    headerHtml: z.string().optional(),
    /** Shows the footer. */
    footerEnabled: z.boolean().optional(),
    /** HTML below every page. */
    footerHtml: z.string().optional(),
  }),
  "rapture.settings": type(
    "UiSettings",
    {
      /** What the browser's window is called. */
      title: z.string().min(1).optional(),
      /** Lets the pages be debugged. */
      debugAllowed: z.boolean().optional(),
      /** Seconds between two looks of a page whether Nexus is there, for who is logged in. */
      statusIntervalAuthenticated: seconds(),
      /** The same for who is not. */
      statusIntervalAnonymous: seconds(),
      /** Minutes without work after which one is logged out; 0 for never. */
      sessionTimeout: z.int().min(0).optional(),
      /** Seconds that a page waits for an answer, at least 30. */
      requestTimeout: seconds(30),
      /** The same for what may take long, at least 180. */
      longRequestTimeout: seconds(180),
    },
    { brought: true },
  ),
  rutauth: type(
    "RutAuth",
    {
      /** The header by which a proxy in front of Nexus tells who came. Needs the realm `rutauth-realm`. */
      httpHeader: z.string().min(1),
    },
    fullOnly,
  ),
  StorageSettings: type("StorageSettings", {
    /** Hours in which a second download is not noted. */
    lastDownloadedInterval: z.int().min(1),
  }),
  "webhook.global": type("WebhookGlobal", {
    /** What is told: `audit`, `repository`. */
    names: unorderedList(z.enum(["audit", "repository"])).min(1),
    /** Whom it is told. */
    url: url(),
    /** Signs what is told. Before 3.93 Nexus shows it to administrators. */
    secret: secret().optional(),
  }),
  "webhook.repository": type(
    "WebhookRepository",
    {
      /** The repository that it is about. */
      repository: referenceTo("repository"),
      /** What is told: `asset`, `component`. */
      names: unorderedList(z.enum(["asset", "component"])).min(1),
      /** Whom it is told. */
      url: url(),
      /** Signs what is told. Before 3.93 Nexus shows it to administrators. */
      secret: secret().optional(),
    },
    // A second one of the same repository and URL is refused (3.71).
    { by: ["repository", "url"] },
  ),
} as const;

export type CapabilityTypes = typeof capabilityTypes;
export type CapabilityTypeId = keyof CapabilityTypes;
