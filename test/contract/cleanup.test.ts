/**
 * The components that the nightly cleanup removes. It cleans all repositories, so it runs on servers that no other test uses.
 * On a real one it fails if a repository is deleted meanwhile, and the others wait for the next run (3.71:
 * NullPointerException).
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import type { ServerLogin } from "../support/resource-stack.ts";
import { createPrefix, describeServers, ownServers } from "./servers.ts";

const prefix = createPrefix();

/** The policies, each for one repository: the criteria, and which of a, b and c remain. Only b was downloaded. */
const policies = {
  whole: { criteria: { criteriaAssetRegex: "/x/b.*" }, remaining: ["a", "c"] },
  part: { criteria: { criteriaAssetRegex: "b" }, remaining: ["a", "b", "c"] },
  // Everything is younger than a day, so 1 removes nothing; -1 removes everything.
  young: { criteria: { criteriaLastDownloaded: 1, criteriaLastBlobUpdated: 1 }, remaining: ["a", "b", "c"] },
  usage: { criteria: { criteriaLastDownloaded: -1 }, remaining: [] },
  age: { criteria: { criteriaLastBlobUpdated: -1 }, remaining: [] },
  both: { criteria: { criteriaLastBlobUpdated: -1, criteriaAssetRegex: ".*/c" }, remaining: ["a", "b"] },
  nothing: { criteria: {}, remaining: ["a", "b", "c"] },
};

const name = (policy: string) => `${prefix}-cleanup-${policy}`;

describeServers("$name", ownServers, ({ start }) => {
  let server: ServerLogin & { stop(): Promise<void> };
  let client: NexusClient;

  const file = (policy: string, path: string, method = "GET") =>
    fetch(`${server.url}/repository/${name(policy)}/x/${path}`, {
      method,
      headers: { Authorization: `Basic ${btoa(`${server.username}:${server.password}`)}` },
      ...(method === "PUT" && { body: path }),
    });

  beforeAll(async () => {
    server = await start();
    client = new NexusClient({ ...server, retry: { retryFor: 0 } });
    for (const [policy, { criteria }] of Object.entries(policies)) {
      const cleanupPolicy = { name: name(policy), format: "raw", notes: "", ...criteria };
      await client.send({ method: "POST", path: "/internal/cleanup-policies", body: cleanupPolicy });
      const storage = { blobStoreName: "default", strictContentTypeValidation: false, writePolicy: "ALLOW" };
      const body = { name: cleanupPolicy.name, online: true, storage, cleanup: { policyNames: [cleanupPolicy.name] } };
      await client.send({ method: "POST", path: "/v1/repositories/raw/hosted", body });
      for (const path of ["a", "b", "c"]) await file(policy, path, "PUT");
      await file(policy, "b");
    }
  });
  afterAll(async () => {
    for (const policy of Object.keys(policies)) {
      await client.send({ method: "DELETE", path: `/v1/repositories/${name(policy)}` });
      await client.send({ method: "DELETE", path: `/internal/cleanup-policies/${name(policy)}` });
    }
    await client?.close();
    await server?.stop();
  });

  it("removes components that meet all criteria of a policy, by whole paths, and by usage also those that were never downloaded", async () => {
    const listRemaining = async () => {
      const remaining: Record<string, string[]> = {};
      for (const policy of Object.keys(policies)) {
        const statuses = await Promise.all(["a", "b", "c"].map(async (path) => [path, (await file(policy, path)).ok]));
        remaining[policy] = statuses.filter(([, exists]) => exists).map(([path]) => String(path));
      }
      return remaining;
    };
    const expected = Object.fromEntries(Object.entries(policies).map(([policy, { remaining }]) => [policy, remaining]));
    const { items } = (await client.get("/v1/tasks?type=repository.cleanup")).body as { items: { id: string }[] };
    await client.send({ method: "POST", path: `/v1/tasks/${items[0]?.id}/run` });
    // The task of a real Nexus takes some seconds.
    await expect.poll(listRemaining, { timeout: 60_000, interval: 500 }).toEqual(expected);
  });
});
