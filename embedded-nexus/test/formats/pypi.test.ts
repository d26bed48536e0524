import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { EmbeddedNexus } from "../../src/index.ts";
import { createRepositories, download, listComponents, requestContent } from "../support/content.ts";
import { ask, createUser, nexusWith } from "../support/nexuses.ts";

const WHEEL = "PK\u0003\u0004 a wheel";

/** Uploads a file as twine does. */
function upload(nexus: EmbeddedNexus, file: string, fields: Record<string, string> = {}, as?: string | null) {
  const body = new FormData();
  const all = { ":action": "file_upload", name: "Acme_Tool", version: "1.0", requires_python: ">=3.9", ...fields };
  for (const [name, value] of Object.entries(all)) body.append(name, value);
  body.append("content", new File([WHEEL], file));
  return requestContent(nexus, "POST", "H/", { body }, as);
}

async function createIndex(): Promise<EmbeddedNexus> {
  const nexus = await nexusWith();
  await createRepositories(nexus, "pypi");
  return nexus;
}

/** Returns the link of a file in an index, and its content. */
async function followLink(nexus: EmbeddedNexus, page: string, file: string) {
  const html = String(await download(nexus, page));
  const [, href = ""] = new RegExp(`<a href="([^"]+)"[^>]*>${file}<`).exec(html) ?? [];
  const response = await fetch(new URL(href, `${nexus.url}/repository/${page}`));
  return { href, content: await response.text(), requires: /data-requires-python="([^"]+)"/.exec(html)?.[1] };
}

describe("PyPI", () => {
  test("accepts a file once and lists it in the index of its project, in any spelling", async () => {
    const nexus = await createIndex();
    const file = "acme_tool-1.0-py3-none-any.whl";
    expect((await upload(nexus, file)).status).toBe(200);
    const again = await upload(nexus, file);
    expect([again.status, again.statusText]).toEqual([400, `H/packages/acme-tool/1.0/${file} cannot be updated`]);
    const md5 = createHash("md5").update(WHEEL).digest("hex");
    for (const page of ["H/simple/acme-tool/", "P/simple/acme-tool/", "G/simple/Acme.Tool/"]) {
      expect(await followLink(nexus, page, file)).toEqual({
        href: `../../packages/acme-tool/1.0/${file}#md5=${md5}`,
        content: WHEEL,
        requires: "&gt;=3.9",
      });
    }
    expect(await download(nexus, "H/simple/")).toContain('<a href="acme-tool/"');
    expect(await listComponents(nexus, "H")).toEqual(["/Acme_Tool/1.0"]);
  });

  test("refuses invalid uploads, and answers 404 for unknown projects", async () => {
    const nexus = await createIndex();
    expect((await upload(nexus, "a-1.0.tar.gz", { ":action": "submit" })).status).toBe(400);
    expect((await requestContent(nexus, "POST", "G/", { body: new FormData() })).status).toBe(405);
    expect([await download(nexus, "H/simple/none/"), await download(nexus, "G/simple/none/")]).toEqual([404, 404]);
    const reader = await createUser(nexus, "reader", ["nx-repository-view-pypi-H-read"]);
    expect((await upload(nexus, "a-1.0.zip", {}, reader)).status).toBe(403);
  });

  test("answers 502 through a proxy without upstream, and lists the other members' files through a group", async () => {
    const nexus = await createIndex();
    const body = { ...(await ask(nexus, "GET", "/v1/repositories/pypi/proxy/P")).body };
    const proxy = { remoteUrl: "http://127.0.0.1:1/", contentMaxAge: 1440, metadataMaxAge: 60 };
    await ask(nexus, "PUT", "/v1/repositories/pypi/proxy/P", { ...body, proxy });
    expect([await download(nexus, "P/simple/none/"), await download(nexus, "G/simple/none/")]).toEqual([502, 404]);
    await upload(nexus, "acme_tool-1.0-py3-none-any.whl");
    expect(await download(nexus, "G/simple/acme-tool/")).toContain("acme_tool-1.0");
  });

  test("fetches an upstream's files from the addresses in its index, and the index again after its age", async () => {
    const nexus = await createIndex();
    await upload(nexus, "acme_tool-1.0-py3-none-any.whl");
    const count = async () => String(await download(nexus, "P/simple/acme-tool/")).split("<a ").length - 1;
    expect(await count()).toBe(1);
    await upload(nexus, "acme_tool-1.1-py3-none-any.whl", { version: "1.1" });
    expect(await count()).toBe(1);
    await nexus.clock.advance({ ms: 61 * 60_000 });
    expect(await count()).toBe(2);
    expect((await followLink(nexus, "P/simple/acme-tool/", "acme_tool-1.1-py3-none-any.whl")).content).toBe(WHEEL);
  });
});
