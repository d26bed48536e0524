/** Values that are not known when the program declares a resource: outputs of other stacks and resources, and asynchronous calls. */
import { expect, it } from "vitest";
import { createTestEnvironment } from "../support/stack/test-environment.ts";

/** Returns an Output that is known later than all declarations of the turn, as an output of a StackReference. */
const later = `
  const later = <T>(value: T) => pulumi.output(new Promise<T>((resolve) => setTimeout(() => resolve(value), 50)));`;

it("a name that becomes known late can be used in a reference, and in a resource declared with it", async () => {
  const { stack, manual } = await createTestEnvironment({
    program: `${later}
      const name = later("late-files");
      const files = new raw.Hosted("files", { name });
      new Role("reader", { privileges: files.privileges("read") });
      name.apply((known) => new raw.Group("all", { group: { memberNames: [known] } }));`,
  });
  for (const run of [await stack.preview(), await stack.up()]) expect(run.code, run.output).toBe(0);
  expect(await manual.get("/v1/repositories/raw/group/all")).toMatchObject({ group: { memberNames: ["late-files"] } });
  const created = (await stack.readResources()).map(({ urn }) => urn.split("::").at(-1) ?? "");
  expect(created.indexOf("files")).toBeLessThan(created.indexOf("all"));
  expect((await stack.up()).counts).toEqual({ unchanged: 4 });
  const destroyed = await stack.destroy("--run-program");
  expect(destroyed.code, destroyed.output).toBe(0);
  expect(await stack.readResources()).toEqual([]);
});

it("a resource whose value becomes known late is validated before it is registered", async () => {
  const { stack, manual } = await createTestEnvironment({
    program: `${later}
      new raw.Hosted("files");
      const late = later({ name: "FILES", storage: { writePolicy: "ALLOW-ONCE" as any }, role: "nowhere" });
      new raw.Hosted("same", { name: late.name, storage: late.storage });
      new Role("reader", { roles: [late.role] });`,
  });
  for (const run of [await stack.preview(), await stack.up()]) {
    expect(run.code).not.toBe(0);
    expect(run.output).toMatch(/nothing (more )?was changed, because the program has 3 errors:/);
    expect(run.output).toContain(
      'same (raw:Hosted) storage.writePolicy: "ALLOW-ONCE" is not one of ALLOW, ALLOW_ONCE, DENY; did you mean "ALLOW_ONCE"?',
    );
    expect(run.output).toContain('same (raw:Hosted) name: repository "FILES" is also declared by files (raw:Hosted)');
    expect(run.output).toContain('reader (nexus:Role) roles[0]: role "nowhere" is not declared');
  }
  expect(await manual.exists("/v1/security/roles/reader")).toBe(false);
});

it("a late value that is rejected ends the program with its reason", async () => {
  const { stack } = await createTestEnvironment({
    program: `
      const failing = new Promise<string>((_, reject) => setTimeout(() => reject(new pulumi.RunError("no such output")), 50));
      new raw.Hosted("files", { name: failing });`,
  });
  const run = await stack.up();
  expect(run.code).not.toBe(0);
  expect(run.output).toContain("no such output");
});

it("an invariant about a repository whose name becomes known late is checked when it is known", async () => {
  const program = (cleanup: string) => `${later}
      assertInvariants([invariants.neverCleaned("late-files")]);
      new raw.Hosted("files", { name: later("late-files"), ${cleanup} });`;
  const kept = await createTestEnvironment({ program: program("cleanup: { policyNames: [] }") });
  for (const run of [await kept.stack.preview(), await kept.stack.up()]) expect(run.code, run.output).toBe(0);
  const cleaned = await createTestEnvironment({ program: program("") });
  for (const run of [await cleaned.stack.preview(), await cleaned.stack.up()]) {
    expect(run.code).not.toBe(0);
    expect(run.output).toContain(
      'files (raw:Hosted) cleanup.policyNames: violates the invariant "late-files is never cleaned": is not set',
    );
  }
  expect(await cleaned.manual.exists("/v1/repositories/raw/hosted/late-files")).toBe(false);
});

it("an invariant about a value that becomes known late is checked when it is known", async () => {
  const program = (policy: string) => `${later}
    assertInvariants([invariants.immutable("files"), invariants.writtenBy("files", "writers")]);
    const files = new raw.Hosted("files", { storage: later({ writePolicy: "${policy}" as const }) });
    new Role("writers", { privileges: later(["nx-repository-view-raw-files-edit"]) });`;
  const immutable = await createTestEnvironment({ program: program("ALLOW_ONCE") });
  for (const run of [await immutable.stack.preview(), await immutable.stack.up()]) expect(run.code, run.output).toBe(0);
  const mutable = await createTestEnvironment({ program: program("ALLOW") });
  const run = await mutable.stack.up();
  expect(run.code).not.toBe(0);
  expect(run.output).toContain('violates the invariant "files is immutable": is "ALLOW"; use ALLOW_ONCE or DENY');
  expect(await mutable.manual.exists("/v1/repositories/raw/hosted/files")).toBe(false);
});

it("a reference to a resource that is declared later gets the advice to declare it before", async () => {
  const { stack } = await createTestEnvironment({
    program: `
      new raw.Group("all", { group: { memberNames: ["files"] } });
      await new Promise(() => {});
      new raw.Hosted("files");`,
  });
  const run = await stack.preview();
  expect(run.code).not.toBe(0);
  expect(run.output).toContain(
    'all (raw:Group) group.memberNames[0]: repository "files" is not declared; if the program declares it after an await or in apply, declare it earlier; if it already exists in Nexus, use existing.repository("files")',
  );
});

it("a plain name of a resource whose name is not known yet gets the advice to use its output", async () => {
  const { stack } = await createTestEnvironment({
    program: `${later}
      new raw.Hosted("files", { name: later("late-files") });
      new raw.Group("all", { group: { memberNames: ["late-files"] } });`,
  });
  const run = await stack.preview();
  expect(run.code).not.toBe(0);
  expect(run.output).toContain(
    'repository "late-files" is not declared; if it is the name of files (raw:Hosted), which is not known yet, use the output of that resource',
  );
});

it("the invariants of an estate without resources are checked", async () => {
  const { stack } = await createTestEnvironment({
    program: `export default estate({ invariants: [invariants.neverCleaned("mirror")], declare() { new raw.Hosted("mirror", { cleanup: { policyNames: [] } }); } })();`,
  });
  const first = await stack.up();
  expect(first.code, first.output).toBe(0);
  stack.program(`
    import { estate, invariants } from "nexus-iac";
    export default estate({ invariants: [invariants.neverCleaned("mirror")], declare() {} })();`);
  for (const run of [await stack.preview(), await stack.up()]) {
    expect(run.code).not.toBe(0);
    expect(run.output).toContain(
      'violates the invariant "mirror is never cleaned": repository "mirror" is not declared',
    );
  }
  expect(await stack.readResources()).toHaveLength(1);
});
