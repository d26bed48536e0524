/** Two stacks that run at the same time on one Nexus, and an operator who changes objects by hand during a run. */
import { expect, onTestFinished } from "vitest";
import { itInFull } from "../support/scope.ts";
import { CliStack } from "../support/stack/cli-stack.ts";
import { createCliEnvironment, createProgram } from "../support/stack/test-environment.ts";

/** Declares repositories in a group of the stack's own, and a repository and a role that both stacks declare. */
const declare = (own: string, description: string) => `
  const shared = new raw.Hosted("shared");
  const files = Array.from({ length: 8 }, (_, n) => new raw.Hosted("${own}-" + n));
  new raw.Group("${own}-all", { group: { memberNames: [...files, shared].map(({ name }) => name) } });
  for (const [n, file] of files.entries()) {
    new ContentSelector("${own}-" + n, { expression: 'path =^ "/${own}/"' });
    new Role("${own}-" + n, { description: "${description}", privileges: file.privileges("read") });
  }
  new Role("shared", { privileges: shared.privileges("read") });`;
const count = 28;

itInFull("two stacks create, change and destroy their objects at the same time, and share some", async () => {
  const environment = await createCliEnvironment(
    { program: declare("one", "first") },
    { nexus: { emulateRaces: true }, config: { deleteContent: true, retryFor: 60 } },
  );
  const { nexus, manual } = environment;
  const other = await CliStack.open({
    program: createProgram(declare("two", "first")),
    config: { url: nexus.url, username: "admin", deleteContent: true, retryFor: 60 },
    secrets: { password: "admin123" },
  });
  onTestFinished(() => other.close());
  const stacks = { one: environment.stack, two: other };
  const both = async (operation: "up" | "refresh" | "destroy") => {
    const results = await Promise.all(Object.values(stacks).map((stack) => stack[operation]()));
    for (const { code, output } of results) expect(code, output).toBe(0);
    return results.map(({ counts }) => counts);
  };

  await both("up");
  for (const [own, stack] of Object.entries(stacks)) stack.program(createProgram(declare(own, "second")));
  expect(await both("up")).toEqual(Array(2).fill({ updated: 8, unchanged: count - 8 }));
  expect(await both("refresh")).toEqual(Array(2).fill({ unchanged: count }));
  await both("destroy");
  const names = (await manual.get("/v1/repositories")) as unknown as { name: string }[];
  expect(names.filter(({ name }) => /^(one|two|shared)/.test(name))).toEqual([]);
});

itInFull("an up during which objects are changed and deleted by hand is completed by a refresh and an up", async () => {
  const { stack, nexus, manual } = await createCliEnvironment(
    { program: declare("one", "first") },
    { nexus: { latencyMs: 20 }, config: { deleteContent: true } },
  );
  expect((await stack.up()).code).toBe(0);
  stack.program(createProgram(declare("one", "second")));
  nexus.injectFault({
    method: "PUT",
    path: /roles\/one-2$/,
    onInject: async () => {
      await manual.send("DELETE", "/v1/repositories/one-1");
      await manual.send("DELETE", "/v1/security/roles/one-7");
      await manual.send("DELETE", "/v1/security/content-selectors/one-3");
      await manual.change("/v1/repositories/raw/hosted/one-4", (live) => ({ ...live, online: false }));
    },
  });
  await stack.up();
  expect((await stack.refresh()).code).toBe(0);
  const repaired = await stack.up();
  expect(repaired.code, repaired.output).toBe(0);
  expect((await stack.refresh()).counts).toEqual({ unchanged: count });
  expect((await manual.get("/v1/repositories/raw/group/one-all")).group).toEqual({
    memberNames: [...Array.from({ length: 8 }, (_, n) => `one-${n}`), "shared"],
  });
});
