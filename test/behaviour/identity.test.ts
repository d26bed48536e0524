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
  expect(run.output).toMatch(/Nexus was at http\S+ in the last update and is at http\S+ now/);
  expect(await other.manual.exists("/v1/security/roles/r")).toBe(true);
  expect(await manual.exists("/v1/security/roles/r")).toBe(true);
  // The stack has moved.
  expect((await stack.destroy("--run-program")).code).toBe(0);
  expect(await other.manual.exists("/v1/security/roles/r")).toBe(false);
  expect(await manual.exists("/v1/security/roles/r")).toBe(true);
});

it("refuses to delete after the URL got another name of the same host, until an up has used it", async () => {
  const { stack, nexus, manual } = await createTestEnvironment({
    program: `new Role("r"); new RoutingRule("g", { mode: "BLOCK", matchers: ["/x"] });`,
  });
  await stack.up();
  const url = nexus.url.replace("127.0.0.1", "localhost");
  await stack.configure({ url });
  const destroyed = await stack.destroy("--run-program");
  expect(destroyed.code).not.toBe(0);
  expect(destroyed.output).toContain(
    `cannot be deleted: the stack created it in ${nexus.url}, and now connects to ${url}, which may be another Nexus`,
  );
  expect(await manual.exists("/v1/security/roles/r")).toBe(true);
  expect(await stack.readResources()).not.toEqual([]);

  stack.program(createProgram(`new Role("r");`));
  expect((await stack.up()).output).toContain(`routing rule "g" cannot be deleted`);

  stack.program(createProgram(`new Role("r"); new RoutingRule("g", { mode: "BLOCK", matchers: ["/x"] });`));
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect((await stack.readResources()).map(({ outputs }) => outputs?.__adopted)).toEqual([undefined, undefined]);
  expect((await stack.destroy("--run-program")).code).toBe(0);
  expect(await manual.exists("/v1/security/roles/r")).toBe(false);
  expect(await manual.exists("/v1/routing-rules/g")).toBe(false);
});

it("counts different objects that a new Nexus has already as adopted", async () => {
  const { stack } = await createTestEnvironment({ program: `new Role("r", { description: "ours" });` });
  await stack.up();
  const other = await createTestEnvironment({ program: "" });
  await other.manual.send("POST", "/v1/security/roles", { id: "r", name: "r", description: "theirs" });
  await stack.configure({ url: other.nexus.url, keepAdopted: true });
  expect((await stack.up()).code).toBe(0);
  expect((await stack.destroy("--run-program")).code).toBe(0);
  expect(await other.manual.exists("/v1/security/roles/r")).toBe(true);
});

it("refuses another URL and another name in one preview", async () => {
  const { stack, nexus } = await createTestEnvironment({ program: `new Role("r", { roleId: "before" });` });
  await stack.up();
  stack.program(createProgram(`new Role("r", { roleId: "after" });`));
  await stack.configure({ url: nexus.url.replace("127.0.0.1", "localhost") });
  const preview = await stack.preview();
  expect(preview.code).not.toBe(0);
  expect(preview.output).toContain('changes from "before" to "after", and nexus:url from');
});
