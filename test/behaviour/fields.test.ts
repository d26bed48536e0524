import { expect, it } from "vitest";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";

it("resets a removed field to its default, and the preview announces it", async () => {
  const files = (more: string) => `new raw.Hosted("files", { online: true, ${more} });`;
  const { stack, manual } = await createTestEnvironment({
    program: files('raw: { contentDisposition: "INLINE" }, storage: { writePolicy: "ALLOW" }'),
  });
  await stack.up();
  stack.program(createProgram(files("")));
  const preview = await stack.preview();
  expect(preview.output).toContain(
    'raw hosted repository "files": storage was removed from the program and is reset to its default',
  );
  expect(preview.output).toMatch(/update \[diff: -raw,storage\]/);
  await stack.up();
  expect(await manual.get("/v1/repositories/raw/hosted/files")).toMatchObject({
    storage: { writePolicy: "ALLOW_ONCE" },
    raw: { contentDisposition: "ATTACHMENT" },
  });
  // A field that is not declared any more is not managed.
  await manual.change("/v1/repositories/raw/hosted/files", (live) => ({
    ...live,
    raw: { contentDisposition: "INLINE" },
  }));
  expect((await stack.refresh()).counts).toEqual({ unchanged: 2 });
});

it("reports drift of declared fields only", async () => {
  const { stack, manual } = await createTestEnvironment({
    program: `new raw.Hosted("files", { cleanup: { policyNames: [] } }); new Role("r", { description: "d" });`,
  });
  await stack.up();
  await manual.change("/v1/repositories/raw/hosted/files", (live) => ({ ...live, online: false, cleanup: null }));
  await manual.change("/v1/security/roles/r", (live) => ({ ...live, privileges: ["nx-search-read"] }));
  expect((await stack.refresh()).counts).toEqual({ unchanged: 3 });
  // An empty list is declared, too, so a policy attached manually is drift.
  await manual.send("POST", "/internal/cleanup-policies", { name: "old", format: "raw", criteriaLastDownloaded: 1 });
  await manual.change("/v1/repositories/raw/hosted/files", (live) => ({ ...live, cleanup: { policyNames: ["old"] } }));
  await manual.change("/v1/security/roles/r", (live) => ({ ...live, description: "by hand" }));
  const drift = await stack.refresh();
  expect(drift.counts).toEqual({ updated: 2, unchanged: 1 });
  const drifted = Object.fromEntries((await stack.readResources()).map(({ id, inputs }) => [id, inputs]));
  expect(drifted).toMatchObject({ files: { cleanup: { policyNames: ["old"] } }, r: { description: "by hand" } });
  await stack.up();
  expect(await manual.get("/v1/repositories/raw/hosted/files")).toMatchObject({
    online: false,
    cleanup: { policyNames: [] },
  });
  expect(await manual.get("/v1/security/roles/r")).toMatchObject({ description: "d", privileges: ["nx-search-read"] });
});

it("compares ordered lists by order and unordered lists as sets", async () => {
  const { stack, manual } = await createTestEnvironment({
    program: `
      const [a, b] = ["a", "b"].map((name) => new raw.Hosted(name));
      new raw.Group("all", { group: { memberNames: [b.name, a.name] } });
      new Role("r", { privileges: [...a.privileges("read", "browse"), ...b.privileges("edit", "add")] });
      new Realms("realms", { active: ["NexusAuthenticatingRealm", "DockerToken"] });`,
  });
  await stack.up();
  expect(await manual.get("/v1/repositories/raw/group/all")).toMatchObject({ group: { memberNames: ["b", "a"] } });
  expect((await stack.refresh()).counts).toEqual({ unchanged: 6 });
  await manual.change("/v1/repositories/raw/group/all", (live) => ({ ...live, group: { memberNames: ["a", "b"] } }));
  await manual.send("PUT", "/v1/security/realms/active", ["DockerToken", "NexusAuthenticatingRealm"]);
  expect((await stack.refresh()).counts).toEqual({ updated: 2, unchanged: 4 });
  await stack.up();
  expect(await manual.get("/v1/security/realms/active")).toEqual(["NexusAuthenticatingRealm", "DockerToken"]);
});

it("keeps a proxy's routing rule through changes, and removes it when it is removed from the program", async () => {
  const proxy = (more: string) => `
    const rule = new RoutingRule("rule", { mode: "BLOCK", matchers: ["^/secret/.*"] });
    new raw.Proxy("mirror", { proxy: { remoteUrl: "https://files.example" }, ${more} });`;
  const { stack, manual } = await createTestEnvironment({ program: proxy("routingRuleName: rule.name") });
  await stack.up();
  const rule = async () => (await manual.get("/v1/repositories/raw/proxy/mirror")).routingRuleName;
  expect(await rule()).toBe("rule");
  stack.program(createProgram(proxy("routingRuleName: rule.name, online: false")));
  await stack.up();
  expect(await rule()).toBe("rule");
  stack.program(createProgram(proxy("online: false")));
  await stack.up();
  expect(await rule()).toBeNull();
});

it("keeps undeclared fields, also those of a newer Nexus", async () => {
  const group = (members: string) => `
    const a = new docker.Hosted("a"); const b = new docker.Hosted("b");
    new docker.Group("g", { group: { memberNames: [${members}] } });`;
  const { stack, manual } = await createTestEnvironment({ program: group("a.name") }, { nexus: { edition: "PRO" } });
  await stack.up();
  const path = "/v1/repositories/docker/group/g";
  await manual.change(path, (live) => ({ ...live, group: { memberNames: ["a"], writableMember: "a" } }));
  stack.program(createProgram(group("a.name, b.name")));
  await stack.up();
  expect(await manual.get(path)).toMatchObject({ group: { memberNames: ["a", "b"], writableMember: "a" } });
});
