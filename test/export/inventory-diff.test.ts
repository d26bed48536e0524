import { describe, expect, it } from "vitest";
import type { Inventory } from "../../src/estate/estate.ts";
import { diffInventories } from "../../src/export/inventory-diff.ts";
import { getIdentity } from "../../src/model/kind.ts";
import type { Fields } from "../../src/util/json.ts";
import { getKind } from "../support/resource-stack.ts";

function inventory(objects: [string, Fields][], unreadable: Inventory["unreadable"] = []): Inventory {
  const declarations = objects.map(([name, fields]) => {
    const kind = getKind(name);
    return { kind, resource: getIdentity(kind, fields), fields };
  });
  return { declarations, unreadable };
}

const files: Fields = { name: "files", url: "https://a.example/repository/files", online: true, format: "raw" };
const mirror = (remoteUrl: string): [string, Fields] => ["raw-proxy", { name: "mirror", proxy: { remoteUrl } }];

describe("diffInventories", () => {
  it("ignores ids, dates, URLs and the order of unordered lists", () => {
    const a = inventory([
      ["raw-hosted", files],
      ["role", { roleId: "r", privileges: ["a", "b"] }],
      ["task-blobstore-compact", { id: "1", type: "blobstore.compact", name: "c", startDate: "2026-01-01T02:00:00Z" }],
      ["capability-audit", { id: "x", type: "audit", notes: "Automatically added on Mon", properties: {} }],
      [
        "privilege-repository-view",
        { name: "nx-repository-view-raw-files-read", readOnly: true, type: "repository-view" },
      ],
    ]);
    const b = inventory([
      ["role", { roleId: "r", privileges: ["b", "a"], roles: [], description: null }],
      ["raw-hosted", { ...files, url: "https://b.example/repository/files", cleanup: null }],
      ["task-blobstore-compact", { id: "2", type: "blobstore.compact", name: "c", startDate: "2026-07-01T02:00:00Z" }],
      ["capability-audit", { id: "y", type: "audit", notes: "Automatically added on Tue", properties: {} }],
    ]);
    expect(diffInventories(a, b)).toEqual({ onlyA: [], onlyB: [], different: [], same: 4, notCompared: [] });
  });

  it("reports objects that only one has, and differing fields", () => {
    const a = inventory([
      ["raw-hosted", { ...files, storage: { writePolicy: "ALLOW" } }],
      mirror("https://a.example"),
      ["role", { roleId: "r" }],
    ]);
    const b = inventory([
      ["raw-hosted", { ...files, online: false, storage: { writePolicy: "DENY" } }],
      mirror("https://b.example"),
      ["script", { name: "s" }],
    ]);
    expect(diffInventories(a, b)).toMatchObject({
      onlyA: [{ kind: "role", noun: "role", name: "r" }],
      onlyB: [{ kind: "script", noun: "script", name: "s" }],
      different: [
        {
          name: "files",
          fields: [
            { path: "online", a: true, b: false },
            { path: "storage.writePolicy", a: "ALLOW", b: "DENY" },
          ],
        },
        { name: "mirror", fields: [{ path: "proxy.remoteUrl", a: "https://a.example", b: "https://b.example" }] },
      ],
      same: 0,
    });
    expect(diffInventories(a, b, false).different.map(({ name }) => name)).toEqual(["files"]);
  });

  it("reports objects of two kinds under one name", () => {
    const a = inventory([["raw-hosted", files]]);
    const b = inventory([["npm-hosted", { ...files, format: "npm" }]]);
    expect(diffInventories(a, b).different).toMatchObject([
      { name: "files", fields: [{ path: "", a: "raw hosted repository", b: "npm hosted repository" }] },
    ]);
  });

  it("redacts secrets", () => {
    const hook = (secret: string): [string, Fields] => [
      "capability-webhook-global",
      { type: "webhook.global", properties: { names: ["audit"], url: "https://h.example", secret } },
    ];
    const any = (password: string): [string, Fields] => [
      "task",
      { type: "some.task", name: "t", properties: { password } },
    ];
    const diff = diffInventories(
      inventory([hook("s3cr3t-1"), any("s3cr3t-2"), mirror("https://u:s3cr3t-3@a.example")]),
      inventory([hook("s3cr3t-4"), any("s3cr3t-5"), mirror("https://u:s3cr3t-6@a.example")]),
    );
    expect(diff.different.map(({ name }) => name)).toEqual(["mirror", "some.task t"]);
    expect(JSON.stringify(diff)).not.toContain("s3cr3t");
  });

  it("does not compare families that could not be read", () => {
    const diff = diffInventories(
      inventory([["role", { roleId: "r" }]]),
      inventory([], [{ family: "role", reason: "403" }]),
    );
    expect(diff).toMatchObject({ onlyA: [], notCompared: [{ family: "role", where: "b", reason: "403" }] });
  });

  it("compares objects of the same name one by one", () => {
    const task = (enabled: boolean): [string, Fields] => [
      "task-blobstore-compact",
      { type: "blobstore.compact", name: "c", enabled },
    ];
    const diff = diffInventories(inventory([task(true), task(true)]), inventory([task(true)]));
    expect([diff.onlyA.length, diff.same]).toEqual([1, 1]);
  });
});
