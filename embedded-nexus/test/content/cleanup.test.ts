/** Cleanup policies, garbage collection and compaction, on a clock that is moved forward. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { EmbeddedNexus } from "../../src/index.ts";
import { download, listComponents, requestContent } from "../support/content.ts";
import { ask, hosted, nexusWith } from "../support/nexuses.ts";
import { createDockerHosted, digestOf, OCI, TestRegistry } from "../support/registries.ts";

const DAY = { days: 1 };

async function createPolicy(nexus: EmbeddedNexus, name: string, criteria: object, format = "docker") {
  const response = await ask(nexus, "POST", "/internal/cleanup-policies", { name, format, notes: "", ...criteria });
  expect(response.status).toBe(200);
}

/** Creates a Docker repository with cleanup policies. */
async function createRegistry(
  nexus: EmbeddedNexus,
  name: string,
  policyNames: readonly string[],
): Promise<TestRegistry> {
  const settings = hosted(name, {
    docker: { v1Enabled: false, forceBasicAuth: true, httpPort: 5000 + nexus.requests.length },
    cleanup: { policyNames },
  });
  await ask(nexus, "POST", "/v1/repositories/docker/hosted", settings);
  return TestRegistry.at(nexus, name);
}

async function tags(of: TestRegistry, name: string): Promise<string[]> {
  const response = await of.send("GET", `/${name}/tags/list`);
  return response.ok ? ((await response.json()) as { tags: string[] }).tags : [];
}

async function runTask(nexus: EmbeddedNexus, typeId: string, properties: object) {
  const task = { name: typeId, typeId, enabled: true, alertEmail: "", notificationCondition: "FAILURE" };
  const schedule = { schedule: "manual", recurringDays: [], startDate: null, timeZoneOffset: "+00:00" };
  const call = async (method: string, data: unknown) => {
    const body = JSON.stringify({ action: "coreui_Task", method, data: [data], type: "rpc", tid: 1 });
    const headers = { Authorization: `Basic ${btoa("admin:admin123")}`, "Content-Type": "application/json" };
    const response = await fetch(`${nexus.url}/service/extdirect`, { method: "POST", headers, body });
    return (await response.json()) as { result: { success: boolean; data: { id: string } } };
  };
  const { result } = await call("create", { ...task, ...schedule, properties });
  expect(result.success).toBe(true);
  expect((await call("run", result.data.id)).result.success).toBe(true);
}

async function countBlobs(nexus: EmbeddedNexus): Promise<number> {
  const [store] = (await ask(nexus, "GET", "/v1/blobstores")).body as unknown as { blobCount: number }[];
  return store?.blobCount ?? 0;
}

