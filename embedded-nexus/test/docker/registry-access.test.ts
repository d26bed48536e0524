/** Write policies, addresses, groups and permissions of Docker repositories. */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { ask, createUser, docker, hosted, nexusWith } from "../support/nexuses.ts";
import { createDockerGroup, createDockerHosted, digestOf, TestRegistry } from "../support/registries.ts";

const OFFLINE = { online: false };

describe("a hosted Docker repository", () => {
  test("with ALLOW_ONCE accepts each tag once, and several tags of an image", async () => {
    const nexus = await nexusWith();
    await createDockerHosted(nexus, "d", { writePolicy: "ALLOW_ONCE" });
    const to = TestRegistry.at(nexus, "d");
    const digest = await to.push("a/b", "1", "one");
    expect(await to.push("a/b", "1", "one")).toBe(400);
    expect(await to.push("a/b", "1", "two")).toBe(400);
    expect(await to.push("a/b", String(digest), "one")).toBe(digest);
    expect(await to.push("a/b", "latest", "one")).toBe(digest);
    expect(await to.push("a/b", "latest", "two")).toBe(400);
    expect((await to.send("HEAD", "/a/b/manifests/1")).headers.get("docker-content-digest")).toBe(digest);
    // A deleted tag may be pushed again.
    expect(await to.status("DELETE", "/a/b/manifests/1")).toBe(202);
    expect(await to.push("a/b", "1", "two")).toMatch(/^sha256:/);
  });

  test("with ALLOW_ONCE accepts one of several pushes of a tag at once", async () => {
    const nexus = await nexusWith();
    await createDockerHosted(nexus, "d", { writePolicy: "ALLOW_ONCE" });
    const to = TestRegistry.at(nexus, "d");
    const pushes = await Promise.all(["a", "b", "c", "d"].map((text) => to.push("a/b", "1", text)));
    expect(pushes.filter((outcome) => outcome === 400)).toHaveLength(3);
  });

  test("names the tag that it does not update", async () => {
    const nexus = await nexusWith();
    await createDockerHosted(nexus, "d", { writePolicy: "ALLOW_ONCE" });
    const to = TestRegistry.at(nexus, "d");
    await to.push("a/b", "1", "one");
    const manifest = await (await to.send("GET", "/a/b/manifests/1")).text();
    const headers = { "Content-Type": "application/vnd.oci.image.manifest.v1+json" };
    const failure = await to.failure("PUT", "/a/b/manifests/1", `${manifest} `, headers);
    expect(failure).toEqual([400, "BLOB_UPLOAD_INVALID", "d/v2/a/b/manifests/1 cannot be updated"]);
  });

  test("with latestPolicy lets only the tag latest change", async () => {
    const nexus = await nexusWith();
    await createDockerHosted(nexus, "d", { writePolicy: "ALLOW_ONCE", latestPolicy: true });
    const to = TestRegistry.at(nexus, "d");
    for (const text of ["one", "two"]) expect(await to.push("a/b", "latest", text)).toMatch(/^sha256:/);
    await to.push("a/b", "1", "one");
    expect(await to.push("a/b", "1", "two")).toBe(400);
  });

  test("refuses pushes while it is read-only or Nexus is frozen, and everything while it is offline", async () => {
    const nexus = await nexusWith({ release: "3.90.0" });
    await createDockerHosted(nexus, "d", { writePolicy: "DENY" });
    expect(await TestRegistry.at(nexus, "d").push("a/b", "1")).toBe(400);
    await createDockerHosted(nexus, "e");
    const to = TestRegistry.at(nexus, "e");
    await to.push("a/b", "1");
    await ask(nexus, "POST", "/v1/read-only/freeze");
    expect(await to.push("a/b", "2")).toBe(503);
    expect(await to.status("POST", "/a/b/blobs/uploads/")).toBe(503);
    expect(await to.status("GET", "/a/b/manifests/1")).toBe(200);
    await ask(nexus, "POST", "/v1/read-only/release");
    await ask(nexus, "PUT", "/v1/repositories/docker/hosted/e", hosted("e", { ...docker(), ...OFFLINE }));
    const byPath = new TestRegistry(`${nexus.url}/repository/e/v2`);
    expect(await byPath.refusal("GET", "/a/b/manifests/1")).toEqual([503, "UNKNOWN"]);
  });

  test("keeps its images between runs", async () => {
    const data = mkdtempSync(join(tmpdir(), "nexus-data-"));
    onTestFinished(() => rmSync(data, { recursive: true }));
    const first = await nexusWith({ data });
    await createDockerHosted(first, "d");
    const digest = await TestRegistry.at(first, "d").push("a/b", "1");
    await first.stop();
    const second = await nexusWith({ data });
    const head = await TestRegistry.at(second, "d").send("HEAD", "/a/b/manifests/1");
    expect(head.headers.get("docker-content-digest")).toBe(digest);
  });
});

