/** Answers that other clients' live tests depend on, of endpoints that have no test of their own. */
import { expect, test } from "vitest";
import { ask, nexusWith } from "../support/nexuses.ts";

test("a task can be stopped after its start, until it is read", async () => {
  const nexus = await nexusWith({ edition: "PRO" });
  const body = { name: "t", type: "tags.cleanup", enabled: true, notificationCondition: "FAILURE", properties: {} };
  const created = await ask(nexus, "POST", "/v1/tasks", { ...body, frequency: { schedule: "manual" } });
  const task = `/v1/tasks/${created.body.id}`;
  const post = async (action: string) => (await ask(nexus, "POST", `${task}/${action}`)).status;
  expect([await post("stop"), await post("run"), await post("stop"), await post("stop")]).toEqual([409, 204, 204, 409]);
  await post("run");
  await ask(nexus, "GET", task);
  expect(await post("stop")).toBe(409);
});

test.each([
  ["PRO", 201],
  ["COMMUNITY", 405],
] as const)("%s: a task that notifies of the end of the licence is %i", async (edition, status) => {
  const nexus = await nexusWith({ edition });
  const properties = { days: "30" };
  const body = { name: "t", type: "license.expiration.notification", enabled: true, notificationCondition: "FAILURE" };
  const frequency = { schedule: "manual" };
  expect((await ask(nexus, "POST", "/v1/tasks", { ...body, properties, frequency })).status).toBe(status);
});

test("a cleanup policy returns the days of its criteria as numbers", async () => {
  const nexus = await nexusWith({ edition: "PRO" });
  const policy = { name: "old", format: "raw", criteriaLastDownloaded: 30 };
  expect((await ask(nexus, "POST", "/v1/cleanup-policies", policy)).status).toBe(201);
  expect((await ask(nexus, "GET", "/v1/cleanup-policies/old")).body).toMatchObject(policy);
});

test("a capability rutauth needs no httpHeader", async () => {
  const nexus = await nexusWith({ edition: "PRO", release: "3.92.0" });
  const properties = { http_header: "X-User" };
  const created = await ask(nexus, "POST", "/v1/capabilities", {
    type: "rutauth",
    enabled: true,
    notes: "",
    properties,
  });
  expect(created).toMatchObject({ status: 200, body: { properties } });
});
