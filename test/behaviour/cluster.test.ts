/** Tests a Nexus of two nodes (Pro), where a node knows changes of the other one only after some time. */
import { describe, expect, it } from "vitest";
import { isFields } from "../../src/util/json.ts";
import { createProgram, createTestEnvironment, type ManualClient } from "../support/stack/test-environment.ts";

const lag = 5_000;
const nexus = { edition: "PRO", secondNodeLagMs: lag } as const;
const program = `
  const store = new blobStore.File("store");
  const files = [1, 2, 3, 4].map((n) => new raw.Hosted(\`files-\${n}\`, { storage: { blobStoreName: store.name } }));
  for (const n of [1, 2]) new raw.Group(\`all-\${n}\`, { group: { memberNames: files.map(({ name }) => name) } });
  const role = new Role("role", { privileges: files.flatMap((file) => file.privileges("read")) });
  new User("user", { roles: [role.roleId], password: "as-declared", status: "changepassword" });
  for (const n of [1, 2, 3])
    new task.BlobstoreCompact(\`compact-\${n}\`, { properties: { blobstoreName: store.name }, alertEmail: "a@nexus.example" });
  new capability.CustomS3Regions("regions", { notes: "first", properties: { regions: ["a-1"] } });
  for (const n of [1, 2, 3]) new blobStore.File(\`other-\${n}\`);`;
const count = 17;

/** Returns the e-mail address of each task. */
async function readCompactTasks(manual: ManualClient): Promise<unknown[]> {
  const { items } = await manual.get("/v1/tasks?type=blobstore.compact");
  return (Array.isArray(items) ? items : []).filter(isFields).map(({ alertEmail }) => alertEmail);
}

describe("in a cluster", () => {
  it("resources are created, read, changed and deleted right after each other, without a failure or a duplicate", async () => {
    const {
      stack,
      manual,
      nexus: server,
    } = await createTestEnvironment({ program }, { nexus, config: { deleteContent: true } });
    const created = await stack.up();
    expect(created.code, created.output).toBe(0);
    expect(created.counts).toEqual({ created: count });
    expect(server.requests.some(({ status }) => status === 400)).toBe(true);
    const refreshed = await stack.refresh();
    expect(refreshed.code, refreshed.output).toBe(0);
    expect(refreshed.counts).toEqual({ unchanged: count });

    const second = program
      .replaceAll('"read"', '"browse"')
      .replace(', alertEmail: "a@nexus.example"', "")
      .replace('notes: "first", ', "");
    stack.program(createProgram(second));
    const changed = await stack.up();
    expect(changed.code, changed.output).toBe(0);
    expect(changed.output).not.toContain("was deleted from Nexus");
    await new Promise((resolve) => setTimeout(resolve, lag));
    expect(await readCompactTasks(manual)).toEqual(Array(3).fill(null));
    const destroyed = await stack.destroy();
    expect(destroyed.code, destroyed.output).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, lag));
    expect(await readCompactTasks(manual)).toEqual([]);
    for (const path of ["/v1/repositories/files-1", "/v1/blobstores/file/store", "/v1/security/roles/role"])
      expect(await manual.exists(path), path).toBe(false);
  });

  it("a second run right after a lost state adopts what the first one created", async () => {
    const roles = `for (let n = 0; n < 6; n++) new Role(\`r\${n}\`); new raw.Hosted("files");`;
    const { stack, manual, nexus: server } = await createTestEnvironment({ program: roles }, { nexus });
    await stack.up();
    const other = await createTestEnvironment({ program: roles }, { config: { url: server.url } });
    const run = await other.stack.up();
    expect(run.code, run.output).toBe(0);
    expect((await other.stack.refresh()).counts).toEqual({ unchanged: 8 });
    await expect.poll(() => manual.exists("/v1/security/roles/r5")).toBe(true);
  });

  it("a creation whose response was lost is not repeated while a node may not know it yet", async () => {
    const { stack, nexus: server } = await createTestEnvironment(
      { program: `new task.BlobstoreCompact("compact", { properties: { blobstoreName: "default" } });` },
      { nexus },
    );
    server.injectFault({ method: "POST", path: /tasks$/, replaceResponse: { status: 502 } });
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(server.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/tasks"))).toHaveLength(1);
  });
});
