/**
 * What the nightly cleanup removes: of everybody, so that each server is ours alone. On a real one it fails where a
 * repository is deleted beside it, and the others wait for its next run (3.71: NullPointerException).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import type { Server } from "../support/resource-stack.ts";
import { ownServers, prefix } from "./servers.ts";

/** A repository for each policy: what it is to remove, and what is left of a, b and c, of which b was downloaded. */
const policies = {
  whole: { criteria: { criteriaAssetRegex: "/x/b.*" }, left: ["a", "c"] },
  part: { criteria: { criteriaAssetRegex: "b" }, left: ["a", "b", "c"] },
  // Of days that are not over yet, nothing; -1 is before anything that is there.
  young: { criteria: { criteriaLastDownloaded: 1, criteriaLastBlobUpdated: 1 }, left: ["a", "b", "c"] },
  usage: { criteria: { criteriaLastDownloaded: -1 }, left: [] },
  age: { criteria: { criteriaLastBlobUpdated: -1 }, left: [] },
  both: { criteria: { criteriaLastBlobUpdated: -1, criteriaAssetRegex: ".*/c" }, left: ["a", "b"] },
  nothing: { criteria: {}, left: ["a", "b", "c"] },
};

const name = (policy: string) => `${prefix}-cleanup-${policy}`;

describe.each(ownServers)("$name", ({ start }) => {
  let server: Server & { stop(): Promise<void> };
  let client: NexusClient;

  const file = (policy: string, path: string, method = "GET") =>
    fetch(`${server.url}/repository/${name(policy)}/x/${path}`, {
      method,
      headers: { Authorization: `Basic ${btoa(`${server.username}:${server.password}`)}` },
      ...(method === "PUT" && { body: path }),
    });

  beforeAll(async () => {
    server = await start();
    client = new NexusClient({ ...server, retry: { maxAttempts: 1, delay: 1 } });
    for (const [policy, { criteria }] of Object.entries(policies)) {
      const told = { name: name(policy), format: "raw", notes: "", ...criteria };
      await client.send({ method: "POST", path: "/internal/cleanup-policies", body: told });
      const storage = { blobStoreName: "default", strictContentTypeValidation: false, writePolicy: "ALLOW" };
      const body = { name: told.name, online: true, storage, cleanup: { policyNames: [told.name] } };
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

  it("removes what meets all criteria of a policy: whole paths, and by usage also what nobody used", async () => {
    const left = async () => {
      const found: Record<string, string[]> = {};
      for (const policy of Object.keys(policies)) {
        const statuses = await Promise.all(["a", "b", "c"].map(async (path) => [path, (await file(policy, path)).ok]));
        found[policy] = statuses.filter(([, isThere]) => isThere).map(([path]) => String(path));
      }
      return found;
    };
    const wanted = Object.fromEntries(Object.entries(policies).map(([policy, { left }]) => [policy, left]));
    const { items } = (await client.get("/v1/tasks?type=repository.cleanup")).body as { items: { id: string }[] };
    await client.send({ method: "POST", path: `/v1/tasks/${items[0]?.id}/run` });
    // A real one is at it for a while.
    await expect.poll(left, { timeout: 60_000, interval: 500 }).toEqual(wanted);
  });
});
