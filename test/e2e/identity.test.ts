import { copyFileSync } from "node:fs";
import { join } from "node:path";
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
  expect(requests.filter((request) => !request.startsWith("GET"))).toEqual([]);
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

it("keeps objects, and the record of their adoption, in a move to another stack with pulumi state move", async () => {
  const roles = `new Role("ours"); new Role("theirs");`;
  const { stack, manual, recordRequests } = await createCliEnvironment({ program: roles });
  await manual.send("POST", "/v1/security/roles", { id: "theirs", name: "theirs" });
  await stack.up();
  await stack.runOrThrow("stack", "init", "second");
  copyFileSync(join(stack.folder, "Pulumi.test.yaml"), join(stack.folder, "Pulumi.second.yaml"));
  const urns = (await stack.readResources()).map(({ urn }) => urn);
  await stack.runOrThrow("state", "move", "--source", "test", "--dest", "second", "--yes", ...urns);
  const requests = await recordRequests(async () => {
    stack.program(createProgram(""));
    expect((await stack.up()).code).toBe(0);
    stack.program(createProgram(roles));
    const run = await stack.pulumi("up", "--yes", "--skip-preview", "--stack", "second");
    expect(run.counts, run.output).toEqual({ unchanged: 3 });
  });
  expect(requests.filter((request) => !request.startsWith("GET"))).toEqual([]);
  const { output } = await stack.runOrThrow("stack", "export", "--stack", "second");
  expect(output.match(/"__adopted": true/g)).toHaveLength(1);
});
