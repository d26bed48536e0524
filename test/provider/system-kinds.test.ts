/** Kinds of the system section: HTTP settings, IQ Server, scripts, EULA, license. */

import { type EmbeddedOptions, startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { NexusError } from "../../src/client/errors.ts";
import { NexusClient } from "../../src/client/nexus-client.ts";
import { describeError } from "../../src/provider/errors.ts";
import type { Fields } from "../../src/util/json.ts";
import { newestRelease } from "../support/newest-release.ts";
import { getKind, ResourceStack } from "../support/resource-stack.ts";

async function started(options: EmbeddedOptions = {}) {
  const nexus = await startNexus({ connectors: "none", ...options });
  onTestFinished(() => nexus.stop());
  const server = { url: nexus.url, username: "admin", password: "admin123" };
  const client = new NexusClient(server);
  onTestFinished(() => client.close());
  const get = async (path: string) => (await client.get(path)).body as Fields;
  const sent = () => nexus.requests.map(({ method, path }) => `${method} ${path.replace("/service/rest", "")}`);
  return { nexus, server, client, get, sent };
}

const placeholder = "#~NXRM~PLACEHOLDER~PASSWORD~#";
const proxy = (password?: string) => ({
  enabled: true,
  host: "proxy.example",
  port: "3128",
  authInfo: { enabled: true, username: "nexus", ...(password && { password }) },
});

it("keeps a proxy password that was set in Nexus, by its placeholder", async () => {
  const { server, client, get } = await started();
  const body = {
    userAgent: null,
    timeout: 20,
    retries: 2,
    httpProxy: { enabled: false, authInfo: { enabled: false } },
    httpsProxy: proxy("by-hand"),
  };
  await client.send({ method: "PUT", path: "/v1/http", body });
  const shown = (await get("/v1/http")).httpsProxy;
  await new ResourceStack(server, "http").up({ timeout: 30 });
  expect(await get("/v1/http")).toMatchObject({ timeout: 30, httpsProxy: shown });
  expect(shown).toMatchObject({ authInfo: { username: "nexus", password: placeholder } });
});

it("treats a nested proxy password as a secret: written when it changes, never compared with Nexus", async () => {
  const { server, nexus, get } = await started();
  const runs = new ResourceStack(server, "http");
  await runs.up({ httpsProxy: proxy("first-s3cret") });
  await runs.refresh();
  expect((await runs.diff({ httpsProxy: proxy("first-s3cret") })).changes).toBe(false);
  nexus.clearRequests();
  await runs.up({ httpsProxy: proxy("second-s3cret") });
  expect(nexus.requests.map(({ method }) => method)).toContain("PUT");
  await runs.destroy();
  expect(await get("/v1/http")).toMatchObject({ timeout: 20, httpsProxy: { enabled: false } });
});

it("needs no host for a proxy that is off, and clears the one that Nexus has", async () => {
  const { server, get } = await started();
  const runs = new ResourceStack(server, "http");
  await runs.up({ httpProxy: { enabled: false }, httpsProxy: proxy() });
  expect(await get("/v1/http")).toMatchObject({ httpProxy: { enabled: false, host: null, port: null } });
  await runs.refresh();
  expect((await runs.diff({ httpProxy: { enabled: false }, httpsProxy: proxy() })).changes).toBe(false);
  await runs.up({ httpsProxy: { enabled: false } });
  expect(await get("/v1/http")).toMatchObject({ httpsProxy: { enabled: false, host: "", port: "" } });
});

it.each([{}, { host: "proxy.example" }, { port: "3128" }])("refuses an enabled proxy with only %j", (fields) => {
  const { success } = getKind("http").schema.safeParse({ httpProxy: { enabled: true, ...fields } });
  expect(success).toBe(false);
});

it("supports HTTP settings from 3.74 on, not in Core", async () => {
  const { server } = await started({ edition: "CORE" });
  await expect(new ResourceStack(server, "http").up({ timeout: 30 })).rejects.toThrow(
    `Nexus ${newestRelease} CORE has no HTTP settings: it needs the Community or Pro edition`,
  );
});

it("keeps the password of the IQ connection, and the connection when it is removed from the program", async () => {
  const { server, get } = await started();
  const runs = new ResourceStack(server, "iq-connection");
  const iq = { enabled: true, url: "https://iq.example", authenticationType: "USER", username: "nexus" };
  await runs.up({ ...iq, password: "s3cret-1" });
  await new ResourceStack(server, "iq-connection").up({ timeoutSeconds: 7, url: iq.url, authenticationType: "USER" });
  expect(await get("/v1/iq")).toMatchObject({ timeoutSeconds: 7, username: "nexus", password: placeholder });
  await runs.destroy();
  expect(runs.notices).toContain(
    "IQ connection: removed from the program; Nexus cannot delete it, so it stays unchanged",
  );
  expect(await get("/v1/iq")).toMatchObject({ enabled: true });
});

it("advises how to enable scripts if they are disabled", async () => {
  const { server } = await started();
  const runs = new ResourceStack(server, "script");
  const advice = "add nexus.scripts.allowCreation=true to nexus.properties and restart Nexus";
  const script = { name: "hello", content: "return 1" };
  await expect(runs.up(script)).rejects.toThrow(`Nexus accepts no script, as the feature is switched off: ${advice}`);
  // A user without permission to read the types of tasks gets Nexus's own refusal.
  const refusal = new NexusError({ method: "POST", path: "/v1/script" }, 410, {
    text: "Creating and updating scripts is disable",
    fields: [],
  });
  expect(describeError(refusal, getKind("script"))).toContain(advice);
});

it("adopts and updates an existing script", async () => {
  const { server, client, get } = await started({ scripts: true });
  await client.send({ method: "POST", path: "/v1/script", body: { name: "hello", type: "groovy", content: "1" } });
  const runs = new ResourceStack(server, "script");
  await runs.up({ name: "hello", content: "2" });
  expect(runs.notices).toContain('script "hello": adopts the existing object, changes content');
  expect(await get("/v1/script/hello")).toEqual({ name: "hello", type: "groovy", content: "2" });
});

it("accepts the EULA once, with the text that Nexus returns", async () => {
  const { server, get, sent } = await started();
  const runs = new ResourceStack(server, "eula");
  await runs.up({ accepted: true });
  await new ResourceStack(server, "eula").up({ accepted: true });
  expect(await get("/v1/system/eula")).toMatchObject({ accepted: true });
  expect(sent().filter((request) => request === "POST /v1/system/eula")).toHaveLength(1);
  await runs.destroy();
  expect(runs.notices).toContain("EULA: removed from the program; Nexus cannot delete it, so it stays unchanged");
});

it("sends the bytes of the license unchanged, and never reads them", async () => {
  const { server, get } = await started();
  const runs = new ResourceStack(server, "license");
  const file = Buffer.from([0, 1, 2, 254, 255]).toString("base64");
  await runs.up({ file });
  // The fingerprint of these bytes.
  expect(await get("/v1/system/license")).toMatchObject({ fingerprint: "78187a3c6143451864026d3b482aade42bd7c27f" });
  expect(await runs.refresh()).toBe(true);
  expect((await runs.diff({ file })).changes).toBe(false);
  expect((await runs.check({ file: "not base64!" })).failures[0]?.reason).toContain(
    "must be the content of the licence file, base64-encoded",
  );
  await runs.destroy();
  await expect(get("/v1/system/license")).rejects.toThrow("404");
});

it("keeps the audit of a proxy repository when it is removed from the program", async () => {
  const { server, get } = await started();
  const runs = new ResourceStack(server, "iq-audit");
  await runs.up({ repositoryName: "maven-central", enabledQuarantine: true });
  const audit = { repositoryName: "maven-central", enabled: true, enabledQuarantine: true };
  expect(await get("/v1/iq/audit")).toEqual([audit]);
  await runs.up({ repositoryName: "maven-central", enabled: false });
  expect(await get("/v1/iq/audit/maven-central")).toEqual({ ...audit, enabled: false, enabledQuarantine: false });
  await runs.destroy();
  expect(runs.notices.at(-1)).toBe(
    'IQ audit "maven-central": removed from the program; Nexus cannot delete it, so it stays unchanged',
  );
});
