/** Paths outside the REST API and those about the server itself, as a Core 3.71 answers them. */
import { describe, expect, test } from "vitest";
import { ask, createUser, nexusWith } from "../support/nexuses.ts";

const get = (url: string, as?: string, method = "GET") =>
  fetch(url, { method, redirect: "manual", headers: as ? { Authorization: `Basic ${btoa(as)}` } : {} });

describe("metrics", () => {
  test.each([
    ["ping", 200, "text/plain;charset=iso-8859-1"],
    ["data", 200, "application/json"],
    ["healthcheck", 500, "application/json"],
    ["threads", 200, "text/plain"],
    ["prometheus", 200, "text/plain; version=0.0.4; charset=utf-8"],
  ])("%s needs nexus:metrics:read", async (name, status, type) => {
    const nexus = await nexusWith();
    const url = `${nexus.url}/service/metrics/${name}`;
    const permitted = await get(url, await createUser(nexus, "watcher", ["nx-metrics-all"]));
    expect([permitted.status, permitted.headers.get("content-type")]).toEqual([status, type]);
    expect((await get(url)).status).toBe(401);
    expect((await get(url, await createUser(nexus, "reader", ["nx-search-read"]))).status).toBe(401);
    expect((await get(url, "admin:admin123", "POST")).status).toBe(405);
  });

  test("have the same gauges as JSON and for Prometheus", async () => {
    const nexus = await nexusWith();
    const read = async (name: string) => await get(`${nexus.url}/service/metrics/${name}`, "admin:admin123");
    expect(await (await read("data")).json()).toMatchObject({
      version: "4.0.0",
      gauges: { "readonly.enabled": { value: false } },
    });
    expect(await (await read("prometheus")).text()).toContain("# TYPE readonly_enabled gauge\nreadonly_enabled 0.0\n");
  });
});

describe("the description of the API", () => {
  test("has the operations and fields of the release and edition, and is public", async () => {
    const read = async (release: string, edition: "CORE" | "PRO") => {
      const nexus = await nexusWith({ release, edition });
      expect((await get(`${nexus.url}/service/rest/swagger.json`, "admin:wrong")).status).toBe(401);
      return (await (await get(`${nexus.url}/service/rest/swagger.json`)).json()) as {
        swagger: string;
        info: object;
        paths: Record<string, Record<string, unknown>>;
        definitions: Record<string, { properties: object }>;
      };
    };
    const core = await read("3.71.0-06", "CORE");
    expect(core).toMatchObject({ swagger: "2.0", basePath: "/service/rest/", info: { version: "3.71.0-06" } });
    const schema = { $ref: "#/definitions/RoleXORequest" };
    expect(core.paths["/v1/security/roles"]).toHaveProperty(
      "post.parameters",
      expect.arrayContaining([{ in: "body", name: "body", required: false, schema }]),
    );
    expect(core.definitions).toHaveProperty("RoleXORequest.properties.privileges.type", "array");
    expect(Object.keys(core.paths)).not.toContain("/v1/repositories/docker/hosted");
    const pro = await read("3.93.0", "PRO");
    expect(Object.keys(pro.paths)).toContain("/v1/repositories/docker/hosted");
    expect(pro.definitions).toHaveProperty("DockerAttributes.properties.pathEnabled.type", "boolean");
  });
});

test("the root page answers without looking at credentials, also below a context path", async () => {
  const nexus = await nexusWith({ contextPath: "/nexus" });
  for (const url of [nexus.url, `${nexus.url}/`]) {
    const page = await get(url, "admin:wrong");
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html"]);
    expect(await page.text()).toContain("<title>Sonatype Nexus Repository</title>");
  }
  expect((await get(`${nexus.url}/`, undefined, "POST")).status).toBe(405);
});

test("an administrator reads the id of the node, which stays the same", async () => {
  const nexus = await nexusWith({ release: "3.71.0-06", edition: "CORE" });
  const { status, body } = await ask(nexus, "GET", "/v1/system/node");
  expect([status, String(body.nodeId)]).toEqual([200, expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{8}){4}$/)]);
  expect((await ask(nexus, "GET", "/v1/system/node")).body).toEqual(body);
  const watcher = await createUser(nexus, "watcher", ["nx-metrics-all"]);
  for (const as of [null, watcher])
    expect((await ask(nexus, "GET", "/v1/system/node", undefined, as)).status).toBe(403);
});
