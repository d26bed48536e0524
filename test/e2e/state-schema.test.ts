/** The library's own keys in a stack's state. `test/e2e/stored-state.test.ts` reads stored states. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { indexStoredNames } from "../../src/model/catalogue.ts";
import { role } from "../../src/model/kinds/role.ts";
import { createCliEnvironment, createProgram } from "../support/stack/test-environment.ts";

it("stores a schema number and no names of other repositories with a connector", async () => {
  const program = `new docker.Hosted("apps", { docker: { httpPort: 5001 } }); new raw.Hosted("files");`;
  const { stack } = await createCliEnvironment({ program });
  await stack.up();
  const apps = (await stack.readResources()).find(({ id }) => id === "apps");
  for (const stored of [apps?.inputs, apps?.outputs])
    expect(Object.keys(stored ?? {}).filter((key) => key.startsWith("__"))).toEqual([
      "__nexus",
      "__provider",
      "__schema",
    ]);
});

it("refuses a state that a newer version stored, and changes nothing", async () => {
  const { stack, manual } = await createCliEnvironment({ program: `new Role("r");` });
  await stack.up();
  const { output: state } = await stack.runOrThrow("stack", "export", "--stack", stack.stack);
  const file = join(stack.folder, "newer.json");
  writeFileSync(file, state.replaceAll('"__schema": 1', '"__schema": 2'));
  await stack.runOrThrow("stack", "import", "--stack", stack.stack, "--file", file);
  stack.program(createProgram(`new Role("r", { description: "changed" });`));
  for (const run of [await stack.up(), await stack.refresh(), await stack.destroy()]) {
    expect(run.code).not.toBe(0);
    expect(run.output).toContain(
      `role "r": a newer version of nexus-iac stored it (schema 2; this version reads up to 1). Install the version that wrote the stack's state`,
    );
  }
  expect(await manual.get("/v1/security/roles/r")).not.toMatchObject({ description: "changed" });
});

it("keeps a resource whose kind has another token than when it was stored", async () => {
  const resource = new URL("../../src/resources/resource.ts", import.meta.url).pathname;
  const kind = new URL("../../src/model/kinds/role.ts", import.meta.url).pathname;
  const { stack } = await createCliEnvironment({ program: `new Role("r");` });
  await stack.up();
  stack.program(`
    import { NamedResource } from ${JSON.stringify(resource)};
    import { role } from ${JSON.stringify(kind)};
    const renamed = { ...role, token: "security:Role", formerly: [{ name: "role", token: role.token }] };
    new NamedResource(renamed, "r", { roleId: "r" });`);
  const run = await stack.up();
  expect(run.counts, run.output).toEqual({ unchanged: 2 });
  expect((await stack.readResources()).map(({ type }) => type)).toEqual(["pulumi-nodejs:security:Role"]);
});

it("finds a kind by the name that an earlier release stored", () => {
  const renamed = { ...role, name: "security-role", formerly: [{ name: "role", token: role.token }] };
  const kinds = indexStoredNames([renamed]);
  expect(kinds.get("role")).toBe(renamed);
  expect(kinds.get("security-role")).toBe(renamed);
});
