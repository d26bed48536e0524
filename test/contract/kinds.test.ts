/** Every kind that a server has, on that server: whatever is declared is made, read, changed and deleted. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import { catalogue } from "../../src/model/catalogue.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Fields } from "../../src/util/json.ts";
import { declarationOf, identityFor } from "../support/declarations.ts";
import { runLifecycle } from "../support/lifecycle.ts";
import { getKind, ResourceStack, type Server } from "../support/resource-stack.ts";
import { seed } from "../support/seed.ts";
import { isHad, prefix, servers } from "./servers.ts";

/**
 * Settings of a server that is not ours alone stay; S3 wants a bucket; scripts are switched off; and a user of another
 * source must be there to be found.
 */
const kinds = [...catalogue.values()].filter(
  ({ name, setting, externallyCreatedIn }) =>
    !["blob-store-s3", "privilege-script", "script"].includes(name) &&
    !((setting || externallyCreatedIn) && process.env.NEXUS_URL),
);

/** Declarations of each kind to try its ways with: one, and another. */
const examples: Record<string, [Fields, Fields]> = {
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

describe.each(servers)("on $name", ({ start }) => {
  let server: Server & { stop(): Promise<void> };
  let seeded: Awaited<ReturnType<typeof seed>>;
  beforeAll(async () => {
    server = await start();
    seeded = await seed(server, prefix);
  });
  afterAll(async () => {
    await seeded?.remove();
    await server?.stop();
  });

  const isHere = (kind: Kind) => isHad(kind, seeded.what);

  it.each(kinds)("any $name is made, read, changed and deleted without a difference", async (kind) => {
    if (!isHere(kind)) {
      await expect(
        new ResourceStack(server, kind.name).up({ ...first(kind), name: `${prefix}-none` }),
      ).rejects.toThrow();
      return;
    }
    const declaration = declarationOf(kind, identityFor(kind, `${prefix}-one`, seeded.names), seeded.names);
    await fc.assert(
      fc.asyncProperty(declaration, declaration, (one, other) => runLifecycle(server, kind, one, other)),
      { numRuns: 4, endOnFailure: true },
    );
  });

  describe.each(Object.entries(examples))("%s", (name, [one, other]) => {
    const kind = getKind(name);
    const identity = `${prefix}-two`;
    const named = (fields: Fields): Fields => ({ ...(kind.identity && { [kind.identity]: identity }), ...fields });
    const stack = (more = {}) => new ResourceStack(server, name, more);

    it("is adopted, or refused when told to; drift is seen, and healed; gone is gone", async () => {
      const theirs = stack();
      await theirs.up(named(one));
      const ours = stack();
      try {
        await expect(stack({ onConflict: "fail" }).up(named(other))).rejects.toThrow("already");
        await ours.up(named(other));
        expect((await ours.diff(named(other))).changes).toBe(false);
        expect(await theirs.refresh()).toBe(true);
        expect((await theirs.diff(named(one))).changes).toBe(true);
        await theirs.up(named(one));
        await theirs.refresh();
        expect((await theirs.diff(named(one))).changes).toBe(false);
      } finally {
        await theirs.destroy();
      }
      expect(await ours.refresh()).toBe(false);
    });

    it("is deleted twice without complaint, and made again by a change when it is gone", async () => {
      const [ours, again] = [stack(), stack()];
      await ours.up(named(one));
      await again.up(named(one));
      await again.destroy();
      await ours.up(named(other));
      expect(await ours.refresh()).toBe(true);
      expect((await ours.diff(named(other))).changes).toBe(false);
      await ours.destroy();
    });
  });

  it("what is declared no more goes back to what a creation gives", async () => {
    const runs = new ResourceStack(server, "raw-hosted");
    const name = `${prefix}-back`;
    await runs.up({ name, online: false, storage: { writePolicy: "DENY" }, raw: { contentDisposition: "INLINE" } });
    await runs.up({ name });
    const client = new NexusClient(server);
    const { body } = await client.get(`/v1/repositories/raw/hosted/${name}`);
    await client.close();
    await runs.destroy();
    expect(body).toMatchObject({
      online: true,
      storage: { writePolicy: "ALLOW_ONCE" },
      raw: { contentDisposition: "ATTACHMENT" },
    });
  });
});

function first(kind: Kind): Fields {
  if (kind.repository?.type === "proxy") return { proxy: { remoteUrl: "https://a.example" } };
  return kind.repository?.type === "group" ? { group: { memberNames: ["maven-central"] } } : {};
}
