import { describe, expect, it } from "vitest";
import type { Inventory } from "../../src/estate/estate.ts";
import { diffInventories } from "../../src/export/inventory-diff.ts";
import { getIdentity } from "../../src/model/kind.ts";
import type { Fields } from "../../src/util/json.ts";
import { getKind } from "../support/resource-stack.ts";

function inventory(things: [string, Fields][], unseen: Inventory["unreadable"] = []): Inventory {
  const declarations = things.map(([name, fields]) => {
    const kind = getKind(name);
    return { kind, resource: getIdentity(kind, fields), fields };
  });
  return { declarations, unreadable: unseen };
}

const files: Fields = { name: "files", url: "https://a.example/repository/files", online: true, format: "raw" };
const mirror = (remoteUrl: string): [string, Fields] => ["raw-proxy", { name: "mirror", proxy: { remoteUrl } }];

describe("two Nexuses", () => {
  it("are alike whatever their ids, dates, addresses and orders of sets", () => {
    const one = inventory([
      ["raw-hosted", files],
      ["role", { roleId: "r", privileges: ["a", "b"] }],
      ["task-blobstore-compact", { id: "1", type: "blobstore.compact", name: "c", startDate: "2026-01-01T02:00:00Z" }],
      ["capability-audit", { id: "x", type: "audit", notes: "Automatically added on Mon", properties: {} }],
      [
        "privilege-repository-view",
        { name: "nx-repository-view-raw-files-read", readOnly: true, type: "repository-view" },
      ],
    ]);
    const other = inventory([
      ["role", { roleId: "r", privileges: ["b", "a"], roles: [], description: null }],
      ["raw-hosted", { ...files, url: "https://b.example/repository/files", cleanup: null }],
      ["task-blobstore-compact", { id: "2", type: "blobstore.compact", name: "c", startDate: "2026-07-01T02:00:00Z" }],
      ["capability-audit", { id: "y", type: "audit", notes: "Automatically added on Tue", properties: {} }],
    ]);
    expect(diffInventories(one, other)).toEqual({ onlyA: [], onlyB: [], different: [], same: 4, notCompared: [] });
  });

  it("differ in what one of them has, and field by field", () => {
    const one = inventory([
      ["raw-hosted", { ...files, storage: { writePolicy: "ALLOW" } }],
      mirror("https://a.example"),
      ["role", { roleId: "r" }],
    ]);
    const other = inventory([
      ["raw-hosted", { ...files, online: false, storage: { writePolicy: "DENY" } }],
      mirror("https://b.example"),
      ["script", { name: "s" }],
    ]);
    expect(diffInventories(one, other)).toMatchObject({
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
    expect(diffInventories(one, other, false).different.map(({ name }) => name)).toEqual(["files"]);
  });

  it("differ as a whole where a name is of another kind", () => {
    const one = inventory([["raw-hosted", files]]);
    const other = inventory([["npm-hosted", { ...files, format: "npm" }]]);
    expect(diffInventories(one, other).different).toMatchObject([
      { name: "files", fields: [{ path: "", a: "raw hosted repository", b: "npm hosted repository" }] },
    ]);
  });

  it("never show a secret", () => {
    const hook = (secret: string): [string, Fields] => [
      "capability-webhook-global",
      { type: "webhook.global", properties: { names: ["audit"], url: "https://h.example", secret } },
    ];
    const any = (password: string): [string, Fields] => [
      "task",
      { type: "some.task", name: "t", properties: { password } },
    ];
    const found = diffInventories(
      inventory([hook("s3cr3t-1"), any("s3cr3t-2"), mirror("https://u:s3cr3t-3@a.example")]),
      inventory([hook("s3cr3t-4"), any("s3cr3t-5"), mirror("https://u:s3cr3t-6@a.example")]),
    );
    expect(found.different.map(({ name }) => name)).toEqual(["mirror", "some.task t"]);
    expect(JSON.stringify(found)).not.toContain("s3cr3t");
  });

  it("are not compared in what was not seen of one of them", () => {
    const found = diffInventories(
      inventory([["role", { roleId: "r" }]]),
      inventory([], [{ family: "role", reason: "403" }]),
    );
    expect(found).toMatchObject({ onlyA: [], notCompared: [{ family: "role", where: "b", reason: "403" }] });
  });

  it("are compared one by one where several have one name", () => {
    const task = (enabled: boolean): [string, Fields] => [
      "task-blobstore-compact",
      { type: "blobstore.compact", name: "c", enabled },
    ];
    const found = diffInventories(inventory([task(true), task(true)]), inventory([task(true)]));
    expect([found.onlyA.length, found.same]).toEqual([1, 1]);
  });
});