describe("a registry is addressed", () => {
  test("by its path below /repository, with tokens from Nexus's own port", async () => {
    const nexus = await nexusWith({ contextPath: "/nexus" });
    await createDockerHosted(nexus, "d", {}, { forceBasicAuth: false });
    await ask(nexus, "PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm", "DockerToken"]);
    const to = new TestRegistry(`${nexus.url}/repository/d/v2`);
    expect(await to.push("a/b", "1")).toMatch(/^sha256:/);
    expect(await to.status("GET", "/")).toBe(200);
    const asked = await new TestRegistry(to.base, null).send("GET", "/");
    const token = `${nexus.url}/v2/token`;
    expect(asked.headers.get("www-authenticate")).toContain(`Bearer realm="${token}"`);
    expect(await new TestRegistry("").json(token)).toHaveProperty("token");
    expect(await TestRegistry.at(nexus, "d").status("GET", "/a/b/manifests/1")).toBe(200);
  });

  test("by its name on Nexus's own port with pathEnabled, from 3.83 on", async () => {
    const nexus = await nexusWith();
    await ask(nexus, "POST", "/v1/repositories/docker/hosted", hosted("p", docker({ pathEnabled: true })));
    await createDockerHosted(nexus, "d");
    const main = new TestRegistry(`${nexus.url}/v2`);
    expect(await main.push("p/a/b", "1")).toMatch(/^sha256:/);
    const begun = await main.send("POST", "/p/a/b/blobs/uploads/");
    expect(begun.headers.get("location")).toContain(`${nexus.url}/v2/p/a/b/blobs/uploads/`);
    expect(await new TestRegistry(`${nexus.url}/repository/p/v2`).json("/_catalog")).toEqual({ repositories: ["a/b"] });
    expect(await main.status("GET", "/")).toBe(200);
    expect(await new TestRegistry(main.base, null).status("GET", "/")).toBe(401);
    expect(await main.refusal("GET", "/_catalog")).toEqual([404, "NAME_UNKNOWN"]);
    expect(await main.refusal("GET", "/d/a/b/manifests/1")).toEqual([404, "NAME_UNKNOWN"]);
  });

  test("in the format oci like in docker", async () => {
    const nexus = await nexusWith();
    const settings = hosted("o", { oci: { v1Enabled: false, forceBasicAuth: true, httpPort: 5000 } });
    expect((await ask(nexus, "POST", "/v1/repositories/oci/hosted", settings)).status).toBe(201);
    expect(await TestRegistry.at(nexus, "o").push("a/b", "1")).toMatch(/^sha256:/);
    expect(await new TestRegistry(`${nexus.url}/repository/o/v2`).status("GET", "/a/b/manifests/1")).toBe(200);
  });

  test("in the format oci with the tokens of its own realm", async () => {
    const nexus = await nexusWith();
    const settings = hosted("o", { oci: { v1Enabled: false, forceBasicAuth: false, httpPort: 5000 } });
    await ask(nexus, "POST", "/v1/repositories/oci/hosted", settings);
    const { base } = TestRegistry.at(nexus, "o");
    const challengeWith = async (...realms: string[]) => {
      await ask(nexus, "PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm", ...realms]);
      return (await new TestRegistry(base, null).send("GET", "/")).headers.get("www-authenticate");
    };
    expect(await challengeWith("DockerToken")).toMatch(/^BASIC /);
    expect(await challengeWith("OciBearerToken")).toMatch(/^Bearer /);
    const { token } = (await new TestRegistry("").json(`${base}/token`)) as { token: string };
    expect(token).toMatch(/^OciBearerToken\./);
    const headers = { Authorization: `Bearer ${token}` };
    expect((await fetch(`${base}/`, { headers })).status).toBe(200);
  });

  test("by its subdomain in Pro", async () => {
    const nexus = await nexusWith({ edition: "PRO", allowedHosts: ["nexus.example"] });
    await ask(nexus, "POST", "/v1/repositories/docker/hosted", hosted("d", docker({ subdomain: "images" })));
    await new TestRegistry(`${nexus.url}/repository/d/v2`).push("a/b", "1");
    const headers = { Host: "images.nexus.example", Authorization: `Basic ${btoa("admin:admin123")}` };
    const [response] = (await once(get(`${nexus.url}/v2/_catalog`, { headers }), "response")) as [IncomingMessage];
    expect(await json(response)).toEqual({ repositories: ["a/b"] });
  });
});

