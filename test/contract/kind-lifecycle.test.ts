/** Every kind that a server supports: declared objects are created, read, changed and deleted on it. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import { catalogue } from "../../src/model/catalogue.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Fields } from "../../src/util/json.ts";
import { declarationOf, identityFor } from "../support/declarations.ts";
import { expectReadAsDeclared, runLifecycle } from "../support/lifecycle.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { getKind, ResourceStack, type ServerLogin } from "../support/resource-stack.ts";
import { isFull } from "../support/scope.ts";
import { seedNexus } from "../support/seed.ts";
import { createPrefix, describeServers, externalUserId, servers, supportsKind } from "./servers.ts";

const prefix = createPrefix();

/**
 * The kinds to test. Not S3 blob stores, which need a bucket, and not scripts, which are disabled. A server given by NEXUS_URL
 * keeps its settings, and it may not have external users.
 */
const kinds = [...catalogue.values()].filter(
  ({ name, setting, externallyCreatedIn }) =>
    !["blob-store-s3", "privilege-script", "script"].includes(name) &&
    !((setting || externallyCreatedIn) && process.env.NEXUS_URL),
);

/** Two different declarations for each kind. */
const variants: Record<string, [Fields, Fields]> = {
  "raw-hosted": [{ storage: { writePolicy: "ALLOW" } }, { storage: { writePolicy: "DENY" } }],
  "maven-hosted": [{ maven: { versionPolicy: "SNAPSHOT" } }, { maven: { versionPolicy: "MIXED" } }],
  "maven-proxy": [{ proxy: { remoteUrl: "https://a.example" } }, { proxy: { remoteUrl: "https://b.example" } }],
  "blob-store-file": [
    { softQuota: { type: "spaceUsedQuota", limit: 2_000_000 } },
    { softQuota: { type: "spaceUsedQuota", limit: 1_000_000 } },
  ],
  "cleanup-policy": [
    { format: "raw", criteriaLastDownloaded: 3 },
    { format: "raw", criteriaLastDownloaded: 4, notes: "n" },
  ],
  "privilege-wildcard": [{ pattern: "nexus:users:read" }, { pattern: "nexus:users:*" }],
  "privilege-application": [
    { domain: "users", actions: ["READ"] },
    { domain: "users", actions: ["READ", "ADD"] },
  ],
  role: [{ privileges: ["nx-search-read"] }, { privileges: ["nx-users-read", "nx-search-read"] }],
  user: [
    { roles: ["nx-anonymous"], password: "first-password" },
    { roles: ["nx-anonymous"], password: "second-password" },
  ],
  "content-selector": [{ expression: 'format == "raw"' }, { expression: 'path =^ "/a"' }],
  "routing-rule": [
    { mode: "BLOCK", matchers: ["a"] },
    { mode: "ALLOW", matchers: ["b", "a"] },
  ],
  "task-blobstore-compact": [
    { schedule: { daily: "02:00", timeZone: "+01:00" }, properties: { blobstoreName: "default" } },
    { schedule: { weekly: ["MONDAY"], at: "03:30" }, properties: { blobstoreName: "default" }, enabled: false },
  ],
  task: [
    { type: "blobstore.compact", schedule: { hourly: 30 }, properties: { blobstoreName: "default" } },
    { type: "blobstore.compact", schedule: { cron: "0 0 2 * * ?" }, properties: { blobstoreName: "default" } },
  ],
  "capability-webhook-repository": [
    { properties: { repository: "maven-central", names: ["asset"], url: "https://a.example" } },
    { properties: { repository: "maven-central", names: ["component"], url: "https://a.example" }, notes: "n" },
  ],
};

describeServers("on $name", servers, ({ isReal, start }) => {
  let server: ServerLogin & { stop(): Promise<void> };
  let seeded: Awaited<ReturnType<typeof seedNexus>>;
  beforeAll(async () => {
    server = await start();
    seeded = await seedNexus(server, prefix);
  });
  afterAll(async () => {
    await seeded?.remove();
    await server?.stop();
  });

  const isSupported = (kind: Kind) => supportsKind(kind, seeded.nexus);

  // On the embedded Nexus, test/provider/lifecycle-properties.test.ts covers them.
  for (const kind of isReal || isFull ? kinds : [])
    it(`creates, reads, changes and deletes any ${kind.name} without a remaining difference`, async () => {
      if (!isSupported(kind)) {
        await expect(
          new ResourceStack(server, kind.name).up({ ...createRequiredFields(kind), name: `${prefix}-none` }),
        ).rejects.toThrow();
        return;
      }
      const name = kind.externallyCreatedIn ? externalUserId : `${prefix}-one`;
      const declaration = declarationOf(kind, identityFor(kind, name, seeded.names), seeded.names);
      await fc.assert(
        fc.asyncProperty(declaration, declaration, (first, second) => runLifecycle(server, kind, first, second)),
        { ...propertyRuns(4, 1), endOnFailure: true },
      );
    });

  describe.each(Object.entries(variants))("%s", (name, [first, second]) => {
    const kind = getKind(name);
    const identity = `${prefix}-two`;
    const withIdentity = (fields: Fields): Fields => ({
      ...(kind.identity && { [kind.identity]: identity }),
      ...fields,
    });
    const stack = (more = {}) => new ResourceStack(server, name, more);

    it("is adopted or, with onConflict: fail, refused; drift is found and repaired; a deleted object is gone after a refresh", async () => {
      const stackA = stack();
      await stackA.up(withIdentity(first));
      const stackB = stack();
      try {
        await expect(stack({ onConflict: "fail" }).up(withIdentity(second))).rejects.toThrow("already");
        await stackB.up(withIdentity(second));
        expect((await stackB.diff(withIdentity(second))).changes).toBe(false);
        await expectReadAsDeclared(stackB, withIdentity(second));
        expect(await stackA.refresh()).toBe(true);
        expect((await stackA.diff(withIdentity(first))).changes).toBe(true);
        await stackA.up(withIdentity(first));
        await expectReadAsDeclared(stackA, withIdentity(first));
      } finally {
        await stackA.destroy();
      }
      expect(await stackB.refresh()).toBe(false);
    });

    it("is deleted twice without an error, and created again by a change after it was deleted", async () => {
      const [stackB, stackC] = [stack(), stack()];
      await stackB.up(withIdentity(first));
      await stackC.up(withIdentity(first));
      await stackC.destroy();
      await stackB.up(withIdentity(second));
      await expectReadAsDeclared(stackB, withIdentity(second));
      await stackB.destroy();
    });
  });

  it("resets fields that were removed from the program to their creation defaults", async () => {
    const stack = new ResourceStack(server, "raw-hosted");
    const name = `${prefix}-back`;
    await stack.up({ name, online: false, storage: { writePolicy: "DENY" }, raw: { contentDisposition: "INLINE" } });
    await stack.up({ name });
    const client = new NexusClient(server);
    const { body } = await client.get(`/v1/repositories/raw/hosted/${name}`);
    await client.close();
    await stack.destroy();
    expect(body).toMatchObject({
      online: true,
      storage: { writePolicy: "ALLOW_ONCE" },
      raw: { contentDisposition: "ATTACHMENT" },
    });
  });
});

function createRequiredFields(kind: Kind): Fields {
  if (kind.repository?.type === "proxy") return { proxy: { remoteUrl: "https://a.example" } };
  return kind.repository?.type === "group" ? { group: { memberNames: ["maven-central"] } } : {};
}