describe("the nightly cleanup task", () => {
  test("deletes tags that were not pulled for a time, in repositories with the policy only", async () => {
    const nexus = await nexusWith();
    await createPolicy(nexus, "unpulled", { criteriaLastDownloaded: 30 });
    const [app, mirror] = [await createRegistry(nexus, "app", ["unpulled"]), await createRegistry(nexus, "mirror", [])];
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

  test("combines age, path and the number of versions to retain", async () => {
    const nexus = await nexusWith();
    await createPolicy(nexus, "old", {
      criteriaLastBlobUpdated: 3,
      criteriaAssetRegex: "/v2/a/b/.*",
      retain: 1,
      sortBy: "date",
    });
    const app = await createRegistry(nexus, "app", ["old"]);
    for (const name of ["a/b", "a/c"]) for (const tag of ["1", "2"]) await app.push(name, tag);
    await nexus.clock.advance({ days: 2 });
    await app.push("a/b", "1", "again");
    await nexus.clock.advance({ days: 10 });
    expect(await tags(app, "a/b")).toEqual(["1"]);
    expect(await tags(app, "a/c")).toEqual(["1", "2"]);
  });

  test("matches whole paths of files, and ignores a policy without criteria", async () => {
    const nexus = await nexusWith();
    await createPolicy(nexus, "b", { criteriaAssetRegex: "/x/b.*" }, "raw");
    await createPolicy(nexus, "part", { criteriaAssetRegex: "c" }, "raw");
    await createPolicy(nexus, "nothing", {}, "raw");
    const cleanup = { policyNames: ["b", "part", "nothing"] };
    await ask(nexus, "POST", "/v1/repositories/raw/hosted", hosted("r", { cleanup }));
    const headers = { Authorization: `Basic ${btoa("admin:admin123")}` };
    const file = (method: string, name: string) =>
      fetch(`${nexus.url}/repository/r/x/${name}`, { method, headers, ...(method === "PUT" && { body: name }) });
    for (const name of ["a", "b, c", "c"]) await file("PUT", name);
    const preview = "/internal/cleanup-policies/preview/components/csv?repository=r&criteriaAssetRegex=.*";
    const [head, ...rows] = String((await ask(nexus, "GET", preview)).body)
      .trimEnd()
      .split("\n");
    expect(head).toBe("namespace,name,version,path,blob store name,size");
    // Components of the same millisecond have no fixed order.
    expect(rows.toSorted()).toEqual(['/x,"/x/b, c",,"/x/b, c",,4', "/x,/x/a,,/x/a,,1", "/x,/x/c,,/x/c,,1"]);
    const [task] = (await ask(nexus, "GET", "/v1/tasks?type=repository.cleanup")).body.items as unknown as {
      id: string;
    }[];
    expect((await ask(nexus, "POST", `/v1/tasks/${task?.id}/run`)).status).toBe(204);
    expect(
      (await Promise.all(["a", "b, c", "c"].map((name) => file("GET", name)))).map(({ status }) => status),
    ).toEqual([200, 404, 200]);
  });

  test("deletes Maven snapshots that were not downloaded for a time, and keeps releases", async () => {
    const nexus = await nexusWith();
    const policy = { name: "old", format: "maven2", criteriaLastDownloaded: 30, criteriaReleaseType: "PRERELEASES" };
    expect((await ask(nexus, "POST", "/internal/cleanup-policies", policy)).status).toBe(200);
    const settings = { maven: { versionPolicy: "MIXED", layoutPolicy: "STRICT" }, cleanup: { policyNames: ["old"] } };
    await ask(nexus, "POST", "/v1/repositories/maven/hosted", hosted("m", settings));
    const put = async (version: string, file: string) =>
      (await requestContent(nexus, "PUT", `m/org/x/a/${version}/a-${file}.pom`, { body: "<project/>" })).status;
    await put("1.0", "1.0");
    await put("1.0-beta", "1.0-beta");
    await put("1.1-SNAPSHOT", "1.1-20260101.101010-1");
    await put("1.2-SNAPSHOT", "1.2-20260101.101010-1");
    await nexus.clock.advance({ days: 20 });
    await download(nexus, "m/org/x/a/1.2-SNAPSHOT/a-1.2-20260101.101010-1.pom");
    await nexus.clock.advance({ days: 12 });
    expect(await listComponents(nexus, "m")).toEqual([
      "org.x/a/1.0",
      "org.x/a/1.0-beta",
      "org.x/a/1.2-20260101.101010-1",
    ]);
  });
});

describe("storage", () => {
  test("is freed by garbage collection and compaction", async () => {
    const nexus = await nexusWith();
    await createDockerHosted(nexus, "d");
    await createDockerHosted(nexus, "e");
    const [one, other] = [TestRegistry.at(nexus, "d"), TestRegistry.at(nexus, "e")];
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
    const before = await countBlobs(nexus);
    await runTask(nexus, "blobstore.compact", { blobstoreName: "default" });
    // The layer, and the manifest of the removed tag.
    expect(await countBlobs(nexus)).toBe(before - 2);
    expect(await other.status("GET", "/a/b/manifests/2")).toBe(200);
  });

  test("keeps the layers of an image that is pushed during garbage collection", async () => {
    const data = mkdtempSync(join(tmpdir(), "nexus-data-"));
    onTestFinished(() => rmSync(data, { recursive: true, force: true }));
    const nexus = await nexusWith({ data });
    await createDockerHosted(nexus, "d");
    const to = TestRegistry.at(nexus, "d");
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

  test("is freed by deleting unfinished uploads", async () => {
    const nexus = await nexusWith();
    await createDockerHosted(nexus, "d");
    const to = TestRegistry.at(nexus, "d");
    const begin = async () => (await to.send("POST", "/a/b/blobs/uploads/")).headers.get("location") ?? "";
    const old = await begin();
    await nexus.clock.advance(DAY);
    const young = await begin();
    await runTask(nexus, "repository.docker.upload-purge", { age: "12" });
    expect([await to.status("GET", old), await to.status("GET", young)]).toEqual([404, 204]);
  });
});
