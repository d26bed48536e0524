import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import type { EmbeddedNexus } from "../../src/index.ts";
import { createRepositories, download, listComponents, requestContent } from "../support/content.ts";
import { ask, createUser, nexusWith } from "../support/nexuses.ts";

/** Creates the body that `npm publish` sends. */
function publication(name: string, version: string, bytes = `tarball of ${version}`) {
  const file = `${name}-${version}.tgz`;
  const tarball = `http://somewhere.example/${name}/-/${file}`;
  return JSON.stringify({
    _id: name,
    name,
    "dist-tags": { latest: version },
    versions: { [version]: { name, version, dist: { tarball, shasum: "0" } } },
    _attachments: { [file]: { content_type: "application/octet-stream", data: gzipped(bytes).toString("base64") } },
  });
}

const gzipped = (text: string) => gzipSync(text);

const publish = (nexus: EmbeddedNexus, name: string, version: string, as?: string | null) =>
  requestContent(nexus, "PUT", `H/${name.replace("/", "%2f")}`, { body: publication(name, version) }, as);

async function packument(nexus: EmbeddedNexus, path: string) {
  return JSON.parse(String(await download(nexus, path))) as {
    "dist-tags": Record<string, string>;
    versions: Record<string, { dist: { tarball: string }; deprecated?: string }>;
    _rev?: string;
  };
}

async function createRegistry(): Promise<EmbeddedNexus> {
  const nexus = await nexusWith();
  await createRepositories(nexus, "npm");
  return nexus;
}

