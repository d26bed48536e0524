import { type EmbeddedOptions, startNexus } from "nexus-embedded";
import { inject } from "vitest";
import { unsupportedBy } from "../../src/model/compatibility.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Server as What } from "../../src/util/release.ts";
import { startCore } from "../../tools/nexus-core/start-core.ts";
import type { Server } from "../support/resource-stack.ts";

/** A server that the same cases are run against. */
export interface Contractor {
  name: string;
  start(): Promise<Server & { stop(): Promise<void> }>;
}

/** Nothing of a server that is not ours alone may be in our way, nor we in its. */
export const prefix = `contract-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 6)}`;

/** Found by the embedded ones, where their edition has the source. */
const externalUsers = (["LDAP", "SAML", "Crowd"] as const).map((source) => ({ source, userId: `${prefix}-one` }));

function embedded(options: Required<Pick<EmbeddedOptions, "release" | "edition">>): Contractor {
  return {
    name: `the embedded Nexus as ${options.release} ${options.edition}`,
    start: async () => {
      const { url, stop } = await startNexus({ ...options, connectors: "none", externalUsers });
      return { url, username: "admin", password: "admin123", stop };
    },
  };
}

const real: Contractor = {
  name: process.env.NEXUS_URL ? `the Nexus at ${process.env.NEXUS_URL}` : "the real Nexus Core 3.71.0-06",
  start: async () => ({ ...inject("realNexus"), stop: async () => {} }),
};

/** Those that are ours alone, for what is set for everybody or done to all that is there: the real one is started for it. */
export const ownServers: readonly Contractor[] = process.env.NEXUS_URL
  ? []
  : [
      { name: "a real Nexus Core of its own", start: () => startCore() },
      embedded({ release: "3.94.0-12", edition: "PRO" }),
    ];

/** Where they disagree, the real one is right. NEXUS_URL names one that is tested alone. */
export const servers: readonly Contractor[] = process.env.NEXUS_URL
  ? [real]
  : [
      real,
      embedded({ release: "3.71.0-06", edition: "CORE" }),
      embedded({ release: "3.77.0-08", edition: "CORE" }),
      embedded({ release: "3.94.0-12", edition: "COMMUNITY" }),
      embedded({ release: "3.94.0-12", edition: "PRO" }),
    ];

/** Whether a server has such things, by its release and edition. 3.71's Core calls itself OSS. */
export function isHad(kind: Kind, { release, edition }: What): boolean {
  const isCore = edition === "OSS" && release === "3.71.0";
  return !unsupportedBy(
    isCore ? { release, edition: "CORE" } : { ...(release && { release }), ...(edition && { edition }) },
    kind,
    {},
  ).length;
}
