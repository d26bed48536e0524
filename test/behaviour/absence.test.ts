/** A 404 counts as absence only if Nexus itself agrees: a service mesh or gateway whose routes change answers 404, too. */
import { describe, expect, it } from "vitest";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";

/** The responses of something between: with and without a body, and one that claims to be from Nexus. */
const foreign = {
  "an empty 404 of a service mesh": { status: 404, headers: { server: "istio-envoy" } },
  "a 404 of a gateway in JSON": { status: 404, body: { message: "no Route matched with those values" } },
  "a web page with 404": { status: 404, body: "<html><title>404 Not Found</title></html>" },
  "a 404 with the header of Nexus": { status: 404, headers: { server: "Nexus/3.94.0-12 (COMMUNITY)" } },
};
const question = /Is a proxy or load balancer answering instead of Nexus\?|web page instead of a response of Nexus/;

const objects = `
  new raw.Hosted("files", { raw: { contentDisposition: "INLINE" } });
  new blobStore.File("store");
  new CleanupPolicy("old", { format: "raw", criteriaLastDownloaded: 9 });
  new privilege.Wildcard("p", { pattern: "nexus:users:read" });
  new Role("r", { description: "one" });
  new ContentSelector("s", { expression: 'format == "raw"' });
  new RoutingRule("rule", { mode: "BLOCK", matchers: ["a"] });`;
/** The path of each single object, which the lists do not have. */
const single =
  /\/(raw\/hosted\/files|file\/store|cleanup-policies\/old|privileges\/(wildcard\/)?p|roles\/r|content-selectors\/s|routing-rules\/rule|repositories\/files|blobstores\/store)$/;

describe.each(Object.entries(foreign))("%s", (_, response) => {
  it("does not make an update create an object again", async () => {
    const { stack, nexus, manual } = await createTestEnvironment({ program: `new Role("r", { description: "one" });` });
    await stack.up();
    stack.program(createProgram(`new Role("r", { description: "two" });`));
    const remove = nexus.injectFault({ path: /\/roles\/r$/, times: 99, response });
    const run = await stack.up();
    expect(run.code).not.toBe(0);
    expect(run.output).toMatch(question);
    expect(run.output).not.toContain("was deleted from Nexus");
    remove();
    expect((await stack.up()).counts).toEqual({ updated: 1, unchanged: 1 });
    expect(await manual.get("/v1/security/roles/r")).toMatchObject({ description: "two" });
  });

  it("does not make a deletion count as done", async () => {
    const { stack, nexus, manual } = await createTestEnvironment(
      { program: objects },
      { config: { deleteContent: true } },
    );
    await stack.up();
    const remove = nexus.injectFault({ path: single, times: 99, response });
    const run = await stack.destroy();
    expect(run.code).not.toBe(0);
    expect(run.output).toMatch(question);
    expect(await stack.readResources()).toHaveLength(7);
    remove();
    expect((await stack.destroy()).code).toBe(0);
    expect(await manual.exists("/v1/security/roles/r")).toBe(false);
  });
});

it.each(Object.entries(foreign).slice(0, 3))("%s does not drop settings in a refresh", async (_, response) => {
  const { stack, nexus } = await createTestEnvironment(
    {
      program: `
        new Realms("realms", { active: ["NexusAuthenticatingRealm", "SamlRealm"] });
        new AnonymousAccess("anonymous", { enabled: true });
        new Saml("saml", { idpMetadata: "<a/>", usernameAttribute: "uid" });`,
    },
    { nexus: { edition: "PRO" } },
  );
  const up = await stack.up();
  expect(up.code, up.output).toBe(0);
  const remove = nexus.injectFault({ method: "GET", path: /realms|anonymous|saml/, times: 99, response });
  const run = await stack.refresh();
  expect(run.code).not.toBe(0);
  expect(run.output).toMatch(question);
  expect(await stack.readResources()).toHaveLength(3);
  remove();
  expect((await stack.refresh()).counts).toEqual({ unchanged: 4 });
});

it("a setting that Nexus has not is deleted in a refresh, also behind a proxy that removes the Server header", async () => {
  const { stack, nexus, manual } = await createTestEnvironment(
    {
      program: `
        new Saml("saml", { idpMetadata: "<a/>", usernameAttribute: "uid" });`,
    },
    { nexus: { edition: "PRO" } },
  );
  await stack.up();
  await manual.send("DELETE", "/v1/security/saml");
  nexus.injectFault({ path: /./, times: 99, withoutServerHeader: true });
  expect((await stack.refresh()).counts).toEqual({ deleted: 1, unchanged: 1 });
});

