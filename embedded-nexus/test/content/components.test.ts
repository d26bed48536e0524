import { describe, expect, test } from "vitest";
import { listComponents, requestContent } from "../support/content.ts";
import { ask, type Body, createUser, group, hosted, nexusWith } from "../support/nexuses.ts";

interface Page {
  readonly items: { readonly id: string; readonly path: string; readonly name: string }[];
  readonly continuationToken: string | null;
}

const asPage = ({ body }: { readonly body: Body }) => body as unknown as Page;

describe("components and assets", () => {
  test("continue a paged list at the right place after its items were deleted", async () => {
    const nexus = await nexusWith();
    await ask(nexus, "POST", "/v1/repositories/raw/hosted", hosted("r"));
    for (let n = 0; n < 25; n++) await requestContent(nexus, "PUT", `r/${n}.txt`, { body: String(n) });
    const seen: string[] = [];
    let token = "";
    do {
      const page = asPage(await ask(nexus, "GET", `/v1/components?repository=r${token}`));
      for (const { id, name } of page.items) {
        seen.push(name);
        expect((await ask(nexus, "DELETE", `/v1/components/${id}`)).status).toBe(204);
      }
      token = page.continuationToken === null ? "" : `&continuationToken=${page.continuationToken}`;
    } while (token !== "");
    expect(seen.sort()).toEqual(Array.from({ length: 25 }, (_, n) => `/${n}.txt`).sort());
    expect(await listComponents(nexus, "r")).toEqual([]);
  });

  test("of a content selector are the only ones that its users can list and delete", async () => {
    const nexus = await nexusWith();
    await ask(nexus, "POST", "/v1/repositories/raw/hosted", hosted("r"));
    for (const path of ["mine/a.txt", "mine/b.txt", "other/c.txt"])
      await requestContent(nexus, "PUT", `r/${path}`, { body: path });
    const expression = 'path =^ "/mine/"';
    await ask(nexus, "POST", "/v1/security/content-selectors", { name: "mine", description: "", expression });
    await ask(nexus, "POST", "/v1/security/privileges/repository-content-selector", {
      ...{ name: "see", description: "", format: "raw", repository: "r", contentSelector: "mine", actions: ["BROWSE"] },
    });
    const user = await createUser(nexus, "u", ["see"]);
    const none = await createUser(nexus, "none", []);
    const { items } = asPage(await ask(nexus, "GET", "/v1/assets?repository=r", undefined, user));
    expect(items.map(({ path }) => path).sort()).toEqual(["/mine/a.txt", "/mine/b.txt"]);
    expect((await ask(nexus, "DELETE", `/v1/assets/${items[0]?.id}`, undefined, user)).status).toBe(403);
    expect((await ask(nexus, "GET", "/v1/assets?repository=r", undefined, none)).status).toBe(403);
    expect(asPage(await ask(nexus, "GET", "/v1/search?repository=r", undefined, none)).items).toEqual([]);
    expect(asPage(await ask(nexus, "GET", "/v1/search?repository=r", undefined, user)).items).toHaveLength(2);
  });

  test("of a group are those of its members, and are deleted there", async () => {
    const nexus = await nexusWith();
    for (const name of ["a", "b"]) await ask(nexus, "POST", "/v1/repositories/raw/hosted", hosted(name));
    await ask(nexus, "POST", "/v1/repositories/raw/group", group("g", ["b", "a"]));
    await requestContent(nexus, "PUT", "a/x.txt", { body: "x" });
    await nexus.clock.advance({ ms: 5 });
    await requestContent(nexus, "PUT", "b/y.txt", { body: "y" });
    const { items } = asPage(await ask(nexus, "GET", "/v1/components?repository=g"));
    expect(items).toMatchObject([
      { name: "/x.txt", repository: "g", assets: [{ downloadUrl: `${nexus.url}/repository/g/x.txt` }] },
      { name: "/y.txt", repository: "g" },
    ]);
    expect((await ask(nexus, "DELETE", `/v1/components/${items[0]?.id}`)).status).toBe(204);
    expect([await listComponents(nexus, "a"), await listComponents(nexus, "b")]).toEqual([[], ["///y.txt/"]]);
  });

  test("are found by words, alternatives, quoted values and digests", async () => {
    const nexus = await nexusWith();
    await ask(nexus, "POST", "/v1/repositories/raw/hosted", hosted("r"));
    for (const path of ["docs/Read.me.txt", "docs/other file.txt", "img/logo-1.svg"]) {
      await requestContent(nexus, "PUT", `r/${encodeURI(path)}`, { body: `of ${path}` });
    }
    const found = async (query: string) =>
      asPage(await ask(nexus, "GET", `/v1/search?${query}&sort=name`)).items.map(({ name }) => name);
    expect(await found("q=read")).toEqual(["/docs/Read.me.txt"]);
    expect(await found("q=read.md")).toEqual([]);
    expect(await found("keyword=lo* read")).toEqual(["/docs/Read.me.txt", "/img/logo-1.svg"]);
    expect(await found('name="/docs/other file.txt"')).toEqual(["/docs/other file.txt"]);
    expect(await found("group=/docs&name=*txt&repository=r&format=raw&direction=desc")).toEqual([
      "/docs/Read.me.txt",
      "/docs/other file.txt",
    ]);
    expect(await found("repository=nosuch")).toEqual([]);
    const { items } = asPage(await ask(nexus, "GET", "/v1/assets?repository=r"));
    const { checksum, path } = items[0] as unknown as { checksum: { sha256: string }; path: string };
    expect(await found(`sha256=${checksum.sha256}`)).toEqual([path]);
  });

  test("of yum are named by the file names of RPMs, also if they are uploaded by the API", async () => {
    const nexus = await nexusWith();
    const yum = { yum: { repodataDepth: 0, deployPolicy: "STRICT" } };
    await ask(nexus, "POST", "/v1/repositories/yum/hosted", hosted("y", yum));
    const rpm = new Uint8Array([0xed, 0xab, 0xee, 0xdb, 3]);
    expect((await requestContent(nexus, "PUT", "y/el9/app-1.2-3.x86_64.rpm", { body: rpm })).status).toBe(201);
    expect((await requestContent(nexus, "PUT", "y/el9/no.rpm", { body: "text" })).status).toBe(400);
    const body = new FormData();
    body.append("yum.directory", "el9/more");
    body.append("yum.asset", new File([rpm], "tool.rpm"));
    body.append("yum.asset.filename", "tool-2.0-1.noarch.rpm");
    const headers = { Authorization: `Basic ${btoa("admin:admin123")}` };
    const address = `${nexus.url}/service/rest/v1/components?repository=y`;
    expect((await fetch(address, { method: "POST", body, headers })).status).toBe(204);
    expect(await listComponents(nexus, "y")).toEqual(["/el9/app/1.2-3", "/el9/more/tool/2.0-1"]);
  });

  test("of PyPI are named by the file names of distributions that are uploaded by the API", async () => {
    const nexus = await nexusWith();
    await ask(nexus, "POST", "/v1/repositories/pypi/hosted", hosted("py"));
    const upload = async (file: string) => {
      const body = new FormData();
      body.append("pypi.asset", new File(["x"], file));
      const headers = { Authorization: `Basic ${btoa("admin:admin123")}` };
      return (await fetch(`${nexus.url}/service/rest/v1/components?repository=py`, { method: "POST", body, headers }))
        .status;
    };
    expect([await upload("acme_tool-1.0-py3-none-any.whl"), await upload("readme.txt")]).toEqual([204, 400]);
    expect(await listComponents(nexus, "py")).toEqual(["/acme_tool/1.0"]);
  });
});
