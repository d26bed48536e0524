/** Content of raw and Maven repositories, the formats that the Core has: its protocols, and the APIs for content. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import type { Fields } from "../../src/util/json.ts";
import type { ServerLogin } from "../support/resource-stack.ts";
import { createPrefix, describeServers, servers } from "./servers.ts";

const prefix = createPrefix();

const name = (text: string) => `${prefix}-${text}`;
const storage = (writePolicy: string) => ({ blobStoreName: "default", strictContentTypeValidation: true, writePolicy });
const maven = (versionPolicy: string, layoutPolicy = "STRICT") => ({ maven: { versionPolicy, layoutPolicy } });
const hosted = (text: string, writePolicy: string, more: Fields = {}) => ({
  name: name(text),
  online: true,
  storage: storage(writePolicy),
  ...more,
});
const proxy = (text: string, remoteUrl: string, more: Fields = {}) => ({
  ...hosted(text, "ALLOW"),
  proxy: { remoteUrl, contentMaxAge: 0, metadataMaxAge: 0 },
  negativeCache: { enabled: false, timeToLive: 1 },
  httpClient: { blocked: false, autoBlock: false },
  ...more,
});
const POM = "<project><modelVersion>4.0.0</modelVersion></project>";
const JAR = "PK\u0003\u0004";

interface Item extends Fields {
  id: string;
  path: string;
  name: string;
  version: string;
  assets: Item[];
}

describeServers("$name", servers, ({ start }) => {
  let server: ServerLogin & { stop(): Promise<void> };
  let client: NexusClient;
  const repositories: string[] = [];

  beforeAll(async () => {
    server = await start();
    client = new NexusClient(server);
    for (const [recipe, body] of [
      ["raw/hosted", hosted("files", "ALLOW")],
      ["raw/hosted", hosted("once", "ALLOW_ONCE")],
      ["raw/hosted", hosted("never", "DENY")],
      ["raw/group", hosted("all", "ALLOW", { group: { memberNames: [name("once"), name("files")] } })],
      ["maven/hosted", hosted("releases", "ALLOW_ONCE", maven("RELEASE"))],
      ["maven/hosted", hosted("snapshots", "ALLOW", maven("SNAPSHOT"))],
      ["maven/hosted", hosted("mixed", "ALLOW", maven("MIXED", "PERMISSIVE"))],
      ["maven/group", hosted("both", "ALLOW", { group: { memberNames: [name("releases"), name("mixed")] } })],
    ] as const) {
      await client.send({ method: "POST", path: `/v1/repositories/${recipe}`, body });
      repositories.push(body.name);
    }
  });
  afterAll(async () => {
    for (const repository of repositories.reverse())
      await client.send({ method: "DELETE", path: `/v1/repositories/${repository}` });
    await client?.close();
    await server?.stop();
  });

  const create = async (recipe: string, body: Fields) => {
    await client.send({ method: "POST", path: `/v1/repositories/${recipe}`, body });
    repositories.push(String(body.name));
  };
  const authorization = () => ({ Authorization: `Basic ${btoa(`${server.username}:${server.password}`)}` });
  const ask = (method: string, path: string, init: RequestInit = {}) =>
    fetch(server.url + path, { method, redirect: "manual", ...init, headers: { ...authorization(), ...init.headers } });
  /** Returns the status and the reason phrase of a response. */
  const statusLine = async (response: Promise<Response>) => {
    const { status, statusText, body } = await response;
    await body?.cancel();
    return `${status} ${statusText.replaceAll(prefix, "P")}`;
  };
  const at = (repository: string, path: string) => `/repository/${name(repository)}/${path}`;
  const put = (repository: string, path: string, body: string) =>
    statusLine(ask("PUT", at(repository, path), { body }));
  const download = async (repository: string, path: string) => {
    const response = await ask("GET", at(repository, path));
    return response.ok ? await response.text() : response.status;
  };
  /** Reads a list. Repeats it if a real Nexus fails because another test deletes a repository meanwhile (3.71: 500). */
  const rest = (path: string) =>
    vi.waitFor(
      async () => {
        const response = await ask("GET", `/service/rest${path}`);
        const text = await response.text();
        if (response.status >= 500) throw new Error(text);
        return JSON.parse(text) as { items: Item[]; continuationToken: string | null };
      },
      { timeout: 10_000, interval: 200 },
    );
  const upload = async (repository: string, fields: Record<string, string | File>) => {
    const body = new FormData();
    for (const [field, value] of Object.entries(fields)) body.append(field, value);
    const response = await ask("POST", `/service/rest/v1/components?repository=${name(repository)}`, { body });
    const text = await response.text();
    // Some releases indent the JSON.
    const plain = text.startsWith("[") ? JSON.stringify(JSON.parse(text)) : text;
    return `${response.status} ${plain.replaceAll(prefix, "P")}`;
  };
  const file = (content: string, filename = "file") => new File([content], filename);

  describe("raw files", () => {
    it("are rejected by the write policy, with the message in the reason phrase, until they are deleted", async () => {
      expect(await put("once", "a/b.txt", "one")).toBe("201 Created");
      expect(await put("once", "a/b.txt", "one")).toBe("400 P-once/a/b.txt cannot be updated");
      expect(await put("never", "a.txt", "one")).toBe("400 P-never/a.txt is read-only");
      expect(await statusLine(ask("DELETE", at("once", "a/b.txt")))).toBe("204 No Content");
      expect(await statusLine(ask("DELETE", at("once", "a/b.txt")))).toBe("404 /a/b.txt");
      expect(await put("once", "a/b.txt", "two")).toBe("201 Created");
      expect(await download("once", "a/b.txt")).toBe("two");
    });

    it("must have the content type of their extension, if another type is detected in the content", async () => {
      expect(await put("files", "p.png", "hello")).toBe(
        "400 Detected content type [text/plain], but expected [image/png]: /p.png",
      );
      expect(await put("files", "p.jar", "hello")).toBe(
        "400 Detected content type [text/plain], but expected [application/java-archive]: /p.jar",
      );
      expect(await put("files", "p.js", "<html></html>")).toMatch(/^400 Detected content type \[text\/html\]/);
      for (const path of ["p.json", "p.xml", "p.yaml", "p.txt", "p.sh", "noending", "p.bin"])
        expect(await put("files", path, "hello")).toBe("201 Created");
    });

    it("are downloaded with their headers, in ranges, with HEAD, and not if the ETag matches", async () => {
      await put("files", "h.txt", "hello");
      const whole = await ask("GET", at("files", "h.txt"));
      const etag = '"aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"';
      const heads = ["content-type", "content-length", "etag", "content-disposition"];
      expect(heads.map((head) => whole.headers.get(head))).toEqual(["text/plain", "5", etag, "attachment"]);
      await whole.text();
      const part = await ask("GET", at("files", "h.txt"), { headers: { Range: "bytes=1-2" } });
      expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([206, "bytes 1-2/5", "el"]);
      const status = async (Range: string) =>
        (await statusLine(ask("GET", at("files", "h.txt"), { headers: { Range } }))).slice(0, 3);
      for (const unsatisfiable of ["bytes=5-", "bytes=-0", "bytes=-6", "bytes=9223372036854775807-"])
        expect(await status(unsatisfiable)).toBe("416");
      for (const ignored of [
        "bytes=0-1,3-4",
        "bytes=3-2",
        "bytes=9-8",
        "bytes=9223372036854775808-",
        "bytes=-",
        "lines=1-2",
      ])
        expect(await status(ignored)).toBe("200");
      for (const satisfiable of ["bytes=-5", "bytes=4-", "bytes=0-9223372036854775807"])
        expect(await status(satisfiable)).toBe("206");
      const cached = ask("GET", at("files", "h.txt"), { headers: { "If-None-Match": etag } });
      expect(await statusLine(cached)).toMatch(/^304/);
      expect((await ask("HEAD", at("files", "h.txt"))).headers.get("content-length")).toBe("5");
    });

    it("are rejected at paths that lead out of the repository or cannot be decoded", async () => {
      for (const path of ["..%2fx", "a%2f..%2f..%2fx"]) {
        expect(await put("files", path, "x")).toBe("400 Repository path must not contain a relative token");
        expect(await download("files", path)).toBe(400);
      }
      for (const path of ["a%00b", "a%ZZ", "a%"]) {
        expect(await put("files", path, "x")).toBe("400 Bad Request");
        expect(await download("files", path)).toBe(400);
      }
      expect(await put("files", "", "x")).toBe("400 Bad Request");
      for (const path of ["..x.txt", "a..b.txt", "a%25b.txt", "a%5cb.txt", "x".repeat(300)]) {
        expect(await put("files", path, "x")).toBe("201 Created");
        expect(await download("files", path)).toBe("x");
      }
    });

    it("in a group are those of the first member that has them, and uploads are rejected", async () => {
      await put("once", "first.txt", "of once");
      await put("files", "first.txt", "of files");
      await put("files", "second.txt", "of files");
      expect([await download("all", "first.txt"), await download("all", "second.txt")]).toEqual([
        "of once",
        "of files",
      ]);
      expect(await download("all", "none.txt")).toBe(404);
      expect(await put("all", "x.txt", "x")).toBe("405 PUT");
      expect(await statusLine(ask("DELETE", at("all", "first.txt")))).toBe("405 DELETE");
      expect(await statusLine(ask("POST", at("files", "x.txt"), { body: "x" }))).toBe("405 POST");
    });
  });

  describe("proxies", () => {
    it("serve cached files that were deleted upstream, and return the reason for missing ones", async () => {
      const remoteUrl = `${server.url}/repository/${name("files")}/`;
      await create("raw/proxy", proxy("through", remoteUrl));
      await create("raw/proxy", proxy("blocked", remoteUrl, { httpClient: { blocked: true, autoBlock: false } }));
      await create("raw/proxy", proxy("unreachable", "http://127.0.0.1:1/"));
      await create(
        "raw/proxy",
        proxy("autoblock", "http://127.0.0.1:1/", { httpClient: { blocked: false, autoBlock: true } }),
      );
      await put("files", "up.txt", "one");
      expect(await download("through", "up.txt")).toBe("one");
      await put("files", "up.txt", "two");
      expect(await download("through", "up.txt")).toBe("two");
      await statusLine(ask("DELETE", at("files", "up.txt")));
      expect(await download("through", "up.txt")).toBe("two");
      const missing = ["through/none", "blocked/up.txt", "unreachable/up.txt", "autoblock/up.txt", "autoblock/up.txt"];
      const statusLines = [];
      for (const path of missing) statusLines.push(await statusLine(ask("GET", `/repository/${prefix}-${path}`)));
      expect(statusLines.map((line) => line.replace(/\d{4}-.*/, "TIME"))).toEqual([
        "404 Not Found",
        "404 Remote Manually Blocked",
        "502 Bad Gateway",
        "502 Bad Gateway",
        "404 Remote Auto Blocked until TIME",
      ]);
      expect(await put("through", "x.txt", "x")).toBe("405 PUT");
    });

    it("report the status of their upstreams", async () => {
      const { body } = await client.get("/internal/ui/repositories/details");
      const details = body as { name: string; status: { online: boolean; description: unknown; reason: unknown } }[];
      const statusOf = (repository: string) => details.find((detail) => detail.name === name(repository))?.status;
      const available = { online: true, reason: null };
      expect(statusOf("files")).toEqual({ ...available, description: null });
      expect(statusOf("through")).toEqual({ ...available, description: "Remote Available" });
      expect(statusOf("blocked")).toEqual({ ...available, description: "Remote Manually Blocked" });
      const reason = expect.stringMatching(/refused|bad port/i);
      expect(statusOf("unreachable")).toEqual({ online: true, reason, description: "Remote Unavailable" });
      expect(statusOf("autoblock")).toEqual({
        online: true,
        reason,
        description: "Remote Auto Blocked and Unavailable",
      });
    });

    it("do not request paths that their routing rule blocks", async () => {
      const rule = { name: name("rule"), description: "", mode: "BLOCK", matchers: ["^/secret/.*"] };
      await client.send({ method: "POST", path: "/v1/routing-rules", body: rule });
      const remoteUrl = `${server.url}/repository/${name("files")}/`;
      await create("raw/proxy", proxy("ruled", remoteUrl, { routingRule: rule.name }));
      await put("files", "open/a.txt", "a");
      expect(await download("ruled", "open/a.txt")).toBe("a");
      expect(await statusLine(ask("GET", at("ruled", "secret/a.txt")))).toBe(
        "403 Routing rules block the requested item from this repository",
      );
    });
  });

  describe("Maven", () => {
    it("layout and version policy restrict uploads", async () => {
      expect(await put("releases", "junk.txt", "x")).toBe("400  Invalid mavenPath for a Maven 2 repository");
      expect(await put("releases", "org/x/a/1.0/b-2.0.jar", JAR)).toBe(
        "400  Invalid mavenPath for a Maven 2 repository",
      );
      expect(await put("mixed", "junk.txt", "x")).toBe("201 Created");
      expect(await put("releases", "org/x/a/1.0-SNAPSHOT/a-1.0-SNAPSHOT.pom", POM)).toBe(
        "400 Repository version policy: RELEASE does not allow version: 1.0-SNAPSHOT",
      );
      expect(await put("snapshots", "org/x/a/1.0/a-1.0.pom", POM)).toBe(
        "400 Repository version policy: SNAPSHOT does not allow version: 1.0",
      );
      expect(await put("snapshots", "org/x/a/1.0-SNAPSHOT/a-1.0-20260101.101010-1.pom", POM)).toBe("201 Created");
      expect(await put("releases", "org/x/a/1.0-SNAPSHOT/maven-metadata.xml", "<metadata/>")).toBe(
        "400 Repository version policy: RELEASE does not allow metadata in path: org/x/a/1.0-SNAPSHOT/maven-metadata.xml",
      );
    });

    it("with ALLOW_ONCE, artifacts are uploaded once, but metadata, digests and signatures again", async () => {
      const pom = "org/x/once/1.0/once-1.0.pom";
      expect(await put("releases", pom, POM)).toBe("201 Created");
      expect(await put("releases", pom, POM)).toBe(`400 P-releases/${pom} cannot be updated`);
      for (const [path, content] of [
        [`${pom}.md5`, "0".repeat(32)],
        [`${pom}.asc`, "-----BEGIN PGP SIGNATURE-----"],
        ["org/x/once/maven-metadata.xml", "<metadata/>"],
      ] as const)
        expect([await put("releases", path, content), await put("releases", path, content)]).toEqual([
          "201 Created",
          "201 Created",
        ]);
      expect(await put("releases", `${pom}.sha1`, "zz")).toBe(`400 Not a Maven2 digest: /${pom}.sha1`);
      expect(await put("releases", "org/x/once/maven-metadata.xml", "junk")).toBe(
        "400 Metadata at path org/x/once/maven-metadata.xml is not a valid maven-metadata.xml",
      );
      expect(await download("releases", `${pom}.md5`)).toBe("0".repeat(32));
      expect(await download("releases", `${pom}.sha256`)).toBe(404);
    });

    it("a group merges the metadata of its members, with a matching digest", async () => {
      const metadata = (...versions: string[]) =>
        `<metadata><groupId>org.x</groupId><artifactId>m</artifactId><versioning><release>${versions[0]}</release>` +
        `<versions>${versions.map((version) => `<version>${version}</version>`).join("")}</versions>` +
        `<lastUpdated>2026010101010${versions.length}</lastUpdated></versioning></metadata>`;
      await put("releases", "org/x/m/maven-metadata.xml", metadata("1.2", "1.10"));
      await put("mixed", "org/x/m/maven-metadata.xml", metadata("2.0", "1.2", "2.0-rc1"));
      const merged = String(await download("both", "org/x/m/maven-metadata.xml"));
      const texts = (element: string) =>
        [...merged.matchAll(new RegExp(`<${element}>([^<]+)<`, "g"))].map(([, t]) => t);
      expect(texts("version")).toEqual(["1.2", "1.10", "2.0-rc1", "2.0"]);
      expect([texts("release"), texts("latest"), texts("lastUpdated")]).toEqual([["2.0"], ["2.0"], ["20260101010103"]]);
      expect(await download("both", "org/x/m/maven-metadata.xml.sha1")).toMatch(/^[0-9a-f]{40}$/);
    });
  });

  describe("components and assets", () => {
    it("Maven: a version is one component, with its files and coordinates", async () => {
      await put("mixed", "org/c/app/1.0/app-1.0.pom", POM);
      await put("mixed", "org/c/app/1.0/app-1.0-sources.jar", JAR);
      await put("mixed", "org/c/app/1.0/app-1.0.tar.gz", "\u001f\u008b");
      const { items } = await rest(`/v1/search?repository=${name("mixed")}&group=org.c`).then((found) =>
        found.items.length > 0 ? found : rest(`/v1/components?repository=${name("mixed")}`),
      );
      const app = items.find((item) => item.name === "app");
      expect(app).toMatchObject({ repository: name("mixed"), format: "maven2", group: "org.c", version: "1.0" });
      const assets = Object.fromEntries((app?.assets ?? []).map((asset) => [asset.path, asset]));
      const sources = assets["/org/c/app/1.0/app-1.0-sources.jar"];
      expect(sources).toMatchObject({
        downloadUrl: `${server.url}${at("mixed", "org/c/app/1.0/app-1.0-sources.jar")}`,
        contentType: "application/java-archive",
        uploader: server.username,
        fileSize: 4,
        lastDownloaded: null,
        maven2: { extension: "jar", groupId: "org.c", artifactId: "app", version: "1.0", classifier: "sources" },
        checksum: { sha1: "fb467bb25be45fcf0c84c03ce5801abd5a28c1fd" },
      });
      expect(String(sources?.lastModified)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/);
    });

    it("are listed in pages, read and deleted by their ids, and record their last download", async () => {
      await create("raw/hosted", hosted("many", "ALLOW"));
      const names = Array.from({ length: 12 }, (_, index) => `d/${index}.txt`);
      for (const path of names) await put("many", path, path);
      const first = await rest(`/v1/components?repository=${name("many")}`);
      const second = await rest(
        `/v1/components?repository=${name("many")}&continuationToken=${first.continuationToken}`,
      );
      expect([first.items.length, second.items.length, second.continuationToken]).toEqual([10, 2, null]);
      const listed = [...first.items, ...second.items];
      expect(listed.map((item) => item.name).sort()).toEqual(names.map((path) => `/${path}`).sort());
      expect(first.items[0]).toMatchObject({ group: "/d", version: "" });
      const asset = first.items[0]?.assets[0];
      expect(asset?.lastDownloaded).toBeNull();
      const path = String(asset?.path).slice(1);
      await download("many", path);
      const byId = await ask("GET", `/service/rest/v1/assets/${asset?.id}`);
      expect(await byId.json()).toMatchObject({ path: `/${path}`, id: asset?.id, lastDownloaded: expect.any(String) });
      expect(await statusLine(ask("DELETE", `/service/rest/v1/components/${first.items[0]?.id}`))).toBe(
        "204 No Content",
      );
      for (const resource of [`components/${first.items[0]?.id}`, `assets/${asset?.id}`])
        expect((await ask("GET", `/service/rest/v1/${resource}`)).status).toBe(404);
      expect(await download("many", path)).toBe(404);
      const remaining = await rest(`/v1/assets?repository=${name("many")}`);
      expect(remaining.items.map((item) => item.path)).toContain(listed[1]?.assets[0]?.path);
    });

    it("reject missing and invalid ids with 422, unknown ones with 404", async () => {
      const id = (text: string) => Buffer.from(text).toString("base64url");
      const suffixes = ["", "?repository=nosuch", "/xx", `/${id(`${name("files")}:zz`)}`, `/${id("nosuch:4f1bbcdd")}`];
      for (const api of ["components", "assets"]) {
        const statuses = [];
        for (const suffix of suffixes) statuses.push((await ask("GET", `/service/rest/v1/${api}${suffix}`)).status);
        expect(statuses).toEqual([422, 404, 422, 422, 404]);
      }
      expect((await ask("GET", `/service/rest/v1/components/${id(`${name("files")}:00000001`)}`)).status).toBe(404);
    });
  });

  describe("uploads by the API", () => {
    it("raw: files are uploaded into a folder, and errors name the field", async () => {
      const fields = { "raw.directory": "/up//load", "raw.asset1.filename": "a.txt" };
      expect(await upload("files", { ...fields, "raw.asset1": file("a") })).toBe("204 ");
      expect(await download("files", "up/load/a.txt")).toBe("a");
      expect(await upload("once", { ...fields, "raw.asset1": file("a") })).toBe("204 ");
      expect(await upload("once", { ...fields, "raw.asset1": file("a") })).toBe(
        "400 ValidationErrorXO{id='*', message='P-once/up/load/a.txt cannot be updated'}",
      );
      expect(await upload("files", { "raw.asset1": file("a"), "raw.asset1.filename": "a" })).toBe(
        `400 [{"id":"directory","message":"Missing required component field 'Directory'"}]`,
      );
      expect(await upload("files", { "raw.directory": "/", "raw.asset1": file("a") })).toBe(
        `400 [{"id":"filename","message":"Missing required asset field 'Filename' on '1'"}]`,
      );
      expect(await upload("files", { ...fields, "raw.bogus": "1", "raw.asset1": file("a") })).toBe(
        `400 [{"id":"bogus","message":"Unknown component field 'bogus'"}]`,
      );
      expect(await upload("files", { ...fields, "raw.directory": "../x", "raw.asset1": file("a") })).toBe(
        `400 [{"id":"*","message":"Path is not allowed to have '.' or '..' segments: '/../x/a.txt'"}]`,
      );
      expect(await upload("all", { ...fields, "raw.asset1": file("a") })).toBe(
        `400 [{"id":"*","message":"Uploading components to a 'group' type repository is unsupported, must be 'hosted'"}]`,
      );
    });

    it("Maven: uploads create POM, digests and metadata, and a deletion removes the version from the metadata", async () => {
      const gav = (version: string) => ({
        "maven2.groupId": "org.up",
        "maven2.artifactId": "art",
        "maven2.version": version,
        "maven2.asset1": file(JAR),
        "maven2.asset1.extension": "jar",
      });
      expect(await upload("releases", { ...gav("1.2"), "maven2.generate-pom": "true" })).toBe("204 ");
      expect(await upload("releases", gav("1.10"))).toBe("204 ");
      expect(await upload("releases", gav("1.2"))).toBe(
        "400 ValidationErrorXO{id='*', message='P-releases/org/up/art/1.2/art-1.2.jar cannot be updated'}",
      );
      expect(await upload("releases", gav("1.3-SNAPSHOT"))).toMatch(/^400 .*Version policy mismatch/);
      expect(await upload("snapshots", gav("1.3-SNAPSHOT"))).toMatch(/^400 .*use the maven client/);
      expect(await download("releases", "org/up/art/1.2/art-1.2.pom")).toContain("<artifactId>art</artifactId>");
      expect(await download("releases", "org/up/art/1.2/art-1.2.jar.sha1")).toBe(
        "fb467bb25be45fcf0c84c03ce5801abd5a28c1fd",
      );
      const versions = async () => {
        const metadata = String(await download("releases", "org/up/art/maven-metadata.xml"));
        return [...metadata.matchAll(/<(latest|release|version)>([^<]+)</g)].map(([, , version]) => version);
      };
      expect(await versions()).toEqual(["1.10", "1.10", "1.2", "1.10"]);
      const { items } = await rest(`/v1/components?repository=${name("releases")}`);
      const deleted = items.find((item) => item.name === "art" && item.version === "1.10");
      await statusLine(ask("DELETE", `/service/rest/v1/components/${deleted?.id}`));
      expect(await versions()).toEqual(["1.2", "1.2", "1.2"]);
    });
  });

  it("search finds components by names, wildcards and Maven coordinates", async () => {
    for (const filename of ["app-1.0.jar", "app-1.0-sources.jar"])
      await put("mixed", `org/find/app/1.0/${filename}`, JAR + filename);
    await put("mixed", "org/find/other/2.0/other-2.0.pom", POM);
    const find = async (query: string) => {
      const { items } = await rest(`/v1/search?repository=${name("mixed")}&${query}`);
      return items.map((item) => `${item.name} ${item.version}`).sort();
    };
    // The index of a real Nexus is updated later, and incomplete while other tests delete repositories.
    const polling = { timeout: 60_000 };
    await expect.poll(() => find("group=org.find"), polling).toEqual(["app 1.0", "other 2.0"]);
    for (const [query, names] of [
      ["group=org.find&name=app", ["app 1.0"]],
      ["group=org.find&name=ap", []],
      ["group=org.fi*&version=2.*", ["other 2.0"]],
      ["maven.groupId=org.find&maven.classifier=sources", ["app 1.0"]],
      ["maven.groupId=org.find&maven.extension=pom", ["other 2.0"]],
      ["maven.groupId=org.find&prerelease=true", []],
      ["name=app other&group=org.find", ["app 1.0", "other 2.0"]],
      ["bogus=1", []],
    ] as const)
      await expect.poll(async () => [query, await find(query)], polling).toEqual([query, names]);
    const only = `/service/rest/v1/search/assets/download?repository=${name("mixed")}&group=org.find&name=app`;
    const main = async () => {
      const { status, headers } = await ask("GET", `${only}&maven.extension=jar&maven.classifier=`);
      return [status, headers.get("location")];
    };
    const location = `${server.url}${at("mixed", "org/find/app/1.0/app-1.0.jar")}`;
    await expect.poll(main, polling).toEqual([302, location]);
    const several = async () => {
      const response = await ask("GET", only);
      return [response.status, await response.text()];
    };
    await expect.poll(several, polling).toEqual([400, expect.stringContaining("multiple assets")]);
    expect((await ask("GET", `${only}&version=9`)).status).toBe(404);
  });
});
