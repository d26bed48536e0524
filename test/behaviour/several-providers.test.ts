import { expect, it } from "vitest";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";

/** Creates a stack with a role that a Provider of the stack's own Nexus declares. */
async function createWithProvider() {
  const environment = await createTestEnvironment({ program: "" });
  const { stack, nexus } = environment;
  const provider = (name: string, url = nexus.url) =>
    `const ${name} = new Provider("${name}", { url: "${url}", username: "admin", password: "admin123" });`;
  stack.program(
    createProgram(`${provider("p")} new Role("old", { roleId: "r", description: "first" }, { provider: p });`),
  );
  expect((await stack.up()).code).toBe(0);
  return { ...environment, provider };
}

const kept = 'role "r": not deleted: another resource of this program manages it';

it("keeps an object whose resource moves to the stack's own Nexus and is renamed, while its Provider is removed", async () => {
  const { stack, manual } = await createWithProvider();
  stack.program(createProgram(`new Role("renamed", { roleId: "r", description: "first" });`));
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(run.output).toContain(kept);
  expect(await manual.get("/v1/security/roles/r")).toMatchObject({ description: "first" });
  expect((await stack.up()).counts).toEqual({ unchanged: 2 });

  // The record of the run before does not count.
  stack.program(createProgram(""));
  expect((await stack.up()).code).toBe(0);
  expect(await manual.exists("/v1/security/roles/r")).toBe(false);
});

it("keeps an object whose resource moves to another Provider of the same URL and is renamed", async () => {
  const { stack, nexus, manual, provider } = await createWithProvider();
  const q = provider("q", `${nexus.url}/`);
  stack.program(createProgram(`${provider("p")} ${q} new Role("renamed", { roleId: "r" }, { provider: q });`));
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(run.output).toContain(kept);
  expect(await manual.exists("/v1/security/roles/r")).toBe(true);
});

it("deletes an object whose name another Nexus of the program still has", async () => {
  const { stack, manual } = await createWithProvider();
  const other = await createTestEnvironment({ program: "" });
  stack.program(
    createProgram(`
      const q = new Provider("q", { url: "${other.nexus.url}", username: "admin", password: "admin123" });
      new Role("renamed", { roleId: "r" }, { provider: q });`),
  );
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(await manual.exists("/v1/security/roles/r")).toBe(false);
  expect(await other.manual.exists("/v1/security/roles/r")).toBe(true);
});