it("a deletion that a gateway answers counts as done only if Nexus lists the object no more", async () => {
  const { stack, nexus, manual } = await createTestEnvironment({ program: `new Role("r"); new Role("gone");` });
  await stack.up();
  nexus.injectFault({ method: "DELETE", path: /roles\/r$/, times: 99, response: { status: 502 } });
  nexus.injectFault({ method: "DELETE", path: /roles\/gone$/, times: 99, replaceResponse: { status: 502 } });
  const run = await stack.destroy();
  expect(run.code).not.toBe(0);
  expect(run.output).toContain("502");
  expect((await stack.readResources()).map(({ id }) => id)).toEqual(["r"]);
  expect(await manual.exists("/v1/security/roles/r")).toBe(true);
});

describe("a repository that became another format by hand", () => {
  const recreate = {
    name: "apps",
    online: true,
    storage: { blobStoreName: "default", strictContentTypeValidation: true },
  };
  const open = async () => {
    const environment = await createTestEnvironment({
      program: `new apt.Proxy("apps", { proxy: { remoteUrl: "https://a.example" }, apt: { distribution: "a", flat: false } });`,
    });
    await environment.stack.up();
    await environment.manual.send("DELETE", "/v1/repositories/apps");
    await environment.manual.send("POST", "/v1/repositories/raw/hosted", {
      ...recreate,
      storage: { ...recreate.storage, writePolicy: "ALLOW" },
    });
    return environment;
  };
  const changed = (more: string) =>
    createProgram(
      `new apt.Proxy("apps", { online: false, proxy: { remoteUrl: "https://a.example" }, apt: { distribution: "a", flat: false }${more} });`,
    );

  it("is named in the refusal of an update, with the choices", async () => {
    const { stack, manual } = await open();
    stack.program(changed(""));
    const run = await stack.up();
    expect(run.code).not.toBe(0);
    expect(run.output).toContain(
      'Nexus has a raw hosted repository "apps", which cannot become an apt proxy repository without losing its content. ' +
        "Choose another name, or set allowContentLoss: true",
    );
    expect(run.output).not.toContain("hidden from the user");
    stack.program(changed(", allowContentLoss: true"));
    expect((await stack.up()).code).toBe(0);
    expect(await manual.exists("/v1/repositories/apt/proxy/apps")).toBe(true);
  });

  it("is named by a refresh", async () => {
    const { stack } = await open();
    const run = await stack.refresh("--run-program");
    expect(run.output).toContain(
      'apt proxy repository "apps" does not exist any more: Nexus has a raw hosted repository "apps"',
    );
    expect(run.counts.deleted).toBe(1);
  });

  it("is not deleted by a destroy", async () => {
    const { stack, manual } = await open();
    const run = await stack.destroy();
    expect(run.output).toContain('already deleted; Nexus has a raw hosted repository "apps", which is not deleted');
    expect(await manual.exists("/v1/repositories/raw/hosted/apps")).toBe(true);
  });
});

it("a privilege that became another type by hand is made again and not damaged by an update", async () => {
  const { stack, manual } = await createTestEnvironment({
    program: `new privilege.Wildcard("p", { pattern: "nexus:users:read" });`,
  });
  await stack.up();
  await manual.send("DELETE", "/v1/security/privileges/p");
  await manual.send("POST", "/v1/security/privileges/application", {
    name: "p",
    description: "",
    domain: "users",
    actions: ["READ"],
  });
  stack.program(createProgram(`new privilege.Wildcard("p", { pattern: "nexus:users:*" });`));
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(run.output).toContain('application privilege "p" is deleted and created again as wildcard privilege');
  expect(await manual.get("/v1/security/privileges/p")).toMatchObject({ type: "wildcard", pattern: "nexus:users:*" });
});

describe("a preview", () => {
  it.each([
    ["500", { status: 500, body: "ERROR: (ID 1) java.lang.NullPointerException: x" }],
    ["a web page", { status: 404, body: "<html></html>" }],
  ])("names the one family whose list answers %s, and shows the adoptions of the others", async (_, response) => {
    const { stack, nexus, manual } = await createTestEnvironment({
      program: `new Role("r"); new raw.Hosted("files"); new RoutingRule("rule", { mode: "BLOCK", matchers: ["a"] });`,
    });
    await manual.send("POST", "/v1/security/roles", { id: "r", name: "r" });
    await manual.send("POST", "/v1/routing-rules", { name: "rule", description: "", mode: "BLOCK", matchers: ["a"] });
    nexus.injectFault({ method: "GET", path: /security\/roles\?/, times: 99, response });
    const run = await stack.preview();
    expect(run.code, run.output).toBe(0);
    expect(run.output).toContain("Cannot read roles from Nexus; the preview does not show existing roles");
    expect(run.output).not.toContain("Cannot read from Nexus");
    expect(run.output).toContain('routing rule "rule": adopts the existing object');
  });
});
