import { expect, test } from "vitest";
import { ask, nexusWith } from "./support/nexuses.ts";

const ROLES = "/v1/security/roles";
const LAG = 300;
const hosted = (name: string) => ({
  name,
  online: true,
  storage: { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW" },
});

test("every second read is answered by a node that knows changes only later", async () => {
  const nexus = await nexusWith({ edition: "PRO", secondNodeLagMs: LAG });
  await ask(nexus, "POST", ROLES, { id: "r", name: "r" });
  const statuses = async () => [
    (await ask(nexus, "GET", `${ROLES}/r`)).status,
    (await ask(nexus, "GET", `${ROLES}/r`)).status,
  ];
  expect((await statuses()).sort()).toEqual([200, 404]);
  await new Promise((resolve) => setTimeout(resolve, LAG));
  expect(await statuses()).toEqual([200, 200]);
});

test("every second write is validated by what that node knows", async () => {
  const nexus = await nexusWith({ edition: "PRO", secondNodeLagMs: LAG });
  const { writePolicy: _, ...storage } = hosted("").storage;
  const group = (name: string) => ({ name, online: true, storage, group: { memberNames: ["a"] } });
  await ask(nexus, "POST", "/v1/repositories/raw/hosted", hosted("a"));
  const refused = await ask(nexus, "POST", "/v1/repositories/raw/group", group("g"));
  expect([refused.status, JSON.stringify(refused.body)]).toEqual([
    400,
    expect.stringContaining("Member repository does not exist: a"),
  ]);
  expect((await ask(nexus, "POST", "/v1/repositories/raw/group", group("g"))).status).toBe(201);
});

test("a cluster shows the checks of both nodes, a single node none", async () => {
  const path = "/beta/status/check/cluster";
  const cluster = await nexusWith({ edition: "PRO", secondNodeLagMs: LAG });
  expect((await ask(cluster, "GET", path)).body).toHaveLength(2);
  expect((await ask(await nexusWith({ edition: "PRO" }), "GET", path)).body).toEqual([]);
});