describe("npm", () => {
  test("loses no version that is published or removed at once with others, and accepts each once", async () => {
    const data = mkdtempSync(join(tmpdir(), "nexus-data-"));
    onTestFinished(() => rmSync(data, { recursive: true, force: true }));
    const nexus = await nexusWith({ data });
    await createRepositories(nexus, "npm");
    const versions = ["1.0.0", "1.0.1", "1.0.2", "1.0.3", "1.0.4"];
    const forAll = (send: (version: string) => Promise<Response>) =>
      Promise.all(versions.map(async (version) => (await send(version)).status));
    expect(await forAll((version) => publish(nexus, "app", version))).toEqual(versions.map(() => 200));
    expect(Object.keys((await packument(nexus, "H/app")).versions).sort()).toEqual(versions);
    const same = await forAll(() => publish(nexus, "app", "2.0.0"));
    expect(same.sort()).toEqual([200, 400, 400, 400, 400]);
    await forAll((version) => requestContent(nexus, "DELETE", `H/app/-/app-${version}.tgz/-rev/1`));
    expect(Object.keys((await packument(nexus, "H/app")).versions)).toEqual(["2.0.0"]);
  });

  test("publishes each version once, and returns tarball URLs of the requested repository", async () => {
    const nexus = await createRegistry();
    expect(await (await publish(nexus, "@acme/app", "1.0.0")).json()).toEqual({ success: true });
    await publish(nexus, "@acme/app", "1.1.0");
    const again = await publish(nexus, "@acme/app", "1.0.0");
    expect([again.status, await again.json()]).toEqual([
      400,
      { success: false, error: "H/@acme/app/-/app-1.0.0.tgz cannot be updated" },
    ]);
    for (const repository of ["H", "P", "G"]) {
      const { versions, "dist-tags": tags } = await packument(nexus, `${repository}/@acme%2fapp`);
      expect([tags, Object.keys(versions)]).toEqual([{ latest: "1.1.0" }, ["1.0.0", "1.1.0"]]);
      const tarball = versions["1.0.0"]?.dist.tarball;
      expect(tarball).toBe(`${nexus.url}/repository/${repository}/@acme/app/-/app-1.0.0.tgz`);
      const bytes = Buffer.from(await (await fetch(String(tarball))).arrayBuffer());
      expect(bytes.equals(gzipped("tarball of 1.0.0"))).toBe(true);
    }
    expect(await listComponents(nexus, "H")).toEqual(["acme/app/1.0.0", "acme/app/1.1.0"]);
    expect(await listComponents(nexus, "P")).toEqual(["acme/app/1.0.0"]);
  });

  test("answers in npm's format what does not exist; a group refuses publications", async () => {
    const nexus = await createRegistry();
    const missing = await requestContent(nexus, "GET", "G/none");
    expect([missing.status, await missing.json()]).toEqual([
      404,
      { success: false, error: "Package 'none' not found" },
    ]);
    await publish(nexus, "app", "1.0.0");
    const tarball = await requestContent(nexus, "GET", "H/app/-/app-9.tgz");
    expect(await tarball.json()).toMatchObject({ error: "Tarball 'app-9.tgz' in package 'app' not found" });
    expect((await requestContent(nexus, "PUT", "G/app", { body: publication("app", "2.0.0") })).status).toBe(405);
    expect((await requestContent(nexus, "PUT", "H/app", { body: "no JSON" })).status).toBe(400);
  });

  test("sets and removes tags, and finds versions by them", async () => {
    const nexus = await createRegistry();
    await publish(nexus, "app", "1.0.0");
    await publish(nexus, "app", "2.0.0");
    const tag = (method: string, name: string, body?: string) =>
      requestContent(nexus, method, `H/-/package/app/dist-tags/${name}`, body === undefined ? {} : { body });
    expect((await tag("PUT", "old", '"1.0.0"')).status).toBe(200);
    expect((await tag("PUT", "odd", '"9.9.9"')).status).toBe(400);
    expect(JSON.parse(String(await download(nexus, "H/-/package/app/dist-tags")))).toEqual({
      latest: "2.0.0",
      old: "1.0.0",
    });
    expect(JSON.parse(String(await download(nexus, "H/app/old")))).toMatchObject({ version: "1.0.0" });
    expect((await tag("DELETE", "old")).status).toBe(200);
    expect((await packument(nexus, "H/app"))["dist-tags"]).toEqual({ latest: "2.0.0" });
  });

  test("replaces a package only with its revision, and removes an unpublished version from it", async () => {
    const nexus = await createRegistry();
    await publish(nexus, "app", "1.0.0");
    await publish(nexus, "app", "2.0.0");
    const whole = await packument(nexus, "H/app");
    const deprecated = {
      ...whole,
      versions: { ...whole.versions, "1.0.0": { ...whole.versions["1.0.0"], deprecated: "old" } },
    };
    const put = (body: object) => requestContent(nexus, "PUT", "H/app", { body: JSON.stringify(body) });
    expect((await put(deprecated)).status).toBe(200);
    expect((await put(deprecated)).status).toBe(400);
    expect((await packument(nexus, "H/app")).versions["1.0.0"]?.deprecated).toBe("old");
    expect((await requestContent(nexus, "DELETE", "H/app/-/app-2.0.0.tgz/-rev/3")).status).toBe(200);
    const { versions, "dist-tags": tags } = await packument(nexus, "H/app");
    expect([Object.keys(versions), tags]).toEqual([["1.0.0"], { latest: "1.0.0" }]);
    expect((await requestContent(nexus, "DELETE", "H/app/-rev/4")).status).toBe(200);
    expect([await download(nexus, "H/app"), await listComponents(nexus, "H")]).toEqual([404, []]);
  });

  test("removes a component that the API deletes from its package", async () => {
    const nexus = await createRegistry();
    await publish(nexus, "app", "1.0.0");
    await publish(nexus, "app", "2.0.0");
    const { items } = (await ask(nexus, "GET", "/v1/search?name=app&version=2.0.0&repository=H")).body as unknown as {
      items: { id: string }[];
    };
    expect((await ask(nexus, "DELETE", `/v1/components/${items[0]?.id}`)).status).toBe(204);
    expect(Object.keys((await packument(nexus, "H/app")).versions)).toEqual(["1.0.0"]);
  });

  test("publishes a tarball that the API uploads, by its package.json", async () => {
    const nexus = await createRegistry();
    const json = JSON.stringify({ name: "@acme/up", version: "3.0.0", bin: "up.js" });
    const header = Buffer.alloc(512);
    header.write("package/package.json", 0);
    header.write(json.length.toString(8).padStart(11, "0"), 124);
    const archive = gzipSync(Buffer.concat([header, Buffer.from(json.padEnd(512, "\0")), Buffer.alloc(1024)]));
    const body = new FormData();
    body.append("npm.asset", new File([new Uint8Array(archive)], "up.tgz"));
    const authorization = { Authorization: `Basic ${btoa("admin:admin123")}` };
    const upload = () =>
      fetch(`${nexus.url}/service/rest/v1/components?repository=H`, { method: "POST", body, headers: authorization });
    expect([(await upload()).status, (await upload()).status]).toEqual([204, 400]);
    expect((await packument(nexus, "G/@acme%2fup")).versions["3.0.0"]).toMatchObject({ bin: "up.js" });
    expect(await listComponents(nexus, "H")).toEqual(["acme/up/3.0.0"]);
  });

  test("issues a token at login, valid while its realm is active", async () => {
    const nexus = await createRegistry();
    const user = await createUser(nexus, "dev", ["nx-repository-view-npm-H-*"]);
    const [name, password] = user.split(":");
    const logIn = (given: string | undefined) => {
      const body = JSON.stringify({ name, password: given });
      return requestContent(nexus, "PUT", "H/-/user/org.couchdb.user:dev", { body }, null);
    };
    expect((await logIn("wrong")).status).toBe(401);
    const { token } = (await (await logIn(password)).json()) as { token: string };
    expect(token).toMatch(/^NpmToken\.[0-9a-f-]{36}$/);
    const headers = { Authorization: `Bearer ${token}` };
    const whoami = async () =>
      (await (await requestContent(nexus, "GET", "H/-/whoami", { headers }, null)).json()) as unknown;
    // Without the realm the token is ignored: the user is anonymous.
    expect(await whoami()).toEqual({ username: "anonymous" });
    await ask(nexus, "PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm", "NpmToken"]);
    expect(await whoami()).toEqual({ username: "dev" });
    const body = publication("app", "1.0.0");
    expect((await requestContent(nexus, "PUT", "H/app", { body, headers }, null)).status).toBe(200);
    expect((await requestContent(nexus, "DELETE", `H/-/user/token/${token}`, { headers }, null)).status).toBe(200);
    expect((await requestContent(nexus, "GET", "H/-/whoami", { headers }, null)).status).toBe(401);
  });

  test("refuses publications without permission and without credentials", async () => {
    const nexus = await createRegistry();
    const reader = await createUser(nexus, "reader", ["nx-repository-view-npm-H-read"]);
    expect((await publish(nexus, "app", "1.0.0", reader)).status).toBe(403);
    expect((await publish(nexus, "app", "1.0.0", null)).status).toBe(401);
    await publish(nexus, "app", "1.0.0");
    expect([await download(nexus, "G/app", reader), typeof (await download(nexus, "H/app", reader))]).toEqual([
      403,
      "string",
    ]);
  });
});
