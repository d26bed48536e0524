/** What ages out, when, and where the space goes: on a clock that is moved. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { EmbeddedNexus } from "../../src/index.ts";
import { ask, hosted, nexusWith } from "../support/nexuses.ts";
import { digestOf, hostedAt, OCI, Registry } from "../support/registries.ts";

const DAY = { days: 1 };

async function policy(nexus: EmbeddedNexus, name: string, criteria: object, format = "docker") {
  const answer = await ask(nexus, "POST", "/internal/cleanup-policies", { name, format, notes: "", ...criteria });
  expect(answer.status).toBe(200);
}

/** A repository of images with a policy. */
async function images(nexus: EmbeddedNexus, name: string, policyNames: readonly string[]): Promise<Registry> {
  const settings = hosted(name, {
    docker: { v1Enabled: false, forceBasicAuth: true, httpPort: 5000 + nexus.requests.length },
    cleanup: { policyNames },
  });
  await ask(nexus, "POST", "/v1/repositories/docker/hosted", settings);
  return Registry.at(nexus, name);
}

async function tags(of: Registry, name: string): Promise<string[]> {
  const response = await of.send("GET", `/${name}/tags/list`);
  return response.ok ? ((await response.json()) as { tags: string[] }).tags : [];
}

async function runTask(nexus: EmbeddedNexus, typeId: string, properties: object) {
  const told = { name: typeId, typeId, enabled: true, alertEmail: "", notificationCondition: "FAILURE" };
  const schedule = { schedule: "manual", recurringDays: [], startDate: null, timeZoneOffset: "+00:00" };
  const call = async (method: string, data: unknown) => {
    const body = JSON.stringify({ action: "coreui_Task", method, data: [data], type: "rpc", tid: 1 });
    const headers = { Authorization: `Basic ${btoa("admin:admin123")}`, "Content-Type": "application/json" };
    const response = await fetch(`${nexus.url}/service/extdirect`, { method: "POST", headers, body });
    return (await response.json()) as { result: { success: boolean; data: { id: string } } };
  };
  const { result } = await call("create", { ...told, ...schedule, properties });
  expect(result.success).toBe(true);
  expect((await call("run", result.data.id)).result.success).toBe(true);
}

async function stored(nexus: EmbeddedNexus): Promise<number> {
  const [store] = (await ask(nexus, "GET", "/v1/blobstores")).body as unknown as { blobCount: number }[];
  return store?.blobCount ?? 0;
}

describe("the nightly cleanup", () => {
  test("removes the tags that nobody pulled for so long, by tag or by digest, and no other repository's", async () => {
    const nexus = await nexusWith();
    await policy(nexus, "unpulled", { criteriaLastDownloaded: 30 });
    const [app, mirror] = [await images(nexus, "app", ["unpulled"]), await images(nexus, "mirror", [])];
    const byDigest = await app.push("a/b", "by-digest");
    for (const tag of ["never", "by-tag"]) await app.push("a/b", tag);
    await mirror.push("a/b", "never");
    await nexus.clock.advance({ days: 20 });
    expect(await app.status("GET", `/a/b/manifests/${byDigest}`)).toBe(200);
    expect(await app.status("GET", "/a/b/manifests/by-tag")).toBe(200);
    await nexus.clock.advance({ days: 9 });
    expect(await tags(app, "a/b")).toEqual(["by-digest", "by-tag", "never"]);
    await nexus.clock.advance({ days: 2 });
    expect(await tags(app, "a/b")).toEqual(["by-digest", "by-tag"]);
    await nexus.clock.advance({ days: 20 });
    expect(await tags(app, "a/b")).toEqual([]);
    expect(await tags(mirror, "a/b")).toEqual(["never"]);
  });

  test("goes by age, by path and by what is newest, all of it together", async () => {
    const nexus = await nexusWith();
    await policy(nexus, "old", {
      criteriaLastBlobUpdated: 3,
      criteriaAssetRegex: "/v2/a/b/.*",
      retain: 1,
      sortBy: "date",
    });
    const app = await images(nexus, "app", ["old"]);
    for (const name of ["a/b", "a/c"]) for (const tag of ["1", "2"]) await app.push(name, tag);
    await nexus.clock.advance({ days: 2 });
    await app.push("a/b", "1", "again");
    await nexus.clock.advance({ days: 10 });
    expect(await tags(app, "a/b")).toEqual(["1"]);
    expect(await tags(app, "a/c")).toEqual(["1", "2"]);
  });

  test("of files takes whole paths, and does nothing for a policy without criteria", async () => {
    const nexus = await nexusWith();
    await policy(nexus, "b", { criteriaAssetRegex: "/x/b.*" }, "raw");
    await policy(nexus, "part", { criteriaAssetRegex: "c" }, "raw");
    await policy(nexus, "nothing", {}, "raw");
    const cleanup = { policyNames: ["b", "part", "nothing"] };
    await ask(nexus, "POST", "/v1/repositories/raw/hosted", hosted("r", { cleanup }));
    const headers = { Authorization: `Basic ${btoa("admin:admin123")}` };
    const file = (method: string, name: string) =>
      fetch(`${nexus.url}/repository/r/x/${name}`, { method, headers, ...(method === "PUT" && { body: name }) });
    for (const name of ["a", "b, c", "c"]) await file("PUT", name);
    const preview = "/internal/cleanup-policies/preview/components/csv?repository=r&criteriaAssetRegex=.*";
    expect(String((await ask(nexus, "GET", preview)).body).split("\n")).toEqual([
      "namespace,name,version,path,blob store name,size",
      "/x,/x/a,,/x/a,,1",
      '/x,"/x/b, c",,"/x/b, c",,4',
      "/x,/x/c,,/x/c,,1",
      "",
    ]);
    const [task] = (await ask(nexus, "GET", "/v1/tasks?type=repository.cleanup")).body.items as unknown as {
      id: string;
    }[];
    expect((await ask(nexus, "POST", `/v1/tasks/${task?.id}/run`)).status).toBe(204);
    expect(
      (await Promise.all(["a", "b, c", "c"].map((name) => file("GET", name)))).map(({ status }) => status),
    ).toEqual([200, 404, 200]);
  });
});

