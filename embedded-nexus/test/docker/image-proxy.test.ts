/** Docker proxies: fetching, caching, and upstreams that send wrong content. */
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { EmbeddedNexus } from "../../src/index.ts";
import { ask, docker, hosted, nexusWith } from "../support/nexuses.ts";
import {
  createDockerGroup,
  createDockerHosted,
  createDockerProxy,
  createManifest,
  digestOf,
  OCI,
  TestRegistry,
} from "../support/registries.ts";

const NONE = digestOf("absent");

describe("a Docker proxy", () => {
  async function createPair(more: object = {}) {
    const [upstream, nexus] = [await nexusWith(), await nexusWith()];
    await createDockerHosted(upstream, "d");
    const to = new TestRegistry(`${upstream.url}/repository/d/v2`);
    const settings = await createDockerProxy(nexus, "p", `${upstream.url}/repository/d`, more);
    return { upstream, nexus, to, from: TestRegistry.at(nexus, "p"), settings };
  }

  const countManifestRequests = (upstream: EmbeddedNexus, method = "GET") =>
    upstream.requests.filter((request) => request.method === method && request.path.includes("/manifests/")).length;

  test("fetches an image once and serves it without its upstream", async () => {
    const { upstream, nexus, to, from } = await createPair();
    const digest = await to.push("a/b", "1");
    for (const _ of [1, 2]) {
      const pulled = await from.send("GET", "/a/b/manifests/1");
      expect([pulled.status, pulled.headers.get("docker-content-digest")]).toEqual([200, digest]);
      expect(await from.status("GET", `/a/b/blobs/${digestOf("a/b:1")}`)).toBe(200);
    }
    expect(countManifestRequests(upstream)).toBe(1);
    expect(await from.json("/a/b/tags/list")).toEqual({ name: "a/b", tags: ["1"] });
    await upstream.stop();
    await nexus.clock.advance({ days: 1 });
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(200);
    expect(await from.status("GET", `/a/b/manifests/${digest}`)).toBe(200);
    expect(await from.json("/a/b/tags/list")).toEqual({ name: "a/b", tags: ["1"] });
    expect(await from.push("a/b", "2")).toBe(405);
  });

  test("follows a moved tag after metadataMaxAge, or after its cache is invalidated", async () => {
    const { nexus, to, from } = await createPair();
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
    // The upstream deletes the image; the proxy keeps it.
    await to.send("DELETE", `/a/b/manifests/${three}`);
    await nexus.clock.advance({ days: 2 });
    expect(await seen()).toBe(three);
  });

  test("lists the referrers of its upstream, also through a group", async () => {
    const { nexus, to, from } = await createPair();
    const subject = String(await to.push("a/b", "1"));
    const [config, layer] = [await to.blob("a/b", "{}"), await to.blob("a/b", "sbom")];
    const subjectDescriptor = { digest: subject, size: 1, mediaType: OCI.manifest };
    const manifest = createManifest(config, 2, layer, 4, { artifactType: "sbom/one", subject: subjectDescriptor });
    await to.send("PUT", `/a/b/manifests/${digestOf(manifest)}`, manifest, { "Content-Type": OCI.manifest });
    await createDockerGroup(nexus, "g", ["p"]);
    for (const registry of [from, TestRegistry.at(nexus, "g")]) {
      const referrers = await registry.json(`/a/b/referrers/${subject}`);
      expect(referrers).toMatchObject({ manifests: [{ digest: digestOf(manifest), artifactType: "sbom/one" }] });
    }
  });

  test("caches 404 for the time to live", async () => {
    const { upstream, nexus, to, from } = await createPair();
    expect(await from.refusal("GET", "/a/b/manifests/1")).toEqual([404, "MANIFEST_UNKNOWN"]);
    await to.push("a/b", "1");
    upstream.clearRequests();
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(404);
    expect(countManifestRequests(upstream)).toBe(0);
    await nexus.clock.advance({ ms: 5 * 60_000 });
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(200);
  });

  test("serves only stored images while it is blocked or its upstream fails", async () => {
    const { upstream, nexus, to, from, settings } = await createPair();
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
    ["a web page", { status: 200, body: "<html>Sign in</html>", headers: { "Content-Type": "text/html" } }],
    ["another digest", { status: 200, body: { schemaVersion: 2 }, headers: { "Docker-Content-Digest": NONE } }],
  ])("stores nothing of an upstream that sends %s", async (_content, response) => {
    const { upstream, to, from } = await createPair();
    await to.push("a/b", "1");
    upstream.injectFault({ method: "GET", path: /manifests\/1/, response });
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(502);
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(200);
  });

  async function startOtherServer(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    await once(server.listen(0, "127.0.0.1"), "listening");
    onTestFinished(() => void server.close());
    return `http://localhost:${(server.address() as AddressInfo).port}/`;
  }

  test("stores no response that breaks off, and sends no credentials to a redirect's target", async () => {
    const { upstream, to, from } = await createPair();
    const seen: (string | undefined)[] = [];
    const Location = await startOtherServer(({ headers }, reply) => {
      seen.push(headers.authorization);
      reply.writeHead(200, { "Content-Length": "100" }).write("{", () => reply.destroy());
    });
    await to.push("a/b", "1");
    upstream.injectFault({ method: "GET", path: /manifests\/1/, response: { status: 307, headers: { Location } } });
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(502);
    expect(seen).toEqual([undefined]);
  });

  test("ends the download of an endless manifest", async () => {
    const { upstream, to, from } = await createPair();
    await to.push("a/b", "1");
    const closed = Promise.withResolvers<void>();
    const Location = await startOtherServer((_, reply) => {
      reply.writeHead(200, { "Content-Type": OCI.manifest });
      const more = (): void => void reply.write(Buffer.alloc(1_000_000, " "), more);
      reply.on("close", () => closed.resolve());
      more();
    });
    upstream.injectFault({ method: "GET", path: /manifests\/1/, response: { status: 307, headers: { Location } } });
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(502);
    await closed.promise;
  });

  test("ends the download of an endless token", async () => {
    const { upstream, to, from } = await createPair();
    await to.push("a/b", "1");
    const closed = Promise.withResolvers<void>();
    const realm = await startOtherServer((_, reply) => {
      const more = (): void => void reply.write(Buffer.alloc(1_000_000, " "), more);
      reply.on("close", () => closed.resolve());
      more();
    });
    const headers = { "WWW-Authenticate": `Bearer realm="${realm}"` };
    upstream.injectFault({ method: "GET", path: /manifests\/1/, response: { status: 401, headers } });
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(502);
    await closed.promise;
  });

  test("requests nothing that its routing rule blocks", async () => {
    const { nexus, to, from, settings } = await createPair();
    await to.push("a/b", "1");
    await to.push("c/d", "1");
    const rule = { name: "only-a", description: "", mode: "ALLOW", matchers: ["/v2/a/.*"] };
    await ask(nexus, "POST", "/v1/routing-rules", rule);
    await ask(nexus, "PUT", "/v1/repositories/docker/proxy/p", { ...settings, routingRule: "only-a" });
    expect(await from.status("GET", "/a/b/manifests/1")).toBe(200);
    expect(await from.status("GET", "/c/d/manifests/1")).toBe(403);
  });

  test("logs in by a token if its upstream asks for one", async () => {
    const { upstream, nexus, to, from, settings } = await createPair();
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

  test("finds official images of Docker Hub in library/", async () => {
    const { to, from } = await createPair({ dockerProxy: { indexType: "HUB" } });
    await to.push("library/tool", "1");
    expect(await from.status("GET", "/tool/manifests/1")).toBe(200);
    expect(await from.json("/tool/tags/list")).toEqual({ name: "tool", tags: ["1"] });
  });
});
