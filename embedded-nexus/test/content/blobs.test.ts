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
const itself = (stored: BlobInfo) => stored;
const digest = (text: string) => createHash("sha256").update(text).digest("hex");

describe.each([
  ["in memory", () => new MemoryStorage()],
  ["in files", () => new FolderStorage(folder())],
])("blobs %s", (_, place) => {
  test("are kept by their SHA-256, once, and given back whole or in part", async () => {
    const blobs = new BlobStore(place());
    const stored = await blobs.write([bytes("hello "), bytes("world")], itself);
    expect(stored).toEqual({
      sha256: digest("hello world"),
      sha1: createHash("sha1").update("hello world").digest("hex"),
      md5: createHash("md5").update("hello world").digest("hex"),
      size: 11,
    });
    await blobs.write(bytes("hello world"), itself);
    expect([blobs.count, blobs.totalSize]).toEqual([1, 11]);
    expect(await blobs.readText(stored.sha256)).toBe("hello world");
    expect(await new Response(blobs.read(stored.sha256, { first: 4, last: 6 })).text()).toBe("o w");
    const empty = await blobs.write([], itself);
    expect([empty.size, await blobs.readText(empty.sha256)]).toEqual([0, ""]);
  });

  test("an upload grows by and by, and is nothing until it is finished", async () => {
    const blobs = new BlobStore(place());
    const draft = await blobs.createWriter();
    await draft.append([bytes("one ")]);
    await draft.append([bytes("two")]);
    expect([draft.size, draft.sha256(), blobs.count]).toEqual([7, digest("one two"), 0]);
    expect(await draft.finish(itself)).toMatchObject({ sha256: digest("one two"), size: 7 });
    const other = await blobs.createWriter();
    await other.append([bytes("three")]);
    await other.discard();
    expect(blobs.count).toBe(1);
  });

  test("a stream that breaks leaves nothing", async () => {
    const blobs = new BlobStore(place());
    const broken = (async function* () {
      yield bytes("some");
      throw new Error("broken");
    })();
    await expect(blobs.write(broken, itself)).rejects.toThrow("broken");
    expect(blobs.count).toBe(0);
  });

  test("what is used no more goes with a compaction", async () => {
    const blobs = new BlobStore(place());
    const [kept, gone] = [await blobs.write(bytes("kept"), itself), await blobs.write(bytes("gone"), itself)];
    await blobs.compact(new Set([kept.sha256]));
    expect([blobs.has(kept.sha256), blobs.has(gone.sha256), blobs.totalSize]).toEqual([true, false, 4]);
  });

  test("what is just being entered stays, and so does what comes again while it is removed", async () => {
    const blobs = new BlobStore(place());
    const compacted = async (stored: BlobInfo) => {
      await blobs.compact(new Set());
      return stored;
    };
    const { sha256 } = await blobs.write(bytes("new"), compacted);
    expect(await blobs.readText(sha256)).toBe("new");
    await blobs.write(bytes("new"), compacted);
    expect(await blobs.readText(sha256)).toBe("new");
    const draft = await blobs.createWriter();
    await draft.append([bytes("new")]);
    await Promise.all([blobs.compact(new Set()), draft.finish(itself)]);
    expect([blobs.count, await blobs.readText(sha256)]).toEqual([1, "new"]);
    await blobs.compact(new Set());
    expect(blobs.count).toBe(0);
  });
});

test("files are found again, and uploads that were under way are not", async () => {
  const path = folder();
  const first = new BlobStore(new FolderStorage(path));
  const { sha256 } = await first.write(bytes("kept"), itself);
  await (await first.createWriter()).append([bytes("under way")]);
  expect(readdirSync(path)).toHaveLength(2);
  const second = new BlobStore(new FolderStorage(path));
  await second.createWriter();
  expect(readdirSync(path)).toEqual([sha256]);
  expect(await second.readText(sha256)).toBe("kept");
});
