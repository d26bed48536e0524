import { expect, it } from "vitest";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";

const hostedBody = (name: string) => ({
  name,
  online: true,
  storage: { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW" },
});

it("deletes repositories that Nexus brings, shows that in the preview, and keeps them away", async () => {
  const program = `for (const name of ["maven-public", "maven-central", "never-existed"]) absent.repository(name);`;
  const { stack, manual } = await createTestEnvironment({ program });
  const preview = await stack.preview();
  expect(preview.output).toContain('maven proxy repository "maven-central" is declared absent: deletes it from Nexus');
  expect(await manual.exists("/v1/repositories/maven-central")).toBe(true);
  const up = await stack.up();
  expect(up.code, up.output).toBe(0);
  for (const name of ["maven-public", "maven-central", "never-existed"])
    expect(await manual.exists(`/v1/repositories/${name}`)).toBe(false);
  expect(await manual.exists("/v1/repositories/maven-releases")).toBe(true);
  expect((await stack.up()).counts).toEqual({ unchanged: 4 });
});

it("reports an object that is there again, and deletes it with the next update", async () => {
  const { stack, manual } = await createTestEnvironment({ program: `absent.repository("files");` });
  await stack.up();
  await manual.send("POST", "/v1/repositories/raw/hosted", hostedBody("files"));
  const refresh = await stack.refresh();
  expect(refresh.counts, refresh.output).toMatchObject({ updated: 1 });
  const up = await stack.up();
  expect(up.counts, up.output).toMatchObject({ updated: 1 });
  expect(await manual.exists("/v1/repositories/files")).toBe(false);
  expect((await stack.refresh()).counts).toEqual({ unchanged: 2 });
});

it("refuses to delete a hosted repository with content unless that is allowed", async () => {
  const program = (options: string) => `absent.repository("files"${options});`;
  const { stack, manual, nexus } = await createTestEnvironment({ program: program("") });
  await manual.send("POST", "/v1/repositories/raw/hosted", hostedBody("files"));
  const authorization = `Basic ${Buffer.from("admin:admin123").toString("base64")}`;
  await fetch(`${nexus.url}/repository/files/a/b.txt`, { method: "PUT", headers: { authorization }, body: "content" });
  for (const run of [await stack.preview(), await stack.up()]) {
    expect(run.code).not.toBe(0);
    expect(run.output).toContain(
      'raw hosted repository "files" has 1 component, which would be lost. allowContentLoss: true allows that',
    );
  }
  expect(await manual.exists("/v1/repositories/files")).toBe(true);
  stack.program(createProgram(program(", { allowContentLoss: true }")));
  expect((await stack.up()).code).toBe(0);
  expect(await manual.exists("/v1/repositories/files")).toBe(false);
});

it("leaves Nexus as it is after the declaration was removed", async () => {
  const { stack, manual } = await createTestEnvironment({ program: `absent.role("former");` });
  await stack.up();
  stack.program(createProgram(""));
  expect((await stack.up()).counts).toMatchObject({ deleted: 1 });
  await manual.send("POST", "/v1/security/roles", { id: "former", name: "former", privileges: [], roles: [] });
  expect((await stack.up()).counts).toEqual({ unchanged: 1 });
  expect(await manual.exists("/v1/security/roles/former")).toBe(true);
});

it("deletes objects of every family, first those that refer to the others", async () => {
  const objects = `
    const store = new blobStore.File("scratch");
    const policy = new CleanupPolicy("old", { format: "raw", criteriaLastBlobUpdated: 30 });
    const rule = new RoutingRule("rule", { mode: "BLOCK", matchers: ["^/x"] });
    new raw.Hosted("files", { storage: { blobStoreName: store.name }, cleanup: { policyNames: [policy.name] } });
    const selector = new ContentSelector("selector", { expression: 'format == "raw"' });
    const content = new privilege.RepositoryContentSelector("content", {
      actions: ["READ"], contentSelector: selector.name, format: "raw", repository: "*" });
    const reader = new Role("reader", { privileges: [content.name] });
    new User("bob", { firstName: "b", lastName: "b", emailAddress: "b@x.example", roles: [reader.roleId], password: "s3cret-bob" });`;
  const absences = `
    absent.blobStore("scratch"); absent.cleanupPolicy("old"); absent.routingRule("rule"); absent.repository("files");
    absent.contentSelector("selector"); absent.privilege("content"); absent.role("reader"); absent.user("bob");`;
  const { stack, manual, nexus } = await createTestEnvironment({ program: objects });
  const created = await stack.up();
  expect(created.code, created.output).toBe(0);
  const second = await createTestEnvironment({ program: absences }, { config: { url: nexus.url } });
  const up = await second.stack.up();
  expect(up.code, up.output).toBe(0);
  const paths = [
    "blobstores/file/scratch",
    "repositories/files",
    "routing-rules/rule",
    "security/content-selectors/selector",
  ];
  for (const path of [...paths, "security/privileges/content", "security/roles/reader"])
    expect(await manual.exists(`/v1/${path}`), path).toBe(false);
  expect(await manual.get("/v1/security/users?userId=bob")).toEqual([]);
});

it("refuses to delete the own user and built-in roles", async () => {
  const { stack, manual } = await createTestEnvironment({ program: `absent.user("admin");` });
  const ofUser = await stack.preview();
  expect(ofUser.code).not.toBe(0);
  expect(ofUser.output).toContain('user "admin" cannot be deleted: this program logs in as this user');
  stack.program(createProgram(`absent.role("nx-admin");`));
  const ofRole = await stack.preview();
  expect(ofRole.code).not.toBe(0);
  expect(ofRole.output).toContain('role "nx-admin" is built in, and Nexus does not allow its deletion');
  expect(await manual.get("/v1/security/users?userId=admin")).toHaveLength(1);
});

it("refuses an absent object that the program declares, refers to, or lists as existing", async () => {
  const { stack } = await createTestEnvironment({
    program: `
      absent.repository("files");
      new raw.Hosted("files");
      absent.repository("maven-central");
      new maven.Group("all", { group: { memberNames: ["maven-central"] } });
      absent.role("legacy");
      existing.role("legacy");`,
  });
  const preview = await stack.preview();
  expect(preview.code).not.toBe(0);
  expect(preview.output).toContain("files (raw:Hosted) name: is also declared absent, by files (absent:Repository)");
  expect(preview.output).toContain(
    'all (maven:Group) group.memberNames[0]: repository "maven-central" is declared absent',
  );
  expect(preview.output).toContain('legacy (absent:Role): role "legacy" is also listed as existing');
});

it("refuses a name that a transformation sets, as the program was validated with another one", async () => {
  const { stack, manual } = await createTestEnvironment({
    program: `
      pulumi.runtime.registerStackTransformation(({ props, opts }) => ({ props: { ...props, name: "maven-central" }, opts }));
      absent.repository("former");`,
  });
  const up = await stack.up();
  expect(up.code).not.toBe(0);
  expect(up.output).toContain("name is not as the resource declares it");
  expect(await manual.exists("/v1/repositories/maven-central")).toBe(true);
});
