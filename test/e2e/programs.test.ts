import { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { startNexus } from "nexus-embedded";
import { describe, expect, it, onTestFinished } from "vitest";
import { neverCleaned } from "../../src/estate/invariants.ts";
import { assertInvariants, docker, raw } from "../../src/index.ts";
import { CliStack } from "../support/stack/cli-stack.ts";
import { createCliEnvironment, createProgram } from "../support/stack/test-environment.ts";

it("declares two Nexuses in one program, with references within each", async () => {
  const other = await createCliEnvironment({ program: "" });
  const { stack, manual } = await createCliEnvironment({
    program: `
      const shared = new Provider("shared", { url: "${other.nexus.url}", username: "admin", password: pulumi.secret("admin123") });
      class Team extends pulumi.ComponentResource {
        constructor(name: string, options: pulumi.ComponentResourceOptions) {
          super("test:Team", name, {}, options);
          new Role("inherited", {}, { parent: this });
        }
      }
      const files = new raw.Hosted("files");
      const theirs = new raw.Hosted("theirs", { name: "files", storage: { writePolicy: "DENY" } }, { provider: shared });
      new Role("reader", { privileges: files.privileges("read") });
      new Role("their-reader", { roleId: "reader", privileges: theirs.privileges("browse") }, { provider: shared });
      new Team("team", { providers: [shared] });`,
  });
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(await manual.get("/v1/repositories/raw/hosted/files")).toMatchObject({
    storage: { writePolicy: "ALLOW_ONCE" },
  });
  expect(await other.manual.get("/v1/repositories/raw/hosted/files")).toMatchObject({
    storage: { writePolicy: "DENY" },
  });
  expect(await manual.exists("/v1/security/roles/inherited")).toBe(false);
  expect(await other.manual.exists("/v1/security/roles/inherited")).toBe(true);
  await other.manual.send("DELETE", "/v1/security/roles/reader");
  expect((await stack.refresh()).counts).toMatchObject({ deleted: 1 });
  expect((await stack.up()).counts).toMatchObject({ created: 1 });
  expect(stack.readStateFile()).not.toContain("admin123");
  // A declaration for one Nexus does not exist in another.
  stack.program(
    createProgram(`
      const shared = new Provider("shared", { url: "${other.nexus.url}", username: "admin", password: "admin123" });
      new raw.Hosted("files");
      new raw.Group("all", { group: { memberNames: ["files"] } }, { provider: shared });`),
  );
  expect((await stack.preview()).output).toContain(
    'all (raw:Group) group.memberNames[0]: repository "files" is not declared',
  );
});

it("a Provider ignores NEXUS_USERNAME and NEXUS_PASSWORD, which belong to the stack's Nexus", async () => {
  const { stack, nexus } = await createCliEnvironment({ program: "" });
  stack.program(
    createProgram(
      `const p = new Provider("p", { url: "${nexus.url}", username: "admin", password: "admin123" }); new Role("r", {}, { provider: p });`,
    ),
  );
  const run = await stack.pulumiWith({ NEXUS_PASSWORD: "wrong" }, "up", "--yes", "--skip-preview", "--stack", "test");
  expect(run.code, run.output).toBe(0);
});

describe("a value that is unknown in a preview", () => {
  // An output of another provider's resource, unknown until that is created.
  const later = `
    class Later extends pulumi.dynamic.Resource {
      declare readonly text: pulumi.Output<string>;
      constructor(name: string, text: string) {
        super({ create: async (inputs: { value: string }) => ({ id: "1", outs: { text: inputs.value } }) }, name, { value: text, text: undefined });
      }
    }`;

  it("is accepted in a name, a list, an enum and a block", async () => {
    const { stack, manual } = await createCliEnvironment({
      program: `${later}
        const name = new Later("name", "late-files").text;
        const policy = new Later("policy", "DENY").text as pulumi.Output<"DENY">;
        const files = new raw.Hosted("files", { name, storage: policy.apply((writePolicy) => ({ writePolicy })) });
        const other = new raw.Hosted("other", { storage: { writePolicy: policy } });
        new raw.Group("all", { group: { memberNames: [files.name, other.name] } });
        new Role("r", { privileges: [...files.privileges("read"), pulumi.interpolate\`nx-repository-view-raw-\${name}-browse\`] });
        new User("u", { roles: ["r"], password: name });`,
    });
    const preview = await stack.preview();
    expect(preview.code, preview.output).toBe(0);
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.get("/v1/repositories/raw/hosted/late-files")).toMatchObject({
      storage: { writePolicy: "DENY" },
    });
    expect(await manual.get("/v1/repositories/raw/group/all")).toMatchObject({
      group: { memberNames: ["late-files", "other"] },
    });
    expect((await stack.up()).counts).toEqual({ unchanged: 8 });
  });

  it("is validated when it is known, before anything is created", async () => {
    const { stack, manual } = await createCliEnvironment({
      program: `${later}
        new raw.Hosted("files", { storage: { writePolicy: new Later("policy", "ALLOW-ONCE").text as any } });`,
    });
    expect((await stack.preview()).code).toBe(0);
    const run = await stack.up();
    expect(run.code).not.toBe(0);
    expect(run.output).toContain('"ALLOW-ONCE" is not one of ALLOW, ALLOW_ONCE, DENY; did you mean "ALLOW_ONCE"?');
    expect(await manual.exists("/v1/repositories/raw/hosted/files")).toBe(false);
  });

  it("does not block a program whose resources wait for each other", async () => {
    const { stack } = await createCliEnvironment({
      program: `${later}
        const files = new raw.Hosted("files");
        const after = new Later("after", "x");
        const dependent = new (class extends pulumi.ComponentResource { constructor() { super("test:C", "c", {}, { dependsOn: [files] }); } })();
        new Role("r", { description: files.urn.apply(() => "known late"), privileges: files.privileges("read") }, { dependsOn: [after, dependent] });`,
    });
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
  });
});

