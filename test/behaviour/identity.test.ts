import { expect, it } from "vitest";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";

it("swaps the names of two objects", async () => {
  const roles = (a: string, b: string) => `
    new Role("a", { roleId: "${a}", description: "first" });
    new Role("b", { roleId: "${b}", description: "second" });`;
  const { stack, manual } = await createTestEnvironment({ program: roles("x", "y") });
  await stack.up();
  stack.program(createProgram(roles("y", "x")));
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(await manual.get("/v1/security/roles/y")).toMatchObject({ description: "first" });
  expect(await manual.get("/v1/security/roles/x")).toMatchObject({ description: "second" });
  expect((await stack.up()).counts).toEqual({ unchanged: 3 });
});

it("refuses two names that differ only in case", async () => {
  const { stack, manual } = await createTestEnvironment({ program: `new raw.Hosted("files");` });
  await manual.send("POST", "/v1/repositories/raw/hosted", {
    name: "Files",
    online: true,
    storage: { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW" },
  });
  const run = await stack.preview();
  expect(run.code).not.toBe(0);
  expect(run.output).toContain('Nexus has a repository "Files" and does not distinguish names by case');
});

it("reads everything again after a change of the stack's URL", async () => {
  const { stack, manual } = await createTestEnvironment({ program: `new Role("r");` });
  await stack.up();
  const other = await createTestEnvironment({ program: "" });
  await stack.configure({ url: other.nexus.url });
  const run = await stack.up();
  expect(run.counts).toMatchObject({ updated: 1 });
  expect(await other.manual.exists("/v1/security/roles/r")).toBe(true);
  expect(await manual.exists("/v1/security/roles/r")).toBe(true);
});
