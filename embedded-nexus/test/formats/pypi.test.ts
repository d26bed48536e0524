import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { EmbeddedNexus } from "../../src/index.ts";
import { components, content, got, trio } from "../support/content.ts";
import { ask, nexusWith, userWith } from "../support/nexuses.ts";

const WHEEL = "PK\u0003\u0004 a wheel";

/** What twine sends. */
function upload(nexus: EmbeddedNexus, file: string, fields: Record<string, string> = {}, as?: string | null) {
  const body = new FormData();
  const all = { ":action": "file_upload", name: "Acme_Tool", version: "1.0", requires_python: ">=3.9", ...fields };
  for (const [name, value] of Object.entries(all)) body.append(name, value);
  body.append("content", new File([WHEEL], file));
  return content(nexus, "POST", "H/", { body }, as);
}

async function index(): Promise<EmbeddedNexus> {
  const nexus = await nexusWith();
  await trio(nexus, "pypi");
  return nexus;
}

/** The link of a file in an index, and what is there. */
async function linked(nexus: EmbeddedNexus, page: string, file: string) {
  const html = String(await got(nexus, page));
  const [, href = ""] = new RegExp(`<a href="([^"]+)"[^>]*>${file}<`).exec(html) ?? [];
  const answer = await fetch(new URL(href, `${nexus.url}/repository/${page}`));
  return { href, content: await answer.text(), requires: /data-requires-python="([^"]+)"/.exec(html)?.[1] };
}

describe("pypi", () => {
  test("a file is uploaded once, and found through the index of its project, however that is written", async () => {
    const nexus = await index();
    const file = "acme_tool-1.0-py3-none-any.whl";
    expect((await upload(nexus, file)).status).toBe(200);
    const again = await upload(nexus, file);
    expect([again.status, again.statusText]).toEqual([400, `H/packages/acme-tool/1.0/${file} cannot be updated`]);
    const md5 = createHash("md5").update(WHEEL).digest("hex");
    for (const page of ["H/simple/acme-tool/", "P/simple/acme-tool/", "G/simple/Acme.Tool/"]) {
      expect(await linked(nexus, page, file)).toEqual({
        href: `../../packages/acme-tool/1.0/${file}#md5=${md5}`,
        content: WHEEL,
        requires: "&gt;=3.9",
      });
    }
    expect(await got(nexus, "H/simple/")).toContain('<a href="acme-tool/"');
    expect(await components(nexus, "H")).toEqual(["/Acme_Tool/1.0"]);
  });

  test("what is no upload is refused, and what is not there is 404", async () => {
    const nexus = await index();
    expect((await upload(nexus, "a-1.0.tar.gz", { ":action": "submit" })).status).toBe(400);
    expect((await content(nexus, "POST", "G/", { body: new FormData() })).status).toBe(405);
    expect([await got(nexus, "H/simple/none/"), await got(nexus, "G/simple/none/")]).toEqual([404, 404]);
    const reader = await userWith(nexus, "reader", ["nx-repository-view-pypi-H-read"]);
    expect((await upload(nexus, "a-1.0.zip", {}, reader)).status).toBe(403);
  });

  test("a proxy says that it does not reach its upstream; a group gives what its other members have", async () => {
    const nexus = await index();
    const body = { ...(await ask(nexus, "GET", "/v1/repositories/pypi/proxy/P")).body };
    const proxy = { remoteUrl: "http://127.0.0.1:1/", contentMaxAge: 1440, metadataMaxAge: 60 };
    await ask(nexus, "PUT", "/v1/repositories/pypi/proxy/P", { ...body, proxy });
    expect([await got(nexus, "P/simple/none/"), await got(nexus, "G/simple/none/")]).toEqual([502, 404]);
    await upload(nexus, "acme_tool-1.0-py3-none-any.whl");
    expect(await got(nexus, "G/simple/acme-tool/")).toContain("acme_tool-1.0");
  });

  test("an upstream's files may be anywhere; an index that changes is seen when the old one has aged", async () => {
    const nexus = await index();
    await upload(nexus, "acme_tool-1.0-py3-none-any.whl");
    const count = async () => String(await got(nexus, "P/simple/acme-tool/")).split("<a ").length - 1;
    expect(await count()).toBe(1);
    await upload(nexus, "acme_tool-1.1-py3-none-any.whl", { version: "1.1" });
    expect(await count()).toBe(1);
    await nexus.clock.advance({ ms: 61 * 60_000 });
    expect(await count()).toBe(2);
    expect((await linked(nexus, "P/simple/acme-tool/", "acme_tool-1.1-py3-none-any.whl")).content).toBe(WHEEL);
  });
});
