import { expect, it } from "vitest";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";

const everything = `
  const files = new raw.Hosted("files");
  new blobStore.File("store");
  new CleanupPolicy("old", { format: "raw", criteriaLastDownloaded: 9 });
  new privilege.Wildcard("p", { pattern: "nexus:users:read" });
  new Role("r");
  new User("u", { roles: ["nx-anonymous"] });
  new ContentSelector("s", { expression: 'format == "raw"' });
  new RoutingRule("rule", { mode: "BLOCK", matchers: ["a"] });`;

const paths = [
  "/v1/repositories/files",
  "/v1/blobstores/store",
  "/internal/cleanup-policies/old",
  "/v1/security/privileges/p",
  "/v1/security/roles/r",
  "/v1/security/users/u",
  "/v1/security/content-selectors/s",
  "/v1/routing-rules/rule",
];

it("detects and recreates objects of every kind that were deleted by hand", async () => {
  const { stack, manual } = await createTestEnvironment({ program: everything });
  await stack.up();
  for (const path of paths) await manual.send("DELETE", path);
  expect((await stack.refresh()).counts).toEqual({ deleted: 8, unchanged: 1 });
  expect((await stack.up()).counts).toEqual({ created: 8, unchanged: 1 });
  expect((await stack.refresh()).counts).toEqual({ unchanged: 9 });
});

it("recreates an object that was deleted by hand and changed in the program, without a refresh", async () => {
  const { stack, manual } = await createTestEnvironment({ program: `new Role("r");` });
  await stack.up();
  await manual.send("DELETE", "/v1/security/roles/r");
  stack.program(createProgram(`new Role("r", { description: "again" });`));
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(run.output).toContain('role "r" was deleted from Nexus; it is created again');
  expect(await manual.get("/v1/security/roles/r")).toMatchObject({ description: "again" });
});

it("accepts that an object to be deleted no longer exists", async () => {
  const { stack, manual } = await createTestEnvironment({ program: everything }, { config: { deleteContent: true } });
  await stack.up();
  for (const path of paths) await manual.send("DELETE", path);
  const run = await stack.destroy();
  expect(run.code, run.output).toBe(0);
});

it("does not treat objects as deleted that the user cannot read", async () => {
  const { stack, manual } = await createTestEnvironment({
    program: `new raw.Hosted("files"); new raw.Hosted("gone"); new Role("r");`,
  });
  await stack.up();
  await manual.send("DELETE", "/v1/repositories/gone");
  // For a user without access to these repositories, Nexus responds 200 with a shorter list, and 404 for each of them.
  await manual.send("POST", "/v1/security/roles", { id: "blind", name: "blind", privileges: ["nx-search-read"] });
  await manual.send("POST", "/v1/security/users", {
    userId: "blind",
    firstName: "b",
    lastName: "b",
    emailAddress: "b@example.org",
    password: "blind",
    status: "active",
    roles: ["blind"],
  });
  const blind = { NEXUS_USERNAME: "blind", NEXUS_PASSWORD: "blind" };
  const run = await stack.withEnvironment(blind).refresh("--run-program");
  expect(run.code).not.toBe(0);
  expect(run.output).toContain(
    'raw hosted repository "files" is hidden from the user "blind", who has no permission to read it: it may or may not exist',
  );
  expect(run.output).toContain(
    "GET /service/rest/v1/security/roles?source=default: 403: The user has no permission for this",
  );
  // A deleted object is distinguished from a hidden one.
  const ids = (await stack.readResources()).map(({ id }) => id);
  expect(ids).toContain("files");
  expect(ids).toContain("r");
  expect(ids).not.toContain("gone");
});

it("keeps the state if credentials are wrong or Nexus is unreachable", async () => {
  const { stack, nexus } = await createTestEnvironment({ program: `new Role("r");` });
  await stack.up();
  const wrong = await stack.withEnvironment({ NEXUS_PASSWORD: "wrong" }).refresh();
  expect(wrong.code).not.toBe(0);
  expect(wrong.output).toMatch(
    /401: Invalid credentials \(user "\w+" at http:\S+\)\. Check nexus:username and nexus:password/,
  );
  await nexus.stop();
  const unreachable = await stack.refresh();
  expect(unreachable.code).not.toBe(0);
  expect(unreachable.output).toContain(`Connection refused: nothing listens at ${nexus.url}`);
  expect((await stack.readResources()).map(({ id }) => id)).toContain("r");
});