describe("space comes back", () => {
  test("once layers that no tag needs are removed, and their blob store is compacted", async () => {
    const nexus = await nexusWith();
    await hostedAt(nexus, "d");
    await hostedAt(nexus, "e");
    const [one, other] = [Registry.at(nexus, "d"), Registry.at(nexus, "e")];
    await one.push("a/b", "1", "old");
    await one.push("a/b", "2", "shared");
    await other.push("a/b", "2", "shared");
    await one.push("a/b", "3", "kept");
    for (const tag of ["1", "2"]) await one.status("DELETE", `/a/b/manifests/${tag}`);
    const has = async (text: string) => one.status("HEAD", `/a/b/blobs/${digestOf(text)}`);
    await runTask(nexus, "repository.docker.gc", { repositoryName: "d" });
    expect(await has("old")).toBe(200);
    await nexus.clock.advance(DAY);
    await runTask(nexus, "repository.docker.gc", { repositoryName: "d" });
    expect([await has("old"), await has("shared"), await has("kept")]).toEqual([404, 200, 200]);
    expect(await one.status("GET", "/a/b/manifests/3")).toBe(200);
    const before = await stored(nexus);
    await runTask(nexus, "blobstore.compact", { blobstoreName: "default" });
    // The layer, and the manifest that only the removed tag led to.
    expect(await stored(nexus)).toBe(before - 2);
    expect(await other.status("GET", "/a/b/manifests/2")).toBe(200);
  });

  test("and takes no layer from an image that is pushed meanwhile", async () => {
    const data = mkdtempSync(join(tmpdir(), "nexus-data-"));
    onTestFinished(() => rmSync(data, { recursive: true, force: true }));
    const nexus = await nexusWith({ data });
    await hostedAt(nexus, "d");
    const to = Registry.at(nexus, "d");
    for (let n = 0; n < 40; n++) await to.push("a/b", `${n}`);
    await to.push("a/b", "old", "old layer");
    const manifest = await (await to.send("GET", "/a/b/manifests/old")).text();
    await to.status("DELETE", "/a/b/manifests/old");
    await nexus.clock.advance({ days: 2 });
    const collected = runTask(nexus, "repository.docker.gc", { repositoryName: "d" });
    const pushed: number[] = [];
    while (pushed.length < 20) {
      pushed.push(
        await to.status("PUT", `/a/b/manifests/new${pushed.length}`, manifest, { "Content-Type": OCI.manifest }),
      );
    }
    await collected;
    const isThere = await to.status("HEAD", `/a/b/blobs/${digestOf("old layer")}`);
    for (const status of pushed) expect([status, isThere]).toEqual(isThere === 200 ? [201, 200] : [400, 404]);
  });

  test("once uploads that nobody goes on with are removed", async () => {
    const nexus = await nexusWith();
    await hostedAt(nexus, "d");
    const to = Registry.at(nexus, "d");
    const begin = async () => (await to.send("POST", "/a/b/blobs/uploads/")).headers.get("location") ?? "";
    const old = await begin();
    await nexus.clock.advance(DAY);
    const young = await begin();
    await runTask(nexus, "repository.docker.upload-purge", { age: "12" });
    expect([await to.status("GET", old), await to.status("GET", young)]).toEqual([404, 204]);
  });
});
