import type { Edition } from "../options.ts";

export interface CapabilityDescriptor {
  readonly name: string;
  readonly category?: string;
  /** Properties that must be there. */
  readonly required?: readonly string[];
  /** Those that must be URLs. */
  readonly urlProperties?: readonly string[];
  /** The least that numbers may be. */
  readonly minimums?: Readonly<Record<string, number>>;
  /** Those that are never shown again from 3.93 on (by the documents). */
  readonly secrets?: readonly string[];
  /** Properties of which no two have the same values; without any there is one of the type. */
  readonly uniqueBy?: readonly string[];
  /** The property that tells people which one it is, or what it is. */
  readonly describedBy?: string;
  readonly description?: string;
  /** A fresh Nexus has it, with these properties. */
  readonly initialProperties?: Readonly<Record<string, string>>;
}

const webhook = { category: "Webhook", describedBy: "names", urls: ["url"], secrets: ["secret"] };

/** As a Core 3.71 has them. */
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

/** By the documents, which give no names. */
const FULL: Readonly<Record<string, CapabilityDescriptor>> = {
  OutreachManagementCapability: { name: "Outreach: Management", initialProperties: {} },
  crowd: { name: "Crowd" },
  customs3regions: { name: "Custom S3 Regions", required: ["regions"] },
  "firewall.audit": { name: "Firewall: Audit", required: ["repository"], uniqueBy: ["repository"] },
  healthcheck: { name: "Health Check: Configuration" },
  rutauth: { name: "Rut Auth", required: ["httpHeader"] },
};

export function getCapabilityDescriptors(edition: Edition): Readonly<Record<string, CapabilityDescriptor>> {
  return edition === "CORE" ? CORE : { ...CORE, ...FULL };
}
