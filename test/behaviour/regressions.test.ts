/** Tests for former defects. */

import { type FaultResponse, startNexus } from "nexus-embedded";
import { describe, expect, it, onTestFinished } from "vitest";
import { createProgram, createTestEnvironment, ManualClient } from "../support/stack/test-environment.ts";

const role = `new Role("r");`;

describe("equivalent addresses are one Nexus:", () => {
  it("a trailing slash does not replace resources", async () => {
    const { stack, nexus, manual, recordRequests } = await createTestEnvironment({ program: role });
    await stack.up();
    await stack.configure({ url: `${nexus.url.replace("http:", "HTTP:")}/` });
    expect(await recordRequests(() => stack.up())).toEqual([]);
    const run = await stack.destroy("--run-program");
    expect(run.code, run.output).toBe(0);
    expect(await manual.exists("/v1/security/roles/r")).toBe(false);
  });

  it("a move to another Nexus sets the passwords there", async () => {
    const { stack } = await createTestEnvironment({
      program: `new User("u", { roles: ["nx-anonymous"], password: "declared-1" });
        export const made = new User("m", { roles: ["nx-anonymous"] }).password;`,
    });
    await stack.up();
    const other = await startNexus();
    onTestFinished(() => other.stop());
    const there = new ManualClient(other);
    const person = { firstName: "a", lastName: "b", emailAddress: "a@b.example", status: "active" };
    for (const userId of ["u", "m"])
      await there.send("POST", "/v1/security/users", {
        ...person,
        userId,
        roles: ["nx-anonymous"],
        password: "theirs",
      });
    await stack.configure({ url: other.url });
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await there.acceptsLogin("u", "declared-1")).toBe(true);
    expect(await there.acceptsLogin("m", String((await stack.readOutputs()).made))).toBe(true);
  });
});

describe("responses of a proxy or gateway are not taken for Nexus's:", () => {
  const json = { "content-type": "application/json" };
  const page = { "content-type": "text/html" };
  it.each<[string, FaultResponse]>([
    ["a page, 200", { status: 200, body: "<html>Sign in</html>", headers: page }],
    ["its own 404", { status: 404, body: "default backend - 404", headers: { "content-type": "text/plain" } }],
  ])("a deletion answered by a gateway (%s) fails", async (_what, answer) => {
    const { stack, nexus, manual } = await createTestEnvironment({ program: role });
    await stack.up();
    const undo = nexus.injectFault({ method: "DELETE", times: 999, response: answer });
    expect((await stack.destroy()).code).not.toBe(0);
    undo();
    expect(await manual.exists("/v1/security/roles/r")).toBe(true);
    expect(await stack.readResources()).not.toEqual([]);
  });

  it.each<[string, FaultResponse]>([
    ["nothing", { status: 200, body: "" }],
    ["null", { status: 200, body: "null", headers: json }],
    ["half an answer", { status: 200, body: '[{"id":"r","na', headers: json }],
    ["JSON of another service", { status: 200, body: '{"error":"upstream"}', headers: json }],
    ["no list at all", { status: 204 }],
  ])("a list from a gateway (%s) does not mark objects as deleted", async (_what, answer) => {
    const { stack, nexus } = await createTestEnvironment({
      program: `${role} new User("u", { roles: ["r"] }); new blobStore.File("b");
        new CleanupPolicy("p", { format: "raw", criteriaLastDownloaded: 9 });
        new AnonymousAccess("a", { enabled: false }); new Realms("realms", { active: ["NexusAuthenticatingRealm"] });`,
    });
    await stack.up();
    const before = await stack.readResources();
    const undo = nexus.injectFault({
      method: "GET",
      path: /\/(v1|internal)\/(?!status)/,
      times: 999,
      response: answer,
    });
    const run = await stack.refresh();
    undo();
    expect(run.code).not.toBe(0);
    expect(run.output).not.toMatch(/TypeError|SyntaxError/);
    expect((await stack.readResources()).map(({ urn }) => urn)).toEqual(before.map(({ urn }) => urn));
    expect((await stack.refresh()).counts).toEqual({ unchanged: before.length + 1 });
  });
});

