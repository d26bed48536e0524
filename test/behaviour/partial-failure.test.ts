/** Tests that a failed operation leaves no change in Nexus that Pulumi does not know. */
import type { EmbeddedNexus } from "nexus-embedded";
import { describe, expect, it } from "vitest";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";

/** A provider that creates and updates its object, and then fails if an input says so. It never reports a difference. */
const handler = `exports.handler = () => {
  const settle = (inputs) => {
    if (!inputs.fails) return inputs;
    throw Object.assign(new Error("half done"), { id: "1", properties: { ...inputs, half: true }, reasons: ["half done"] });
  };
  return {
    check: async (olds, news) => ({ inputs: news, failures: [] }),
    diff: async () => ({ changes: false, replaces: [], deleteBeforeReplace: false }),
    create: async (inputs) => ({ id: "1", outs: settle(inputs) }),
    update: async (id, olds, news) => ({ outs: { ...settle(news), updated: true } }),
    read: async (id, props) => ({ id, props, inputs: props }),
    delete: async () => {},
    configure: async () => {},
  };
};`;

const createThing = (fails: boolean) => `
  import * as pulumi from "@pulumi/pulumi";
  class Thing extends pulumi.CustomResource {
    constructor(name: string, fails: boolean) {
      super("pulumi-nodejs:test:Thing", name, { fails, __provider: ${JSON.stringify(handler)} });
    }
  }
  new Thing("thing", ${fails});`;

it("Pulumi stores the object of a failed operation, and updates it in the next up in any case", async () => {
  const { stack } = await createTestEnvironment({ program: "" });
  stack.program(createThing(true));
  const failed = await stack.up();
  expect(failed.code).not.toBe(0);
  expect(failed.output).toContain("half done");
  expect(await stack.readResources()).toMatchObject([{ id: "1", outputs: { half: true } }]);

  const again = await stack.up();
  expect(again.code).not.toBe(0);

  stack.program(createThing(false));
  const repaired = await stack.up();
  expect(repaired.code, repaired.output).toBe(0);
  expect(repaired.counts).toMatchObject({ updated: 1 });
  expect(await stack.readResources()).toMatchObject([{ id: "1", outputs: { updated: true } }]);
  expect((await stack.up()).counts).toEqual({ unchanged: 2 });
});

const lostAnswer = { status: 504, body: "<html>Gateway time-out</html>", headers: { "content-type": "text/html" } };

describe("after a failed update of a program that is reverted, the next up restores", () => {
  const user = (more: string) =>
    `new Role("small", { privileges: ["nx-search-read"] }); new User("u", { roles: ["${more}"], password: "of-${more}" });`;

  it("a user whose roles were written and whose new password was refused", async () => {
    const { stack, nexus, manual } = await createTestEnvironment({ program: user("small") });
    await stack.up();
    stack.program(createProgram(user("nx-admin")));
    nexus.injectFault({
      method: "PUT",
      path: /change-password/,
      times: 1,
      response: { status: 400, body: "too weak" },
    });
    expect((await stack.up()).code).not.toBe(0);
    expect(await manual.get("/v1/security/users?userId=u")).toMatchObject([{ roles: ["nx-admin"] }]);

    stack.program(createProgram(user("small")));
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.get("/v1/security/users?userId=u")).toMatchObject([{ roles: ["small"] }]);
    expect(await manual.acceptsLogin("u", "of-small")).toBe(true);
    expect((await stack.refresh()).counts).toEqual({ unchanged: 3 });
  });

  it("an object whose update took effect although a gateway answered", async () => {
    const role = (privilege: string, more = "") => `new Role("r", { privileges: ["${privilege}"]${more} });`;
    const { stack, nexus, manual } = await createTestEnvironment({ program: role("nx-search-read") });
    await stack.up();
    stack.program(createProgram(role("nx-all", ', description: "all"')));
    const repair = nexus.injectFault({ method: "PUT", path: /roles\/r$/, times: 99, replaceResponse: lostAnswer });
    expect((await stack.up()).code).not.toBe(0);
    expect(await manual.get("/v1/security/roles/r")).toMatchObject({ privileges: ["nx-all"] });

    repair();
    stack.program(createProgram(role("nx-search-read")));
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    // The description was declared only in the program that failed: it is reset, too.
    expect(await manual.get("/v1/security/roles/r")).toMatchObject({
      privileges: ["nx-search-read"],
      description: "r",
    });
    expect((await stack.up()).counts).toEqual({ unchanged: 2 });
  });

  it.each([false, true])("a secret that Nexus does not return (a refresh between: %s)", async (refreshes) => {
    const email = (password: string) =>
      `new Email("email", { host: "mail.example", port: 25, fromAddress: "nexus@mail.example", username: "nexus", password: "${password}" });`;
    const { stack, nexus, recordRequests } = await createTestEnvironment({ program: email("first") });
    await stack.up();
    stack.program(createProgram(email("second")));
    const repair = nexus.injectFault({ method: "PUT", path: /email$/, times: 99, reset: true });
    expect((await stack.up()).code).not.toBe(0);
    repair();
    if (refreshes) await stack.refresh();
    const requests = await recordRequests(() => stack.up());
    expect(requests).toContain("PUT /v1/email");
    expect((await stack.up()).counts).toEqual({ unchanged: 2 });
  });

  it("a generated password whose rotation was answered by a gateway", async () => {
    const { stack, nexus, manual } = await createTestEnvironment({
      program: `export const password = new User("u", { roles: ["nx-anonymous"] }).password;`,
    });
    await stack.up();
    await stack.configure({ rotation: "2026-12" });
    const repair = nexus.injectFault({
      ...{ method: "PUT", path: /change-password/, times: 99 },
      replaceResponse: lostAnswer,
    });
    const failed = await stack.up();
    expect(failed.code).not.toBe(0);
    expect(stack.readStateFile()).not.toContain(String((await stack.readOutputs()).password));

    repair();
    await stack.configure({ rotation: undefined });
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.acceptsLogin("u", String((await stack.readOutputs()).password))).toBe(true);
    expect((await stack.up()).counts).toEqual({ unchanged: 2 });
  });
});