describe("a Docker group", () => {
  test("serves the image of its first member, and the tags of all", async () => {
    const nexus = await nexusWith();
    for (const name of ["one", "two"]) await createDockerHosted(nexus, name);
    const first = await TestRegistry.at(nexus, "one").push("a/b", "1", "first");
    await TestRegistry.at(nexus, "two").push("a/b", "1", "second");
    await TestRegistry.at(nexus, "two").push("a/b", "2");
    await TestRegistry.at(nexus, "two").push("c/d", "1");
    await createDockerGroup(nexus, "g", ["one", "two"]);
    const from = TestRegistry.at(nexus, "g");
    expect((await from.send("GET", "/a/b/manifests/1")).headers.get("docker-content-digest")).toBe(first);
    expect(await from.json("/a/b/tags/list")).toEqual({ name: "a/b", tags: ["1", "2"] });
    expect(await from.json("/_catalog")).toEqual({ repositories: ["a/b", "c/d"] });
    expect(await from.status("GET", `/c/d/blobs/${digestOf("c/d:1")}`)).toBe(200);
    await ask(nexus, "PUT", "/v1/repositories/docker/hosted/one", hosted("one", { ...docker(), ...OFFLINE }));
    expect((await from.send("GET", "/a/b/manifests/1")).headers.get("docker-content-digest")).not.toBe(first);
  });

  test("accepts pushes only with a writable member", async () => {
    const nexus = await nexusWith({ edition: "PRO" });
    for (const name of ["one", "two"]) await createDockerHosted(nexus, name);
    await createDockerGroup(nexus, "g", ["one", "two"]);
    const to = TestRegistry.at(nexus, "g");
    expect(await to.refusal("POST", "/a/b/blobs/uploads/")).toEqual([405, "UNSUPPORTED"]);
    expect(await to.push("a/b", "1")).toBe(405);
    expect(await to.status("DELETE", "/a/b/manifests/1")).toBe(405);
    await TestRegistry.at(nexus, "one").blob("a/b", "there already");
    await createDockerGroup(nexus, "w", ["one", "two"], "two");
    expect(await TestRegistry.at(nexus, "w").push("a/b", "1", "there already")).toMatch(/^sha256:/);
    expect(await TestRegistry.at(nexus, "two").status("GET", "/a/b/manifests/1")).toBe(200);
  });
});

