import { request } from "node:http";
import { startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { CountingProxy } from "../../bench/counting-proxy.ts";
import { createEstate, createPhases, listPaths } from "../../bench/sample-estate.ts";
import { NexusClient } from "../../src/client/nexus-client.ts";

const credentials = { username: "admin", password: "admin123" };

async function startProxy() {
  const nexus = await startNexus({ latencyMs: 20 });
  onTestFinished(() => nexus.stop());
  const proxy = await CountingProxy.start(nexus.url);
  onTestFinished(() => proxy.stop());
  const client = new NexusClient({ url: proxy.url, ...credentials });
  onTestFinished(() => client.close());
  return { nexus, proxy, client };
}

it("counts the same requests as Nexus while the estate is created, listed and deleted", async () => {
  const { nexus, proxy, client } = await startProxy();
  const phases = createPhases(createEstate("uniform", 6));
  const names = async () =>
    (await Promise.all(listPaths.map((path) => client.get(path)))).map(({ body }) => JSON.stringify(body));
  const before = await names();
  for (const phase of phases) await Promise.all(phase.map(({ create }) => client.send({ method: "POST", ...create })));
  for (const [index, list] of (await names()).entries()) {
    expect(before[index]).not.toContain("bench-2");
    expect(list).toContain("bench-2");
  }
  for (const { remove } of phases.flat().reverse()) await client.send({ method: "DELETE", path: remove });
  expect(await names()).toEqual(before);

  const counted = await proxy.takeRequests();
  expect(counted).toHaveLength(6 + 6 + 3 * listPaths.length);
  const servedByNexus = nexus.requests.map(({ method, path }) => `${method} ${path}`).sort();
  expect(counted.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(servedByNexus);
  expect(new Set(counted.map(({ user }) => user))).toEqual(new Set(["admin"]));
  expect(await proxy.takeRequests()).toEqual([]);
});

it("forwards error responses and records the users", async () => {
  const { proxy, client } = await startProxy();
  expect(await client.acceptsCredentials({ username: "bench-1", password: "wrong" })).toBe(false);
  await expect(client.get("/v1/security/roles/none")).rejects.toThrow("404");
  expect(await proxy.takeRequests()).toEqual([
    { method: "GET", path: "/service/rest/v1/status", user: "bench-1" },
    { method: "GET", path: "/service/rest/v1/security/roles/none", user: "admin" },
  ]);
});

it("completes a request whose client has disconnected", async () => {
  const { nexus, proxy } = await startProxy();
  const [[object] = []] = createPhases(createEstate("uniform", 3));
  const post = request(`${proxy.url}/service/rest${object?.create.path}`, {
    method: "POST",
    auth: "admin:admin123",
    headers: { "content-type": "application/json" },
  });
  post.on("error", () => {});
  post.end(JSON.stringify(object?.create.body));
  while (!proxy.requests.length) await new Promise((resolve) => setTimeout(resolve, 1));
  post.destroy();
  expect(await proxy.takeRequests()).toHaveLength(1);
  expect(nexus.requests.map(({ method, status }) => [method, status])).toEqual([["POST", 201]]);
});
