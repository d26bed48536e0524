/** Everything that a Nexus can hold is exported as an estate that says just that. */
import fc from "fast-check";
import { type Edition, startNexus } from "nexus-embedded";
import { beforeAll, describe, expect, it } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import { catalogue } from "../../src/model/catalogue.ts";
import { unsupportedBy } from "../../src/model/compatibility.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Fields } from "../../src/util/json.ts";
import { diagnosed } from "../support/compile.ts";
import { declarationOf, identityFor, type Names } from "../support/declarations.ts";
import { ResourceStack } from "../support/resource-stack.ts";
import { seed } from "../support/seed.ts";
import { complaintsOfLinter, differing, type Exported, exported } from "./support.ts";

const credentials = { username: "admin", password: "admin123" };

/**
 * A task or capability of any type is here of one with a class of its own; the realms are the lock on the test's own
 * door, and the licence goes in and never out.
 */
const notMade = ["realms", "ldap-order", "capability", "task", "license"];
/** With the numbers of the samples that are made there. */
const servers: [Edition, string, number[]][] = [
  ["CORE", "3.71.0-06", [1, 2]],
  ["COMMUNITY", "3.92.0-01", [3]],
  ["PRO", "3.94.0-12", [4]],
];

describe("all that each release and edition can hold", () => {
  let exports: { name: string; one: Exported; kinds: Kind[] }[];

  beforeAll(async () => {
    exports = await Promise.all(servers.map(([edition, release, numbers]) => made(edition, release, numbers)));
  }, 120_000);

  it("is taken, and nothing is left", () => {
    for (const { name, one, kinds } of exports) {
      expect(one.exported.omissions, name).toEqual([]);
      expect(one.exported.unreadable, name).toEqual([]);
      expect(one.exported.count, name).toBeGreaterThan(kinds.length);
    }
  });

  it("is a program that the compiler and the linter accept", () => {
    const texts = exports.map(({ one }) => one.exported.estate);
    expect(diagnosed(texts).flat()).toEqual([]);
    expect(complaintsOfLinter(texts)).toBe("");
  });

  it("is declared as it is there, with secrets and without", async () => {
    for (const { one } of exports) {
      const without = await differing(one, []);
      expect(without.differences).toEqual([]);
      const secrets = one.exported.secrets.map(({ name }) => name);
      const whole = await differing(one, secrets);
      expect(whole.differences).toEqual([]);
      expect(whole.declared).toHaveLength(one.exported.count);
      expect(without.declared.length).toBeLessThan(one.exported.count);
    }
  });
});

async function made(edition: Edition, release: string, numbers: number[]) {
  const nexus = await startNexus({ release, edition, connectors: "none", scripts: true });
  try {
    const server = { ...credentials, url: nexus.url };
    const { names } = await seed(server, "there");
    // 3.71's Core calls itself OSS, as what had all formats then did.
    const what = { release, edition };
    const kinds = [...catalogue.values()].filter(
      (kind) => !kind.externallyCreatedIn && !notMade.includes(kind.name) && !unsupportedBy(what, kind, {}).length,
    );
    const client = new NexusClient(server);
    const available = (await client.get("/v1/security/realms/available")).body as { id: string }[];
    await client.send({ method: "PUT", path: "/v1/security/realms/active", body: available.map(({ id }) => id) });
    await client.close();
    for (const kind of kinds)
      for (const number of kind.setting ? numbers.slice(0, 1) : numbers)
        await new ResourceStack(server, kind.name).up(sample(kind, names, number));
    return { name: `${edition} ${release}`, one: await exported(server), kinds };
  } finally {
    await nexus.stop();
  }
}

/** Ports are left out, as two might get the same. */
function sample(kind: Kind, names: Names, number: number): Fields {
  const identity = identityFor(kind, `${kind.name}-${number}`, names);
  const [fields = {}] = fc.sample(declarationOf(kind, identity, names), { seed: number, numRuns: 1 });
  const { docker: _docker, oci: _oci, ...others } = fields;
  return others;
}
