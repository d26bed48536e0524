import { expect, it, onTestFinished } from "vitest";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";

const broken = `
  assertInvariants([invariants.neverCleaned("mirror")]);
  const fine = new raw.Hosted("fine");
  new Role("r", { privileges: [...fine.privileges("read"), "nx-repository-view-raw-fin-read"] });
  new docker.Hosted("mirror", { docker: { httpPort: 5000 }, cleanup: { policyNames: ["old"] } });
  new docker.Hosted("apps", { docker: { httpPort: 5000 } });
  new raw.Group("all", { group: { memberNames: ["apps", "all"] } });`;

const findings = [
  'r (nexus:Role) privileges[1]: privilege "nx-repository-view-raw-fin-read" is not declared; did you mean "nx-repository-view-raw-fine-read"?',
  'mirror (docker:Hosted) cleanup.policyNames[0]: cleanup policy "old" is not declared',
  "apps (docker:Hosted) docker.httpPort: connector port 5000 is also used by mirror (docker:Hosted)",
  'all (raw:Group) group.memberNames[0]: "apps" is a docker repository',
  'all (raw:Group) group.memberNames[1]: "all" is the group itself',
  'mirror (docker:Hosted) cleanup.policyNames: violates the invariant "mirror is never cleaned": contains old',
];

it("an invalid estate stops preview and up, lists all violations and changes nothing", async () => {
  const { stack, recordRequests } = await createTestEnvironment({ program: broken });
  const requests = await recordRequests(async () => {
    for (const run of [await stack.preview(), await stack.up()]) {
      expect(run.code).not.toBe(0);
      expect(run.output).toContain("nothing was changed, because the program has 6 errors:");
      for (const finding of findings) expect(run.output).toContain(`  - ${finding}`);
      // Printed once a run, without a stack trace.
      expect(run.output.split("error: nothing was changed").length - 1).toBeLessThanOrEqual(2);
      expect(run.output).not.toContain("    at ");
    }
  });
  expect(requests).toEqual([]);
  expect(await stack.readResources()).toEqual([]);
});

it("an invalid estate deletes no existing object", async () => {
  const { stack, recordRequests } = await createTestEnvironment({ program: `new Role("r"); new Role("s");` });
  await stack.up();
  stack.program(createProgram(`new Role("s", { roles: ["nowhere"] });`));
  const requests = await recordRequests(async () => {
    expect((await stack.up()).code).not.toBe(0);
  });
  expect(requests).toEqual([]);
  expect((await stack.readResources()).map(({ id }) => id).toSorted()).toContain("r");
});

it("a probable mistake that Nexus accepts is a warning of preview and up, and shown once", async () => {
  const { stack } = await createTestEnvironment({
    program: `
      new Realms("realms", { active: ["NexusAuthenticatingRealm"] });
      const packages = new npm.Hosted("packages");
      await new Promise((created) => packages.id.apply(created));
      new ContentSelector("jars", { expression: 'format == "maven"' });`,
  });
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  // The CLI prints a message as progress and among the diagnostics.
  for (const warning of [
    'realms (nexus:Realms) active: does not contain "NpmToken"; without it, packages (npm:Hosted) supports no npm login, only _auth',
    'jars (nexus:ContentSelector) expression: matches nothing: "maven" is not a format; use "maven2"',
  ])
    expect([2, 3]).toContain(run.output.split(`warning: ${warning}`).length);
});

it.each([
  ["ci@build", "root@build-host", "x@local"],
  ["a_b@x_y", '"a b"@x', "a@[127.0.0.1]"],
])("accepts the e-mail addresses that Nexus accepts: %s, %s, %s", async (user, from, alert) => {
  const { stack, manual } = await createTestEnvironment({
    program: `
      new User("ci", { roles: ["nx-anonymous"], emailAddress: ${JSON.stringify(user)} });
      new Email("mail", { host: "mail.example", port: 25, fromAddress: ${JSON.stringify(from)} });
      new task.BlobstoreCompact("compact", { properties: { blobstoreName: "default" }, alertEmail: ${JSON.stringify(alert)} });`,
  });
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(await manual.get("/v1/security/users?userId=ci")).toMatchObject([{ emailAddress: user }]);
  expect(await manual.get("/v1/email")).toMatchObject({ fromAddress: from });
});

it("accepts a repodataDepth above the documented 5, as Nexus does", async () => {
  const { stack, manual } = await createTestEnvironment({
    program: `new yum.Hosted("rpms", { yum: { repodataDepth: 10 } });`,
  });
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(await manual.get("/v1/repositories/yum/hosted/rpms")).toMatchObject({ yum: { repodataDepth: 10 } });
});

it("resources declared later are validated together with the earlier ones", async () => {
  const { stack, manual } = await createTestEnvironment({
    program: `
      const first = new raw.Hosted("first");
      await new Promise((created) => first.id.apply(created));
      new Role("late", { privileges: first.privileges("read") });
      new raw.Hosted("Second", { name: "FIRST" });`,
  });
  const run = await stack.up();
  expect(run.code).not.toBe(0);
  expect(run.output).toContain(
    'Second (raw:Hosted) name: repository "FIRST" is also declared by first (raw:Hosted) as "first"',
  );
  expect(await manual.exists("/v1/security/roles/late")).toBe(false);
});

it("a plain name creates a dependency like a reference, also with --parallel 1", async () => {
  const { stack } = await createTestEnvironment({
    program: `
      new User("u", { roles: ["r"] });
      new Role("r", { privileges: ["p", "nx-repository-view-raw-files-read"], roles: ["inner"] });
      new privilege.RepositoryContentSelector("p", { format: "raw", repository: "all", contentSelector: "s", actions: ["READ"] });
      new raw.Group("all", { group: { memberNames: ["files"] } });
      new ContentSelector("s", { expression: 'format == "raw"' });
      new Role("inner");
      new raw.Hosted("files", { storage: { blobStoreName: "store" }, cleanup: { policyNames: ["old"] } });
      new blobStore.File("store");
      new CleanupPolicy("old", { format: "raw", criteriaLastDownloaded: 9 });`,
  });
  const run = await stack.up("--parallel", "1");
  expect(run.code, run.output).toBe(0);
  const made = (await stack.readResources()).map(({ urn }) => urn.split("::").at(-1) ?? "");
  const before = (first: string, second: string) => expect(made.indexOf(first)).toBeLessThan(made.indexOf(second));
  for (const [first, second] of [
    ["store", "files"],
    ["old", "files"],
    ["files", "all"],
    ["all", "p"],
    ["s", "p"],
    ["p", "r"],
    ["inner", "r"],
    ["r", "u"],
  ] as const)
    before(first, second);
  const gone = await stack.destroy();
  expect(gone.code, gone.output).toBe(0);
});

it("reports an unsupported Node.js release in one line", async () => {
  const { default: run } = (await import(`${"../../index.js"}`)) as { default: () => Promise<unknown> };
  const { versions } = process;
  Object.defineProperty(process, "versions", { value: { ...versions, node: "20.20.2" }, configurable: true });
  onTestFinished(() => {
    Object.defineProperty(process, "versions", { value: versions, configurable: true });
  });
  // The module reads the version when it is loaded.
  const { default: onOld } = (await import(`${"../../index.js"}?old`)) as { default: () => Promise<unknown> };
  await expect(onOld()).rejects.toThrow("nexus-iac needs Node.js 22.18 or later; this is 20.20.2");
  expect(run).toBeTypeOf("function");
});
