import { type EmbeddedOptions, startNexus } from "nexus-embedded";
import { describe, inject } from "vitest";
import { unsupportedBy } from "../../src/model/compatibility.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Server as ServerInfo } from "../../src/util/release.ts";
import { startCore } from "../../tools/nexus-core/start-core.ts";
import type { Tool } from "../../tools/support/test-tools.mjs";
import type { ServerLogin } from "../support/resource-stack.ts";

/** A server that the contract cases run against. */
export interface ServerUnderTest {
  name: string;
  /** The tools that the server needs. */
  tags: Tool[];
  start(): Promise<ServerLogin & { stop(): Promise<void> }>;
}

/** The prefix of all names that the tests create: a shared server can contain other objects, and must not be disturbed. */
export const prefix = `contract-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 6)}`;

/** Users of external sources on the embedded servers, if their edition has the source. */
const externalUsers = (["LDAP", "SAML", "Crowd"] as const).map((source) => ({ source, userId: `${prefix}-one` }));

function createEmbedded(options: Required<Pick<EmbeddedOptions, "release" | "edition">>): ServerUnderTest {
  return {
    name: `the embedded Nexus as ${options.release} ${options.edition}`,
    tags: [],
    start: async () => {
      const { url, stop } = await startNexus({ ...options, connectors: "none", externalUsers });
      return { url, username: "admin", password: "admin123", stop };
    },
  };
}

const realServer: ServerUnderTest = {
  name: process.env.NEXUS_URL ? `the Nexus at ${process.env.NEXUS_URL}` : "the real Nexus Core 3.71.0-06",
  tags: process.env.NEXUS_URL ? [] : ["core"],
  start: async () => ({ ...inject("realNexus"), stop: async () => {} }),
};

/** Servers that no other test uses, for cases that change global settings or all content. A real Core is started for them. */
export const ownServers: readonly ServerUnderTest[] = process.env.NEXUS_URL
  ? []
  : [
      { name: "a real Nexus Core of its own", tags: ["core"], start: () => startCore() },
      createEmbedded({ release: "3.94.0-12", edition: "PRO" }),
    ];

/** The servers of all other cases. Where they disagree, the real one is right. With NEXUS_URL, only that server is tested. */
export const servers: readonly ServerUnderTest[] = process.env.NEXUS_URL
  ? [realServer]
  : [
      realServer,
      createEmbedded({ release: "3.71.0-06", edition: "CORE" }),
      createEmbedded({ release: "3.77.0-08", edition: "CORE" }),
      createEmbedded({ release: "3.94.0-12", edition: "COMMUNITY" }),
      createEmbedded({ release: "3.94.0-12", edition: "PRO" }),
    ];

/** Declares a group of tests for each server. In the title `$name` stands for the name of the server. */
export function describeServers(
  title: string,
  under: readonly ServerUnderTest[],
  declareTests: (server: ServerUnderTest) => void,
): void {
  for (const server of under)
    describe(title.replace("$name", server.name), { tags: server.tags }, () => declareTests(server));
}

/** Returns true if a server supports a kind, by its release and edition. The Core of 3.71 calls itself OSS. */
export function supportsKind(kind: Kind, { release, edition }: ServerInfo): boolean {
  const isCore = edition === "OSS" && release === "3.71.0";
  return !unsupportedBy(
    isCore ? { release, edition: "CORE" } : { ...(release && { release }), ...(edition && { edition }) },
    kind,
    {},
  ).length;
}
