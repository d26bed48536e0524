import type { Edition } from "../options.ts";

/** A type of capabilities, as Nexus's CapabilityDescriptor. */
export interface CapabilityDescriptor {
  readonly name: string;
  readonly category?: string;
  /** Properties that are required. */
  readonly required?: readonly string[];
  /** Properties that must be URLs. */
  readonly urlProperties?: readonly string[];
  /** Minimums of numeric properties. */
  readonly minimums?: Readonly<Record<string, number>>;
  /** Properties that responses do not contain in clear text from 3.93 on (documented). */
  readonly secrets?: readonly string[];
  /** Properties whose values must be unique together. Absent: only one capability of the type can exist. */
  readonly uniqueBy?: readonly string[];
  /** The first release that answers 500 to creations and changes (other clients' tests). */
  readonly failsFrom?: string;
  /** The property that is shown as the description. */
  readonly describedBy?: string;
  readonly description?: string;
  /** The properties of the capability of this type that a new Nexus has. Absent: it has none. */
  readonly initialProperties?: Readonly<Record<string, string>>;
}

const webhook: Omit<CapabilityDescriptor, "name"> = {
  category: "Webhook",
  describedBy: "names",
  urlProperties: ["url"],
  secrets: ["secret"],
};

/** The types of a Core 3.71. */
const CORE: Readonly<Record<string, CapabilityDescriptor>> = {
  LegacyUrlCapability: { name: "NXRM2 style URLs", category: "Core", description: "NXRM2 style urls enabled" },
  StorageSettings: { name: "Storage Settings", category: "Core", required: ["lastDownloadedInterval"] },
  audit: { name: "Audit", category: "Audit", description: "Enabled", initialProperties: {} },
  baseurl: { name: "Base URL", category: "Core", required: ["url"], urlProperties: ["url"] },
  defaultrole: { name: "Default Role", required: ["role"], describedBy: "role" },
  "node.identity": { name: "Node: Identity", category: "Core", initialProperties: {} },
  "rapture.branding": { name: "UI: Branding", category: "UI" },
  "rapture.settings": {
    name: "UI: Settings",
    category: "UI",
    minimums: { requestTimeout: 30, longRequestTimeout: 180 },
    initialProperties: {
      title: "Sonatype Nexus Repository",
      debugAllowed: "true",
      statusIntervalAuthenticated: "5",
      statusIntervalAnonymous: "60",
      sessionTimeout: "30",
      requestTimeout: "60",
      longRequestTimeout: "180",
    },
  },
  "scheduling.scheduler": { name: "Scheduler", category: "Scheduling", description: "Started", initialProperties: {} },
  "webhook.global": { ...webhook, name: "Webhook: Global", required: ["names", "url"] },
  "webhook.repository": {
    ...webhook,
    name: "Webhook: Repository",
    required: ["repository", "names", "url"],
    uniqueBy: ["repository", "url"],
  },
};

/** The additional types of full editions, by the documentation, which does not contain their names. */
const FULL: Readonly<Record<string, CapabilityDescriptor>> = {
  OutreachManagementCapability: { name: "Outreach: Management", initialProperties: {} },
  crowd: { name: "Crowd" },
  customs3regions: { name: "Custom S3 Regions", required: ["regions"] },
  "firewall.audit": { name: "Firewall: Audit", required: ["repository"], uniqueBy: ["repository"], failsFrom: "3.94" },
  healthcheck: { name: "Health Check: Configuration" },
  // Its property is httpHeader, but another client's live test creates it with http_header (3.82 to 3.95).
  rutauth: { name: "Rut Auth" },
};

/** Returns the capability types of an edition, by their ids. */
export function getCapabilityDescriptors(edition: Edition): Readonly<Record<string, CapabilityDescriptor>> {
  return edition === "CORE" ? CORE : { ...CORE, ...FULL };
}