it("a name from a StackReference can be used in a reference, and in a resource declared with it", async () => {
  const { stack, manual } = await createCliEnvironment({
    program: `
      const isSource = pulumi.getStack() === "source";
      export const name = isSource ? "late-files" : "";
      if (!isSource) {
        const known = new pulumi.StackReference("organization/nexus/source").requireOutput("name");
        const files = new raw.Hosted("files", { name: known });
        new Role("reader", { privileges: files.privileges("read") });
        known.apply((member) => new raw.Group("all", { group: { memberNames: [member] } }));
      }`,
  });
  await stack.runOrThrow("stack", "init", "source");
  await stack.runOrThrow("up", "--yes", "--skip-preview", "--stack", "source");
  for (const run of [await stack.preview(), await stack.up()]) expect(run.code, run.output).toBe(0);
  expect(await manual.get("/v1/repositories/raw/group/all")).toMatchObject({ group: { memberNames: ["late-files"] } });
  const destroyed = await stack.destroy("--run-program");
  expect(destroyed.code, destroyed.output).toBe(0);
  expect(await stack.readResources()).toEqual([]);
});

it("an invalid estate stops an inline program, and the same process can run a corrected one", async () => {
  const nexus = await startNexus();
  onTestFinished(() => nexus.stop());
  const folder = await CliStack.open({ program: "" });
  onTestFinished(() => folder.close());
  const run = async (declare: () => void) => {
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: "inline", projectName: "nexus", program: async () => declare() },
      { workDir: folder.folder, envVars: folder.environment },
    );
    await stack.setAllConfig({
      "nexus:url": { value: nexus.url },
      "nexus:username": { value: "admin" },
      "nexus:password": { value: "admin123", secret: true },
    });
    return stack.up();
  };
  const declare = (policyNames: string[]) => () => {
    assertInvariants([neverCleaned("mirror")]);
    new raw.Hosted("files");
    new docker.Hosted("mirror", { cleanup: { policyNames } });
  };
  await expect(run(declare(["old"]))).rejects.toThrow("nothing was changed, because the program has 2 errors");
  expect(nexus.requests).toEqual([]);
  const { summary } = await run(declare([]));
  expect(summary.resourceChanges).toEqual({ create: 2, same: 1 });
});

it("inline programs side by side declare their own resources", async () => {
  const nexus = await startNexus();
  onTestFinished(() => nexus.stop());
  const run = async (stackName: string, declare: () => void) => {
    const folder = await CliStack.open({ program: "" });
    onTestFinished(() => folder.close());
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName, projectName: "nexus", program: async () => declare() },
      { workDir: folder.folder, envVars: folder.environment },
    );
    await stack.setAllConfig({
      "nexus:url": { value: nexus.url },
      "nexus:username": { value: "admin" },
      "nexus:password": { value: "admin123", secret: true },
    });
    return stack.up();
  };
  // Pulumi ends all inline programs of a process with the first one that fails, so these do not fail.
  const results = await Promise.all([
    run("first", () => void new raw.Hosted("files")),
    run("second", () => void new docker.Hosted("apps")),
  ]);
  for (const { summary } of results) expect(summary.resourceChanges).toEqual({ create: 2 });
});
