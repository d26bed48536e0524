import { request } from "node:http";
import { startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { CountingProxy } from "../../bench/counting-proxy.ts";
import { lists, phases } from "../../bench/estate.ts";
import { NexusClient } from "../../src/client/nexus-client.ts";

const credentials = { username: "admin", password: "admin123" };

async function started() {
  const nexus = await startNexus({ latencyMs: 20 });
  onTestFinished(() => nexus.stop());
  const proxy = await CountingProxy.start(nexus.url);
  onTestFinished(() => proxy.stop());
  const client = new NexusClient({ url: proxy.url, ...credentials });
  onTestFinished(() => client.close());
  return { nexus, proxy, client };
}

it("the estate is made, listed and deleted through the proxy, which counts what Nexus counts", async () => {
  const { nexus, proxy, client } = await started();
  const things = phases(2);
  const names = async () =>
    (await Promise.all(lists.map((path) => client.get(path)))).map(({ body }) => JSON.stringify(body));
  const before = await names();
  for (const phase of things) await Promise.all(phase.map(({ create }) => client.send({ method: "POST", ...create })));
  for (const [index, list] of (await names()).entries()) {
    expect(before[index]).not.toContain("bench-2");
    expect(list).toContain("bench-2");
  }
  for (const { remove } of things.flat().reverse()) await client.send({ method: "DELETE", path: remove });
  expect(await names()).toEqual(before);

  const counted = await proxy.take();
  expect(counted).toHaveLength(6 + 6 + 3 * lists.length);
  const asNexusHas = nexus.requests.map(({ method, path }) => `${method} ${path}`).sort();
  expect(counted.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(asNexusHas);
  expect(new Set(counted.map(({ user }) => user))).toEqual(new Set(["admin"]));
  expect(await proxy.take()).toEqual([]);
});

it("refusals come through, and whose they are is noted", async () => {
  const { proxy, client } = await started();
  expect(await client.acceptsCredentials({ username: "bench-1", password: "wrong" })).toBe(false);
  await expect(client.get("/v1/security/roles/none")).rejects.toThrow("404");
  expect(await proxy.take()).toEqual([
    { method: "GET", path: "/service/rest/v1/status", user: "bench-1" },
    { method: "GET", path: "/service/rest/v1/security/roles/none", user: "admin" },
  ]);
});

it("a request whose sender is gone is brought to its end", async () => {
  const { nexus, proxy } = await started();
  const [[thing] = []] = phases(1);
  const post = request(`${proxy.url}/service/rest${thing?.create.path}`, {
    method: "POST",
    auth: "admin:admin123",
    headers: { "content-type": "application/json" },
  });
  post.on("error", () => {});
  post.end(JSON.stringify(thing?.create.body));
  while (!proxy.requests.length) await new Promise((resolve) => setTimeout(resolve, 1));
  post.destroy();
  expect(await proxy.take()).toHaveLength(1);
  expect(nexus.requests.map(({ method, status }) => [method, status])).toEqual([["POST", 201]]);
});
