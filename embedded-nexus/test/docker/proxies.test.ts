/** What proxies of images fetch, keep and refuse, also from upstreams that lie. */
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { EmbeddedNexus } from "../../src/index.ts";
import { ask, docker, hosted, nexusWith } from "../support/nexuses.ts";
import { digestOf, groupAt, hostedAt, imageOf, OCI, proxyAt, Registry } from "../support/registries.ts";

const NONE = digestOf("nobody has this");

describe("a proxy", () => {
  async function pair(more: object = {}) {
    const [upstream, nexus] = [await nexusWith(), await nexusWith()];
    await hostedAt(upstream, "d");
    const to = new Registry(`${upstream.url}/repository/d/v2`);
    const settings = await proxyAt(nexus, "p", `${upstream.url}/repository/d`, more);
    return { upstream, nexus, to, from: Registry.at(nexus, "p"), settings };
  }

  const asked = (upstream: EmbeddedNexus, method = "GET") =>
    upstream.requests.filter((request) => request.method === method && request.path.includes("/manifests/")).length;

  test("fetches once, and gives what it has when its upstream is gone", async () => {
    const { upstream, nexus, to, from } = await pair();
    const digest = await to.push("a/b", "1");
    for (const _ of [1, 2]) {
      const pulled = await from.send("GET", "/a/b/manifests/1");
      expect([pulled.status, pulled.headers.get("docker-content-digest")]).toEqual([200, digest]);
      expect(await from.status("GET", `/a/b/blobs/${digestOf("a/b:1")}`)).toBe(200);
    }
    expect(asked(upstream)).toBe(1);
    expect(await from.json("/a/b/tags/list")).toEqual({ name: "a/b", tags: ["1"] });
    await upstream.stop();
    await nexus.clock.advance({ days: 1 });
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(200);
    expect(await from.status("GET", `/a/b/manifests/${digest}`)).toBe(200);
    expect(await from.json("/a/b/tags/list")).toEqual({ name: "a/b", tags: ["1"] });
    expect(await from.push("a/b", "2")).toBe(405);
  });

  test("follows a tag that has moved once metadataMaxAge is over, or its cache is given up", async () => {
    const { nexus, to, from } = await pair();
    const seen = async () => (await from.send("GET", "/a/b/manifests/1")).headers.get("docker-content-digest");
    const one = await to.push("a/b", "1", "one");
    expect(await seen()).toBe(one);
    const two = await to.push("a/b", "1", "two");
    expect(await seen()).toBe(one);
    await nexus.clock.advance({ ms: 10 * 60_000 });
    expect(await seen()).toBe(two);
    const three = await to.push("a/b", "1", "three");
    await ask(nexus, "POST", "/v1/repositories/p/invalidate-cache");
    expect(await seen()).toBe(three);
    // What the upstream has no more stays.
    await to.send("DELETE", `/a/b/manifests/${three}`);
    await nexus.clock.advance({ days: 2 });
    expect(await seen()).toBe(three);
  });

  test("and a group that holds it know what is about an image there", async () => {
    const { nexus, to, from } = await pair();
    const subject = String(await to.push("a/b", "1"));
    const [config, layer] = [await to.blob("a/b", "{}"), await to.blob("a/b", "sbom")];
    const about = { digest: subject, size: 1, mediaType: OCI.manifest };
    const manifest = imageOf(config, 2, layer, 4, { artifactType: "sbom/one", subject: about });
    await to.send("PUT", `/a/b/manifests/${digestOf(manifest)}`, manifest, { "Content-Type": OCI.manifest });
    await groupAt(nexus, "g", ["p"]);
    for (const registry of [from, Registry.at(nexus, "g")]) {
      const told = await registry.json(`/a/b/referrers/${subject}`);
      expect(told).toMatchObject({ manifests: [{ digest: digestOf(manifest), artifactType: "sbom/one" }] });
    }
  });

  test("remembers what its upstream does not have", async () => {
    const { upstream, nexus, to, from } = await pair();
    expect(await from.refusal("GET", "/a/b/manifests/1")).toEqual([404, "MANIFEST_UNKNOWN"]);
    await to.push("a/b", "1");
    upstream.clearRequests();
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(404);
    expect(asked(upstream)).toBe(0);
    await nexus.clock.advance({ ms: 5 * 60_000 });
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(200);
  });

  test("that is blocked, or whose upstream fails, has only what it has", async () => {
    const { upstream, nexus, to, from, settings } = await pair();
    await to.push("a/b", "1");
    await to.push("a/b", "2");
    await from.status("GET", "/a/b/manifests/1");
    const change = (httpClient: object) =>
      ask(nexus, "PUT", "/v1/repositories/docker/proxy/p", {
        ...settings,
        httpClient: { ...(settings as { httpClient?: object }).httpClient, ...httpClient },
      });
    await change({ blocked: true });
    const blocked = await from.send("GET", "/a/b/manifests/2");
    expect([blocked.status, blocked.statusText]).toEqual([404, "Remote Manually Blocked"]);
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(200);
    await change({ blocked: false });
    upstream.injectFault({ path: /manifests\/2/, response: { status: 500 } });
    expect(await from.status("GET", "/a/b/manifests/2")).toBe(503);
    const autoBlocked = await from.send("GET", "/a/b/manifests/2");
    expect([autoBlocked.status, autoBlocked.statusText]).toEqual([404, expect.stringMatching(/^Remote Auto Blocked/)]);
    await nexus.clock.advance({ ms: 60_000 });
    expect(await from.status("GET", "/a/b/manifests/2")).toBe(200);
  });

  test.each([
    ["a page", { status: 200, body: "<html>Sign in</html>", headers: { "Content-Type": "text/html" } }],
    ["another digest", { status: 200, body: { schemaVersion: 2 }, headers: { "Docker-Content-Digest": NONE } }],
  ])("takes nothing of an upstream that sends %s", async (_what, answer) => {
    const { upstream, to, from } = await pair();
    await to.push("a/b", "1");
    upstream.injectFault({ method: "GET", path: /manifests\/1/, response: answer });
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(502);
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(200);
  });

  async function stranger(answer: RequestListener): Promise<string> {
    const server = createServer(answer);
    await once(server.listen(0, "127.0.0.1"), "listening");
    onTestFinished(() => void server.close());
    return `http://localhost:${(server.address() as AddressInfo).port}/`;
  }

  test("takes nothing that breaks off, and gives its credentials to nobody that its upstream sends it to", async () => {
    const { upstream, to, from } = await pair();
    const seen: (string | undefined)[] = [];
    const Location = await stranger(({ headers }, reply) => {
      seen.push(headers.authorization);
      reply.writeHead(200, { "Content-Length": "100" }).write("{", () => reply.destroy());
    });
    await to.push("a/b", "1");
    upstream.injectFault({ method: "GET", path: /manifests\/1/, response: { status: 307, headers: { Location } } });
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(502);
    expect(seen).toEqual([undefined]);
  });

  test("takes no manifest that never ends", async () => {
    const { upstream, to, from } = await pair();
    await to.push("a/b", "1");
    const told = Promise.withResolvers<void>();
    const Location = await stranger((_, reply) => {
      reply.writeHead(200, { "Content-Type": OCI.manifest });
      const more = (): void => void reply.write(Buffer.alloc(1_000_000, " "), more);
      reply.on("close", () => told.resolve());
      more();
    });
    upstream.injectFault({ method: "GET", path: /manifests\/1/, response: { status: 307, headers: { Location } } });
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(502);
    await told.promise;
  });

  test("waits for no token that never ends", async () => {
    const { upstream, to, from } = await pair();
    await to.push("a/b", "1");
    const told = Promise.withResolvers<void>();
    const realm = await stranger((_, reply) => {
      const more = (): void => void reply.write(Buffer.alloc(1_000_000, " "), more);
      reply.on("close", () => told.resolve());
      more();
    });
    const headers = { "WWW-Authenticate": `Bearer realm="${realm}"` };
    upstream.injectFault({ method: "GET", path: /manifests\/1/, response: { status: 401, headers } });
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(502);
    await told.promise;
  });

  test("is kept by its routing rule from what it may not ask for", async () => {
    const { nexus, to, from, settings } = await pair();
    await to.push("a/b", "1");
    await to.push("c/d", "1");
    const rule = { name: "only-a", description: "", mode: "ALLOW", matchers: ["/v2/a/.*"] };
    await ask(nexus, "POST", "/v1/routing-rules", rule);
    await ask(nexus, "PUT", "/v1/repositories/docker/proxy/p", { ...settings, routingRule: "only-a" });
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(200);
    expect(await from.status("GET", "/c/d/manifests/1")).toBe(403);
  });

  test("logs in with a token where its upstream wants one, and not with wrong credentials", async () => {
    const { upstream, nexus, to, from, settings } = await pair();
    await to.push("a/b", "1");
    await ask(upstream, "PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm", "DockerToken"]);
    const bearer = hosted("d", docker({ forceBasicAuth: false }));
    await ask(upstream, "PUT", "/v1/repositories/docker/hosted/d", bearer);
    const connection = { blocked: false, autoBlock: false };
    await ask(nexus, "PUT", "/v1/repositories/docker/proxy/p", { ...settings, httpClient: connection });
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(200);
    const wrong = { type: "username", username: "admin", password: "wrong" };
    await ask(nexus, "PUT", "/v1/repositories/docker/proxy/p", {
      ...settings,
      httpClient: { ...connection, authentication: wrong },
    });
    expect(await from.status("GET", "/a/b/manifests/2")).toBe(502);
  });

  test("looks for images of one part where an index of official ones has them", async () => {
    const { to, from } = await pair({ dockerProxy: { indexType: "HUB" } });
    await to.push("library/tool", "1");
    expect(await from.status("GET", "/tool/manifests/1")).toBe(200);
    expect(await from.json("/tool/tags/list")).toEqual({ name: "tool", tags: ["1"] });
  });
});
