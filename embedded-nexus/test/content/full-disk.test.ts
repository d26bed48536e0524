/** Full disks: processes whose files cannot grow beyond 4 kB. */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const SOURCE = new URL("../../src/content/", import.meta.url).href;

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "nexus-full-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Runs a module; returns the JSON that it prints. */
async function runLimited(code: string, folder = emptyFolder()): Promise<unknown> {
  const args = ["--input-type=module", "--eval", code, folder, SOURCE];
  const { stdout } = await promisify(execFile)("sh", ["-c", 'ulimit -f 8; exec "$0" "$@"', process.execPath, ...args]);
  return JSON.parse(stdout);
}

test("an upload continues without the chunk that the disk stored only in part", async () => {
  const output = await runLimited(`
    const [, folder, source] = process.argv;
    const { BlobStore } = await import(source + "blob-store.ts");
    const { FolderStorage } = await import(source + "storage.ts");
    const blobs = new BlobStore(new FolderStorage(folder));
    const writer = await blobs.createWriter();
    await writer.append([Buffer.from("one ")]);
    const failed = await writer.append([Buffer.alloc(20_000)]).catch(({ code }) => code);
    const size = writer.size;
    await writer.append([Buffer.from("two")]);
    const { sha256 } = await writer.finish((stored) => stored);
    console.log(JSON.stringify([failed, size, await blobs.readText(sha256)]));
  `);
  expect(output).toEqual(["EFBIG", 4, "one two"]);
});

test("a change that cannot be written is discarded, reads still work and the next change is written", async () => {
  const output = await runLimited(`
    const [, folder, source] = process.argv;
    const { AssetIndex } = await import(source + "asset-index.ts");
    const asset = { size: 1, lastDownloaded: null };
    const file = folder + "/r.jsonl";
    const assets = new AssetIndex(file);
    const codeOf = (work) => { try { work(); } catch ({ code }) { return code; } };
    assets.put("/a", asset);
    const failed = codeOf(() => assets.put("/" + "b".repeat(20_000), asset));
    assets.put("/c", asset);
    for (let n = 0; codeOf(() => assets.put("/" + n, asset)) === undefined; n++);
    const read = codeOf(() => assets.recordDownload("/a", 1e12));
    const [kept, again] = [assets, new AssetIndex(file)].map((of) => of.list().map(([path]) => path));
    console.log(JSON.stringify([failed, read ?? "read", kept.slice(0, 2), kept.length === again.length]));
  `);
  expect(output).toEqual(["EFBIG", "read", ["/a", "/c"], true]);
});

test("a journal that cannot be rewritten is read without its incomplete line", async () => {
  const folder = emptyFolder();
  const lines = Array.from(
    { length: 100 },
    (_, n) => `{"path":"/${n}","asset":{"size":${n},"md5":"${"0".repeat(32)}"}}\n`,
  );
  writeFileSync(join(folder, "r.jsonl"), `${lines.join("")}{"path":"/1","as`);
  const output = await runLimited(
    `
    const [, folder, source] = process.argv;
    const { AssetIndex } = await import(source + "asset-index.ts");
    const assets = new AssetIndex(folder + "/r.jsonl");
    console.log(JSON.stringify([assets.list().length, assets.get("/99").size]));
  `,
    folder,
  );
  expect(output).toEqual([100, 99]);
  expect(readdirSync(folder)).toEqual(["r.jsonl"]);
  expect(readFileSync(join(folder, "r.jsonl"), "utf8")).toBe(lines.join(""));
});
