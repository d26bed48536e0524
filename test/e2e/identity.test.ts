import { expect, it } from "vitest";
import { createCliEnvironment, createProgram } from "../support/stack/test-environment.ts";
import { runForStack } from "./support/stack-command.ts";

const reader = 'privileges: files.privileges("browse", "read")';

it("keeps an object whose resource is renamed or moved into a component", async () => {
  const { stack, manual, recordRequests } = await createCliEnvironment({
    program: `
      const files = new raw.Hosted("files");
      new Role("reader", { ${reader} });
      new User("u", { roles: ["reader"] });`,
  });
  await stack.up();
  const roleBefore = await manual.get("/v1/security/roles/reader");
  stack.program(
    createProgram(`
      class Team extends pulumi.ComponentResource { constructor(name: string) { super("test:Team", name); } }
      const team = new Team("team");
      const files = new raw.Hosted("renamed", { name: "files" }, { parent: team });
      new Role("renamed-too", { roleId: "reader", ${reader} });
      new User("u", { roles: ["reader"] }, { parent: team });`),
  );
  const preview = await stack.preview();
  expect(preview.output).toContain('raw hosted repository "files": adopts the existing object, no changes');
  expect(preview.output).toContain('role "reader": adopts the existing object, no changes');
  const requests = await recordRequests(async () => {
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(run.output).toContain('role "reader": not deleted: another resource of this program manages it');
  });
  // The new resource cannot know the password that the old one generated, so it sets a new one.
  expect(requests.filter((request) => !request.startsWith("GET"))).toEqual([
    "PUT /v1/security/users/u/change-password",
  ]);
  expect(await manual.get("/v1/security/roles/reader")).toEqual(roleBefore);
  expect(await manual.exists("/v1/repositories/raw/hosted/files")).toBe(true);
  expect((await stack.up()).counts).toEqual({ unchanged: expect.any(Number) });
});

it("creates the replacement before the deletion, so users keep their access", async () => {
  const { stack, manual, recordRequests } = await createCliEnvironment({
    program: `new Role("before"); new User("u", { roles: ["before"] });`,
  });
  await stack.up();
  stack.program(
    createProgram(`const role = new Role("before", { roleId: "after" }); new User("u", { roles: [role.roleId] });`),
  );
  const reviewed = await runForStack(stack, ["review", "--stack", stack.stack]);
  expect(JSON.parse(reviewed.readReport("review.json")).summary).toMatchObject({ create: 1, update: 1, delete: 1 });
  const requests = await recordRequests(async () => {
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(run.counts).toMatchObject({ updated: 1, replaced: 1 });
  });
  expect(requests.filter((request) => !request.startsWith("GET"))).toEqual([
    "POST /v1/security/roles",
    "PUT /v1/security/users/u",
    "DELETE /v1/security/roles/before",
  ]);
  expect(await manual.get("/v1/security/users?userId=u")).toMatchObject([{ roles: ["after"] }]);
});