describe("permissions", () => {
  const view = (repository: string, ...actions: string[]) =>
    actions.map((action) => `nx-repository-view-docker-${repository}-${action}`);

  test("require read for pulls, add and edit for pushes, delete for deletions", async () => {
    const nexus = await nexusWith();
    await createDockerHosted(nexus, "d");
    await TestRegistry.at(nexus, "d").push("a/b", "1");
    const as = async (userId: string, ...actions: string[]) =>
      TestRegistry.at(nexus, "d", await createUser(nexus, userId, view("d", ...actions)));
    const reader = await as("reader", "read");
    expect(await reader.status("GET", "/a/b/manifests/1")).toBe(200);
    expect(await reader.refusal("POST", "/a/b/blobs/uploads/")).toEqual([403, "DENIED"]);
    expect(await reader.refusal("PUT", "/a/b/manifests/1", "{}")).toEqual([403, "DENIED"]);
    expect(await reader.refusal("DELETE", "/a/b/manifests/1")).toEqual([403, "DENIED"]);
    expect(await (await as("adder", "read", "add")).push("a/b", "2")).toBe(403);
    const pusher = await as("pusher", "read", "add", "edit");
    expect(await pusher.push("a/b", "2")).toMatch(/^sha256:/);
    expect(await pusher.status("DELETE", "/a/b/manifests/2")).toBe(403);
    const remover = await as("remover", "delete");
    expect(await remover.status("DELETE", "/a/b/manifests/2")).toBe(202);
    expect(await remover.status("GET", "/a/b/manifests/1")).toBe(403);
    expect(await TestRegistry.at(nexus, "d", null).refusal("GET", "/a/b/manifests/1")).toEqual([401, "UNAUTHORIZED"]);
    expect(await TestRegistry.at(nexus, "d", "reader:wrong").status("GET", "/a/b/manifests/1")).toBe(401);
  });

  test("on a group are enough to pull through it", async () => {
    const nexus = await nexusWith();
    await createDockerHosted(nexus, "d");
    await TestRegistry.at(nexus, "d").push("a/b", "1");
    await createDockerGroup(nexus, "g", ["d"]);
    const user = await createUser(nexus, "user", view("g", "read"));
    expect(await TestRegistry.at(nexus, "g", user).status("GET", "/a/b/manifests/1")).toBe(200);
    expect(await TestRegistry.at(nexus, "d", user).status("GET", "/a/b/manifests/1")).toBe(403);
  });

  test("by content selector are for some images, and for the login if it selects /v2/", async () => {
    const nexus = await nexusWith();
    await createDockerHosted(nexus, "d");
    for (const name of ["team/a", "other/b"]) await TestRegistry.at(nexus, "d").push(name, "1");
    const expression = 'format == "docker" and path =^ "/v2/team/"';
    const privilege = async (name: string, selects: string) => {
      await ask(nexus, "POST", "/v1/security/content-selectors", { name, expression: selects });
      const of = { name, actions: ["READ"], format: "docker", repository: "d", contentSelector: name };
      await ask(nexus, "POST", "/v1/security/privileges/repository-content-selector", of);
    };
    await privilege("team", expression);
    await privilege("login", 'path == "/v2/"');
    const some = TestRegistry.at(nexus, "d", await createUser(nexus, "some", ["team"]));
    expect(await some.status("GET", "/team/a/manifests/1")).toBe(200);
    expect(await some.status("GET", `/team/a/blobs/${digestOf("team/a:1")}`)).toBe(200);
    expect(await some.status("GET", "/other/b/manifests/1")).toBe(403);
    expect(await some.status("GET", "/")).toBe(403);
    const login = TestRegistry.at(nexus, "d", await createUser(nexus, "login", ["team", "login"]));
    expect(await login.status("GET", "/")).toBe(200);
  });
});
