import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { EmbeddedNexus } from "../../src/index.ts";
import { ask, group, hosted, nexusWith } from "../support/nexuses.ts";

const RAW = "/v1/repositories/raw";

async function files(nexus: EmbeddedNexus, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { Authorization: `Basic ${btoa("admin:admin123")}`, ...init.headers };
  return fetch(`${nexus.url}/repository/${path}`, { ...init, headers });
}

const put = (nexus: EmbeddedNexus, path: string, body: string) => files(nexus, path, { method: "PUT", body });

async function blobStore(nexus: EmbeddedNexus): Promise<unknown> {
  return ((await ask(nexus, "GET", "/v1/blobstores")).body as unknown as unknown[])[0];
}

describe("files of a repository", () => {
  test("are downloaded whole, in ranges, by HEAD and conditionally", async () => {
    const nexus = await nexusWith();
    await ask(nexus, "POST", `${RAW}/hosted`, hosted("r"));
    expect((await put(nexus, "r/a/h.txt", "hello world\n")).status).toBe(201);
    const whole = await files(nexus, "r/a/h.txt");
    const etag = '"22596363b3de40b06f981fb85d82312e8c0ed511"';
    expect([whole.status, whole.headers.get("etag"), await whole.text()]).toEqual([200, etag, "hello world\n"]);
    const head = await files(nexus, "r/a/h.txt", { method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "12", ""]);
    const part = async (range: string) => {
      const response = await files(nexus, "r/a/h.txt", { headers: { Range: range } });
      return [response.status, response.headers.get("content-range"), await response.text()];
    };
    expect(await part("bytes=2-4")).toEqual([206, "bytes 2-4/12", "llo"]);
    expect(await part("bytes=-4")).toEqual([206, "bytes 8-11/12", "rld\n"]);
    expect(await part("bytes=6-99")).toEqual([206, "bytes 6-11/12", "world\n"]);
    expect((await part("bytes=90-"))[0]).toBe(416);
    expect((await part("bytes=0-1,3-4"))[0]).toBe(200);
    const again = async (headers: Record<string, string>) => (await files(nexus, "r/a/h.txt", { headers })).status;
    expect(await again({ "If-None-Match": etag })).toBe(304);
    expect(await again({ "If-None-Match": '"another"' })).toBe(200);
    expect(await again({ "If-Modified-Since": whole.headers.get("last-modified") ?? "" })).toBe(304);
  });

  test("are refused with the reason in the status line", async () => {
    const nexus = await nexusWith();
    const storage = { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW_ONCE" };
    await ask(nexus, "POST", `${RAW}/hosted`, hosted("r", { storage }));
    await put(nexus, "r/a.txt", "one");
    const refused = await put(nexus, "r/a.txt", "two");
    expect([refused.status, refused.statusText]).toEqual([400, "r/a.txt cannot be updated"]);
    expect((await files(nexus, "none/a.txt")).statusText).toBe("Repository not found");
  });

  test("are counted by their blob store also after they are deleted", async () => {
    const nexus = await nexusWith();
    await ask(nexus, "POST", `${RAW}/hosted`, hosted("r"));
    await put(nexus, "r/a.txt", "one");
    await put(nexus, "r/b.txt", "three");
    expect(await blobStore(nexus)).toMatchObject({ blobCount: 2, totalSizeInBytes: 8 });
    await files(nexus, "r/a.txt", { method: "DELETE" });
    expect(await blobStore(nexus)).toMatchObject({ blobCount: 2, totalSizeInBytes: 8 });
  });

  test("are kept in the data folder, and deleted with their repository", async () => {
    const data = mkdtempSync(join(tmpdir(), "nexus-data-"));
    onTestFinished(() => rmSync(data, { recursive: true }));
    const first = await nexusWith({ data });
    await ask(first, "POST", `${RAW}/hosted`, hosted("r"));
    await ask(first, "POST", `${RAW}/group`, group("g", ["r"]));
    await put(first, "r/a.txt", "one");
    await put(first, "r/b.txt", "two");
    await files(first, "r/b.txt", { method: "DELETE" });
    await first.stop();
    const second = await nexusWith({ data });
    expect(await (await files(second, "g/a.txt")).text()).toBe("one");
    expect((await files(second, "r/b.txt")).status).toBe(404);
    await ask(second, "DELETE", "/v1/repositories/r");
    await ask(second, "POST", `${RAW}/hosted`, hosted("r"));
    expect((await files(second, "r/a.txt")).status).toBe(404);
  });
});
