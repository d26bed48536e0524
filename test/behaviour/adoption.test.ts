import { expect, it } from "vitest";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";

const estate = `
  const retain = new CleanupPolicy("retain", { format: "raw", criteriaLastDownloaded: 30 });
  const files = new raw.Hosted("files", { storage: { writePolicy: "ALLOW_ONCE" }, cleanup: { policyNames: [retain.name] } });
  const role = new Role("reader", { privileges: files.privileges("browse", "read") });
  new User("bot", { roles: [role.roleId], password: "as-declared" });
  new AnonymousAccess("anonymous", { enabled: false });`;

/** Creates a stack and, manually, some of its objects with other values. */
async function createWithExisting(options = {}) {
  const environment = await createTestEnvironment({ program: estate }, options);
  const { manual } = environment;
  await manual.send("POST", "/v1/repositories/raw/hosted", {
    name: "files",
    online: false,
    storage: { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW" },
  });
  await manual.send("POST", "/v1/security/roles", {
    id: "reader",
    name: "Their reader",
    privileges: ["nx-search-read"],
  });
  await manual.send("POST", "/v1/security/users", {
    userId: "bot",
    firstName: "b",
    lastName: "b",
    emailAddress: "b@example.org",
    password: "theirs",
    status: "active",
    roles: ["nx-anonymous"],
  });
  return environment;
}

it("adopts existing objects, changes the fields that differ, and the preview lists them", async () => {
  const { stack, manual } = await createWithExisting();
  const preview = await stack.preview();
  expect(preview.output).toContain(
    'raw hosted repository "files": adopts the existing object, changes storage.writePolicy, cleanup.policyNames',
  );
  expect(preview.output).toContain('role "reader": adopts the existing object, changes privileges');
  expect(preview.output).toContain('user "bot": adopts the existing object, changes roles');
  expect(preview.output).toContain("anonymous access: changes enabled");
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(run.counts).toEqual({ created: 6 });
  expect(await manual.get("/v1/repositories/raw/hosted/files")).toMatchObject({
    online: false,
    storage: { writePolicy: "ALLOW_ONCE" },
    cleanup: { policyNames: ["retain"] },
  });
  const role = await manual.get("/v1/security/roles/reader");
  expect(role.name).toBe("Their reader");
  expect((role.privileges as string[]).toSorted()).toEqual([
    "nx-repository-view-raw-files-browse",
    "nx-repository-view-raw-files-read",
  ]);
  expect(await manual.acceptsLogin("bot", "as-declared")).toBe(true);
  expect((await stack.refresh()).counts).toEqual({ unchanged: 6 });
  expect((await stack.up()).counts).toEqual({ unchanged: 6 });
});

it("sends no write for existing objects that equal their declaration", async () => {
  const { stack, nexus, recordRequests } = await createTestEnvironment({ program: estate });
  await stack.up();
  // Another stack with the same declarations.
  const other = await createTestEnvironment({ program: estate });
  await other.stack.configure({ url: nexus.url });
  const preview = await other.stack.preview();
  expect(preview.output).toContain('role "reader": adopts the existing object, no changes');
  const requests = await recordRequests(() => other.stack.up());
  expect(requests.filter((request) => !request.startsWith("GET"))).toEqual([]);
  expect((await other.stack.refresh()).counts).toEqual({ unchanged: 6 });
});

it("refuses existing objects with onConflict fail, before anything is changed", async () => {
  const { stack, recordRequests } = await createWithExisting({ config: { onConflict: "fail" } });
  const requests = await recordRequests(async () => {
    const preview = await stack.preview();
    expect(preview.code).not.toBe(0);
    expect(preview.output).toMatch(
      /Nexus already has a (raw hosted repository "files"|role "reader"|user "bot"), and onConflict is "fail"/,
    );
  });
  expect(requests.filter((request) => !request.startsWith("GET"))).toEqual([]);
});

it("follows the resource's onConflict before the stack's", async () => {
  const { stack, manual } = await createTestEnvironment({ program: `new Role("r", { onConflict: "fail" });` });
  await manual.send("POST", "/v1/security/roles", { id: "r", name: "r" });
  expect((await stack.up()).output).toContain('Nexus already has a role "r", and onConflict is "fail"');
  stack.program(createProgram(`new Role("r");`));
  expect((await stack.up()).counts).toMatchObject({ created: 1 });
});

it("sends no request with nexus:offline, and reports an unreadable Nexus once", async () => {
  const { stack, recordRequests } = await createWithExisting({ config: { offline: true } });
  const requests = await recordRequests(async () => {
    const preview = await stack.preview();
    expect(preview.code, preview.output).toBe(0);
    expect(preview.output).not.toContain("adopts");
  });
  expect(requests).toEqual([]);
  await stack.configure({ offline: false, url: "http://127.0.0.1:1" });
  const preview = await stack.preview();
  expect(preview.code, preview.output).toBe(0);
  const notices = preview.output.split("\n").filter((line) => line.startsWith("    Cannot read from Nexus"));
  expect(notices).toHaveLength(1);
  expect(notices[0]).toMatch(
    /; the preview does not show existing objects that would be adopted: GET .*: Connection refused: nothing listens at http:\/\/127.0.0.1:1; no success in 2 s \(nexus:retryFor\)$/,
  );
});