describe("the run keeps its own access:", () => {
  it.each([
    ['{ roles: ["nx-admin"], password: "another-1", status: "disabled" }', "is disabled"],
    ['{ roles: ["nx-admin"] }', "is missing"],
  ])("refuses to declare the own user as %s", async (args, words) => {
    const { stack, recordRequests } = await createTestEnvironment({ program: `new User("admin", ${args}); ${role}` });
    const requests = await recordRequests(async () => {
      const run = await stack.up();
      expect(run.code).not.toBe(0);
      expect(run.output).toContain(words);
      expect(run.output).toContain('this program logs in as "admin"');
    });
    expect(requests.filter((request) => request.startsWith("PUT"))).toEqual([]);
  });

  it("changes the own password within a run, and a destroy keeps the own user", async () => {
    const roles = `for (let i = 0; i < 30; i++) new Role("r" + i);`;
    const admin = `new User("admin", { roles: ["nx-admin"], password: "another-1" });`;
    const { stack, manual, nexus } = await createTestEnvironment(
      { program: roles + admin },
      { nexus: { latencyMs: 20 } },
    );
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.acceptsLogin("admin", "another-1")).toBe(true);
    await stack.configure({}, { password: "another-1" });
    expect((await stack.up()).counts).toEqual({ unchanged: 32 });
    const destroyed = await stack.destroy("--run-program");
    expect(destroyed.code, destroyed.output).toBe(0);
    expect(destroyed.output).toContain('user "admin": not deleted, as Nexus refuses it');
    expect(nexus.requests.length).toBeGreaterThan(0);
  });

  it("refuses changes of Nexus's built-in objects in the preview", async () => {
    const { stack } = await createTestEnvironment({
      program: `new Role("nx-anonymous", { privileges: ["nx-search-read"] });`,
    });
    const run = await stack.preview();
    expect(run.code).not.toBe(0);
    expect(run.output).toContain('role "nx-anonymous" is built in and Nexus does not allow changes to it');
  });
});

describe("nothing is changed after an error in the program:", () => {
  it("an estate that throws half-way", async () => {
    const { stack, recordRequests } = await createTestEnvironment({
      program: `export default estate({ declare() { ${role} throw new Error("half-way"); } })();`,
    });
    const requests = await recordRequests(async () => {
      const run = await stack.up();
      expect(run.code).not.toBe(0);
      expect(run.output).toContain("half-way");
    });
    expect(requests).toEqual([]);
  });

  it("a configured password without a user", async () => {
    const { stack, recordRequests } = await createTestEnvironment(
      { program: `export default estate({ declare({ password }) { password("nexus-ci"); ${role} } })();` },
      { secrets: { "passwords.nexus-cl": "secret-1" } },
    );
    const requests = await recordRequests(async () => {
      const run = await stack.up();
      expect(run.code).not.toBe(0);
      expect(run.output).toContain('nexus:passwords.nexus-cl is not used by the estate; did you mean "nexus-ci"?');
    });
    expect(requests).toEqual([]);
  });

  it("two resources with the same name", async () => {
    const { stack, recordRequests } = await createTestEnvironment({
      program: `new Role("r", { roleId: "a" }); new Role("r", { roleId: "b" }); new raw.Hosted("r");`,
    });
    const requests = await recordRequests(async () => {
      const run = await stack.up();
      expect(run.code).not.toBe(0);
      expect(run.output).toContain('r (nexus:Role): the resource name "r" is used twice');
    });
    expect(requests).toEqual([]);
  });
});