/** Creates an object whose response is lost, and that cannot be read afterwards. Returns the function that ends this. */
function loseCreation(nexus: EmbeddedNexus, path: RegExp): () => void {
  nexus.injectFault({ method: "POST", path, replaceResponse: lostAnswer });
  // The list is read once before the creation.
  nexus.injectFault({ method: "GET", path, times: 1 });
  return nexus.injectFault({ method: "GET", path, times: 99, response: { status: 504 } });
}

describe("after a failed create, the next up", () => {
  it("knows the generated password of a user that was created", async () => {
    const { stack, nexus, manual } = await createTestEnvironment({
      program: `export const password = new User("u", { roles: ["nx-anonymous"] }).password;`,
    });
    const repair = loseCreation(nexus, /security\/users/);
    expect((await stack.up()).code).not.toBe(0);
    repair();
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.acceptsLogin("u", String((await stack.readOutputs()).password))).toBe(true);
    expect((await stack.refresh()).counts).toEqual({ unchanged: 2 });
  });

  it("deletes the object if the program was reverted", async () => {
    const { stack, nexus, manual } = await createTestEnvironment({ program: "" });
    await stack.up();
    stack.program(createProgram(`new Role("r");`));
    const repair = loseCreation(nexus, /security\/roles/);
    expect((await stack.up()).code).not.toBe(0);
    repair();
    stack.program(createProgram(""));
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.exists("/v1/security/roles/r")).toBe(false);
  });
});

it("keeps the generated password of a user with keepPassword whose creation was answered by a gateway", async () => {
  const { stack, nexus, manual } = await createTestEnvironment({
    program: `export const password = new User("u", { roles: ["nx-anonymous"], keepPassword: true }).password;`,
  });
  nexus.injectFault({ method: "POST", path: /security\/users$/, replaceResponse: lostAnswer });
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(await manual.acceptsLogin("u", String((await stack.readOutputs()).password))).toBe(true);
});

it("takes a deletion that a gateway answered as done if the object is gone", async () => {
  const { stack, nexus, manual } = await createTestEnvironment({ program: `new Role("r");` });
  await stack.up();
  stack.program(createProgram(""));
  nexus.injectFault({ method: "DELETE", path: /roles\/r$/, times: 99, replaceResponse: lostAnswer });
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(await manual.exists("/v1/security/roles/r")).toBe(false);
  expect(await stack.readResources()).toEqual([]);
});

it("restores a repository, its groups and its roles if its replacement is refused", async () => {
  const program = (store: string) => `
    const store = new blobStore.File("other");
    const files = new raw.Hosted("files", { storage: { blobStoreName: "${store}" }, allowContentLoss: true }, { dependsOn: store });
    new raw.Group("all", { group: { memberNames: [files.name] } });
    new Role("reader", { privileges: files.privileges("read") });`;
  const { stack, nexus, manual } = await createTestEnvironment({ program: program("default") });
  await stack.up();
  stack.program(createProgram(program("other")));
  nexus.injectFault({ method: "POST", path: /raw\/hosted$/, times: 1, response: { status: 400, body: "no quota" } });
  const failed = await stack.up();
  expect(failed.code).not.toBe(0);
  expect(failed.output).toContain("no quota");

  stack.program(createProgram(program("default")));
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(await manual.get("/v1/repositories/raw/hosted/files")).toMatchObject({
    storage: { blobStoreName: "default" },
  });
  expect(await manual.get("/v1/repositories/raw/group/all")).toMatchObject({ group: { memberNames: ["files"] } });
  expect(await manual.get("/v1/security/roles/reader")).toMatchObject({
    privileges: ["nx-repository-view-raw-files-read"],
  });
});

it("continues with the own new password if the response to its change was lost", async () => {
  const { stack, nexus, manual } = await createTestEnvironment({
    program: `const admin = new User("admin", { roles: ["nx-admin"], password: "another-1" });
      for (let i = 0; i < 5; i++) new Role("r" + i, {}, { dependsOn: admin });`,
  });
  nexus.injectFault({ method: "PUT", path: /admin\/change-password/, times: 1, replaceResponse: lostAnswer });
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(await manual.acceptsLogin("admin", "another-1")).toBe(true);
});
