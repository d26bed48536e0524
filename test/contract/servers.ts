import { type EmbeddedOptions, startNexus } from "nexus-embedded";
import { describe } from "vitest";
import { unsupportedBy } from "../../src/model/compatibility.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Server as ServerInfo } from "../../src/util/release.ts";
import { startCore } from "../../tools/nexus-core/start-core.ts";
import type { Tool } from "../../tools/support/test-tools.mjs";
import { embeddedReleases } from "../support/embedded-releases.ts";
import { getRealNexus } from "../support/real-nexus.ts";
import type { ServerLogin } from "../support/resource-stack.ts";
import { isFull } from "../support/scope.ts";

/** A server that the contract cases run against. */
export interface ServerUnderTest {
  name: string;
  /** The tools that the server needs. */
  tags: Tool[];
  isReal: boolean;
  /** @param options - options of an embedded server */
  start(options?: EmbeddedOptions): Promise<ServerLogin & { stop(): Promise<void> }>;
}

/**
 * Creates the prefix of all names that a test file creates: a shared server can contain other objects, and must not be
 * disturbed.
 */
export const createPrefix = (): string =>
  `contract-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 6)}`;

/** The user of each external source on the embedded servers, if their edition has the source. */
export const externalUserId = "contract-external-user";
const externalUsers = (["LDAP", "SAML", "Crowd"] as const).map((source) => ({ source, userId: externalUserId }));

const embeddedServers = embeddedReleases.map(
  (options): ServerUnderTest => ({
    name: `the embedded Nexus as ${options.release} ${options.edition}`,
    isReal: false,
    tags: [],
    start: async (more) => {
      const { url, stop } = await startNexus({ ...options, connectors: "none", externalUsers, ...more });
      return { url, username: "admin", password: "admin123", stop };
    },
  }),
);

const realServer: ServerUnderTest = {
  name: process.env.NEXUS_URL ? `the Nexus at ${process.env.NEXUS_URL}` : "the real Nexus Core 3.71.0-06",
  isReal: true,
  tags: process.env.NEXUS_URL ? [] : ["core"],
  start: async () => ({ ...(await getRealNexus()), stop: async () => {} }),
};

const ownRealServer: ServerUnderTest = {
  name: "a real Nexus Core of its own",
  isReal: true,
  tags: ["core"],
  start: () => startCore(),
};

/**
 * Servers that no other test uses, for cases that change global settings or all content. A real Core is started for them in the
 * full suite only.
 */
export const ownServers: readonly ServerUnderTest[] = process.env.NEXUS_URL
  ? []
  : [...(isFull ? [ownRealServer] : []), ...embeddedServers.slice(-1)];

/** The servers of all other cases. Where they disagree, the real one is right. With NEXUS_URL, only that server is tested. */
export const servers: readonly ServerUnderTest[] = process.env.NEXUS_URL
  ? [realServer]
  : [realServer, ...embeddedServers];

/** The real server, and the embedded one with the most features. */
export const mainServers = servers.filter((_, index) => index === 0 || index === servers.length - 1);

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