describe("references and content are kept:", () => {
  it("keeps content of a component that passes an undefined option", async () => {
    const { stack, manual } = await createTestEnvironment({
      program: `new raw.Hosted("files", {}, { retainOnDelete: undefined });`,
    });
    await stack.up();
    stack.program(createProgram(""));
    expect((await stack.up()).code).toBe(0);
    expect(await manual.exists("/v1/repositories/files")).toBe(true);
  });

  it("adopts an object that was created by hand under a deleted name", async () => {
    const { stack, manual } = await createTestEnvironment({
      program: `new raw.Proxy("files", { proxy: { remoteUrl: "http://upstream.example/" } });`,
    });
    await stack.up();
    await manual.send("DELETE", "/v1/repositories/files");
    const storage = { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW" };
    await manual.send("POST", "/v1/repositories/raw/hosted", { name: "files", online: true, storage });
    stack.program(createProgram(""));
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.exists("/v1/repositories/raw/hosted/files")).toBe(true);
  });

  it("keeps an object that takes the identity of a deleted one", async () => {
    const { stack, manual } = await createTestEnvironment({ program: `new Role("a", { roleId: "x" });` });
    await stack.up();
    stack.program(
      createProgram(`const a = new Role("a", { roleId: "y" }, { deleteBeforeReplace: true });
        new Role("b", { roleId: "x" }, { dependsOn: a });`),
    );
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.exists("/v1/security/roles/x")).toBe(true);
  });

  it("does not restore a privilege that a role gives up while its repository is recreated", async () => {
    const estate = (kind: string, privileges: string, members: string) => `
      new raw.${kind} allowContentLoss: true });
      new raw.Hosted("o"); new raw.Group("g", { group: { memberNames: ${members} } });
      new Role("r", { privileges: ${privileges} });`;
    const edit = "nx-repository-view-raw-files-edit";
    const { stack, nexus, manual } = await createTestEnvironment({
      program: estate(
        `Proxy("files", { proxy: { remoteUrl: "http://upstream.example/" },`,
        `["nx-repository-view-raw-files-read", "${edit}", "nx-healthcheck-read"]`,
        `["files", "o"]`,
      ),
    });
    await stack.up();
    nexus.injectFault({ method: "DELETE", path: /repositories\/files$/, delayMs: 800 });
    nexus.injectFault({ method: "PUT", path: /roles\/r$/, delayMs: 300 });
    stack.program(createProgram(estate(`Hosted("files", {`, `["nx-healthcheck-read"]`, `["o"]`)));
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect((await manual.get("/v1/security/roles/r")).privileges).toEqual(["nx-healthcheck-read"]);
    expect((await manual.get("/v1/repositories/raw/group/g")).group).toEqual({ memberNames: ["o"] });
  });
});

it("an up succeeds after an ignored field was removed by hand", async () => {
  const { stack, manual } = await createTestEnvironment({
    program: `new docker.Hosted("d", { docker: { httpPort: 18082 } }, { ignoreChanges: ["docker"] }); ${role}`,
  });
  await stack.up();
  await manual.change("/v1/repositories/docker/hosted/d", (live) => ({
    ...live,
    docker: { forceBasicAuth: true, v1Enabled: false },
  }));
  await stack.refresh();
  stack.program(
    createProgram(
      `new docker.Hosted("d", { online: false, docker: { httpPort: 18082 } }, { ignoreChanges: ["docker"] }); ${role}`,
    ),
  );
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(await manual.get("/v1/repositories/docker/hosted/d")).toMatchObject({
    online: false,
    docker: { httpPort: null },
  });
});

it("names that contain unknown values are not compared with other names", async () => {
  const { stack } = await createTestEnvironment({
    program: `const q = new Role("q"); new Role("q2", { roleId: q.id.apply((id) => id + "-2"), roles: [q.id] });
      const h = new raw.Hosted("h"); new raw.Group("g2", { group: { memberNames: [h.id] } });
      new raw.Group("g", { name: h.id.apply((id) => id + "-g"), group: { memberNames: ["g2"] } });`,
  });
  for (const run of [await stack.preview(), await stack.up()]) expect(run.code, run.output).toBe(0);
});
