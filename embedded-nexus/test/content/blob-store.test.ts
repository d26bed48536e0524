import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type BlobInfo, BlobStore } from "../../src/content/blob-store.ts";
import { FolderStorage, MemoryStorage } from "../../src/content/storage.ts";

const folders: string[] = [];

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "nexus-blobs-"));
  folders.push(path);
  return path;
}

afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true });
});

const bytes = (text: string) => new TextEncoder().encode(text);
const returnBlob = (blob: BlobInfo) => blob;
const digest = (text: string) => createHash("sha256").update(text).digest("hex");

describe.each([
  ["in memory", () => new MemoryStorage()],
  ["in a folder", () => new FolderStorage(folder())],
])("a blob store %s", (_, createStorage) => {
  test("stores equal bytes once and reads them whole or in part", async () => {
    const blobs = new BlobStore(createStorage());
    const stored = await blobs.write([bytes("hello "), bytes("world")], returnBlob);
    expect(stored).toEqual({
      sha256: digest("hello world"),
      sha1: createHash("sha1").update("hello world").digest("hex"),
      md5: createHash("md5").update("hello world").digest("hex"),
      size: 11,
    });
    await blobs.write(bytes("hello world"), returnBlob);
    expect([blobs.count, blobs.totalSize]).toEqual([1, 11]);
    expect(await blobs.readText(stored.sha256)).toBe("hello world");
    expect(await new Response(blobs.read(stored.sha256, { first: 4, last: 6 })).text()).toBe("o w");
    const empty = await blobs.write([], returnBlob);
    expect([empty.size, await blobs.readText(empty.sha256)]).toEqual([0, ""]);
  });

  test("counts a blob only once its writer is finished", async () => {
    const blobs = new BlobStore(createStorage());
    const writer = await blobs.createWriter();
    await writer.append([bytes("one ")]);
    await writer.append([bytes("two")]);
    expect([writer.size, writer.sha256(), blobs.count]).toEqual([7, digest("one two"), 0]);
    expect(await writer.finish(returnBlob)).toMatchObject({ sha256: digest("one two"), size: 7 });
    const other = await blobs.createWriter();
    await other.append([bytes("three")]);
    await other.discard();
    expect(blobs.count).toBe(1);
  });

  test("stores nothing of a stream that fails", async () => {
    const blobs = new BlobStore(createStorage());
    const broken = (async function* () {
      yield bytes("some");
      throw new Error("broken");
    })();
    await expect(blobs.write(broken, returnBlob)).rejects.toThrow("broken");
    expect(blobs.count).toBe(0);
  });

  test("removes unused blobs when it is compacted", async () => {
    const blobs = new BlobStore(createStorage());
    const [kept, gone] = [await blobs.write(bytes("kept"), returnBlob), await blobs.write(bytes("gone"), returnBlob)];
    await blobs.compact(new Set([kept.sha256]));
    expect([blobs.has(kept.sha256), blobs.has(gone.sha256), blobs.totalSize]).toEqual([true, false, 4]);
  });

  test("keeps blobs that are being registered, or stored again, during a compaction", async () => {
    const blobs = new BlobStore(createStorage());
    const compacted = async (stored: BlobInfo) => {
      await blobs.compact(new Set());
      return stored;
    };
    const { sha256 } = await blobs.write(bytes("new"), compacted);
    expect(await blobs.readText(sha256)).toBe("new");
    await blobs.write(bytes("new"), compacted);
    expect(await blobs.readText(sha256)).toBe("new");
    const writer = await blobs.createWriter();
    await writer.append([bytes("new")]);
    await Promise.all([blobs.compact(new Set()), writer.finish(returnBlob)]);
    expect([blobs.count, await blobs.readText(sha256)]).toEqual([1, "new"]);
    await blobs.compact(new Set());
    expect(blobs.count).toBe(0);
  });
});

test("a folder: finds the blobs of a previous process and removes its unfinished uploads", async () => {
  const path = folder();
  const first = new BlobStore(new FolderStorage(path));
  const { sha256 } = await first.write(bytes("kept"), returnBlob);
  await (await first.createWriter()).append([bytes("under way")]);
  expect(readdirSync(path)).toHaveLength(2);
  const second = new BlobStore(new FolderStorage(path));
  await second.createWriter();
  expect(readdirSync(path)).toEqual([sha256]);
  expect(await second.readText(sha256)).toBe("kept");
});
