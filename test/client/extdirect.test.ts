import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { NexusError } from "../../src/client/errors.ts";
import { parseExtDirectPath, parseExtDirectResponse } from "../../src/client/extdirect.ts";
import { NexusClient } from "../../src/client/nexus-client.ts";

let nexus: EmbeddedNexus;
let client: NexusClient;
beforeEach(async () => {
  nexus = await startNexus({ release: "3.77.0-08", edition: "CORE", contextPath: "/nexus" });
  client = new NexusClient({
    url: nexus.url,
    username: "admin",
    password: "admin123",
    retry: { delay: 1 },
  });
});
afterEach(async () => {
  await client.close();
  await nexus.stop();
});

const baseUrl = { typeId: "baseurl", enabled: true, notes: "", properties: { url: "http://a.example" } };
const create = { method: "POST", path: "extdirect:capability_Capability.create" } as const;
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail("is done"),
    (error: NexusError) => error,
  );

it("parses a path into a call, with its arguments before the body", () => {
  expect(parseExtDirectPath("extdirect:coreui_Task.remove/a%20b", undefined)).toEqual({
    action: "coreui_Task",
    method: "remove",
    data: ["a b"],
  });
  expect(parseExtDirectPath("extdirect:coreui_Task.read", undefined)).toMatchObject({ data: null });
  expect(parseExtDirectPath("/v1/tasks", {})).toBeUndefined();
});

it("returns the data of a call, with a context path", async () => {
  const { body } = await client.send({ ...create, body: baseUrl });
  expect(body).toMatchObject({ typeId: "baseurl" });
  expect(nexus.requests.map(({ path }) => path)).toEqual(["/nexus/service/extdirect"]);
});

it("reports a refusal with the message of Nexus", async () => {
  await client.send({ ...create, body: baseUrl });
  const again = await refusalOf(client.send({ ...create, body: baseUrl }));
  expect(again).toMatchObject({ name: "NexusError", status: 400 });
  expect(again.message).toContain("Only one capability of type 'Base URL' can be created");
  const wrong = await refusalOf(client.send({ ...create, body: { ...baseUrl, properties: {} } }));
  expect(wrong.details.fields).toEqual([{ field: "url", message: "must not be blank" }]);
  const gone = { method: "DELETE", path: "extdirect:capability_Capability.remove/none" } as const;
  expect(await refusalOf(client.send(gone))).toMatchObject({ status: 404 });
  expect(await refusalOf(client.get("extdirect:capability_Nothing.read"))).toMatchObject({ status: 405 });
  expect(await refusalOf(client.get("extdirect:coreui_Task.nothing"))).toMatchObject({ status: 405 });
});

it("distinguishes missing permission and invalid credentials", async () => {
  const anonymous = new NexusClient({ url: nexus.url });
  expect(await refusalOf(anonymous.get("extdirect:coreui_Task.read"))).toMatchObject({ status: 403 });
  const unauthenticated = new NexusClient({ url: nexus.url, username: "admin", password: "wrong" });
  expect(await refusalOf(unauthenticated.get("extdirect:coreui_Task.read"))).toMatchObject({ status: 401 });
  await Promise.all([anonymous.close(), unauthenticated.close()]);
});

it("repeats calls that read, not calls that create", async () => {
  const bad = { path: /extdirect/, response: { status: 502 } };
  nexus.injectFault(bad);
  await client.get("extdirect:coreui_Task.read");
  nexus.injectFault(bad);
  expect(await refusalOf(client.send({ ...create, body: baseUrl }))).toMatchObject({ status: 502 });
});

it("removes secrets that Nexus repeats", () => {
  const message = `JsonException: Failed attempt. Method='x', Json string='[{"secret":"s3"}]', ExpectedTypes='y'`;
  expect(parseExtDirectResponse({ type: "exception", message })).toMatchObject({
    details: { text: "JsonException: Failed attempt. Method='x', ExpectedTypes='y'" },
  });
});
