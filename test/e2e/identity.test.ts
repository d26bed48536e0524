import { expect, it } from "vitest";
import { forStack } from "./support/command.ts";
import { program, scene } from "./support/scene.ts";

const reader = 'privileges: files.privileges("browse", "read")';

it("keeps an object whose resource is renamed or moved into a component", async () => {
  const { stack, hand, during } = await scene({
    program: `
      const files = new raw.Hosted("files");
      new Role("reader", { ${reader} });
      new User("u", { roles: ["reader"] });`,
  });
  await stack.up();
  const roleBefore = await hand.get("/v1/security/roles/reader");
  stack.program(
    program(`
      class Team extends pulumi.ComponentResource { constructor(name: string) { super("test:Team", name); } }
      const team = new Team("team");
      const files = new raw.Hosted("renamed", { name: "files" }, { parent: team });
      new Role("renamed-too", { roleId: "reader", ${reader} });
      new User("u", { roles: ["reader"] }, { parent: team });`),
  );
  const preview = await stack.preview();
  expect(preview.output).toContain('raw hosted repository "files": adopts the existing object, no changes');
  expect(preview.output).toContain('role "reader": adopts the existing object, no changes');
  const requests = await during(async () => {
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(run.output).toContain('role "reader": not deleted: another resource of this program manages it');
  });
  // The user's password cannot be compared: it was made by the old resource, and a new one is set.
  expect(requests.filter((request) => !request.startsWith("GET"))).toEqual([
    "PUT /v1/security/users/u/change-password",
  ]);
  expect(await hand.get("/v1/security/roles/reader")).toEqual(roleBefore);
  expect(await hand.has("/v1/repositories/raw/hosted/files")).toBe(true);
  expect((await stack.up()).counts).toEqual({ unchanged: expect.any(Number) });
});

it("creates the replacement before the deletion, so users keep their access", async () => {
  const { stack, hand, during } = await scene({
    program: `new Role("before"); new User("u", { roles: ["before"] });`,
  });
  await stack.up();
  stack.program(
    program(`const role = new Role("before", { roleId: "after" }); new User("u", { roles: [role.roleId] });`),
  );
  const reviewed = await forStack(stack, ["review", "--stack", stack.stack]);
  expect(JSON.parse(reviewed.file("review.json")).summary).toMatchObject({ create: 1, update: 1, delete: 1 });
  const requests = await during(async () => {
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(run.counts).toMatchObject({ updated: 1, replaced: 1 });
  });
  expect(requests.filter((request) => !request.startsWith("GET"))).toEqual([
    "POST /v1/security/roles",
    "PUT /v1/security/users/u",
    "DELETE /v1/security/roles/before",
  ]);
  expect(await hand.get("/v1/security/users?userId=u")).toMatchObject([{ roles: ["after"] }]);
});

it("swaps the names of two objects", async () => {
  const roles = (a: string, b: string) => `
    new Role("a", { roleId: "${a}", description: "first" });
    new Role("b", { roleId: "${b}", description: "second" });`;
  const { stack, hand } = await scene({ program: roles("x", "y") });
  await stack.up();
  stack.program(program(roles("y", "x")));
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(await hand.get("/v1/security/roles/y")).toMatchObject({ description: "first" });
  expect(await hand.get("/v1/security/roles/x")).toMatchObject({ description: "second" });
  expect((await stack.up()).counts).toEqual({ unchanged: 3 });
});

it("refuses two names that differ only in case", async () => {
  const { stack, hand } = await scene({ program: `new raw.Hosted("files");` });
  await hand.send("POST", "/v1/repositories/raw/hosted", {
    name: "Files",
    online: true,
    storage: { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW" },
  });
  const run = await stack.preview();
  expect(run.code).not.toBe(0);
  expect(run.output).toContain('Nexus has a repository "Files" and does not distinguish names by case');
});

it("reads everything again after a change of the stack's URL", async () => {
  const { stack, hand } = await scene({ program: `new Role("r");` });
  await stack.up();
  const other = await scene({ program: "" });
  await stack.configure({ url: other.nexus.url });
  const run = await stack.up();
  expect(run.counts).toMatchObject({ updated: 1 });
  expect(await other.hand.has("/v1/security/roles/r")).toBe(true);
  expect(await hand.has("/v1/security/roles/r")).toBe(true);
});
