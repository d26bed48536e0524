/** Tests that a preview reports changes that Nexus would refuse in the middle of an update, or that would lock out the own user. */
import { describe, expect, it } from "vitest";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";

describe("a change that locks out the user that the program logs in as is refused in the preview:", () => {
  const admin = (fields: string) => `new User("admin", { password: "admin123", ${fields} });`;

  it.each([
    [
      "disabling it",
      admin(`roles: ["nx-admin"], status: "disabled"`),
      "status is disabled, but this program logs in as",
    ],
    [
      "taking nx-admin from it",
      admin(`roles: ["nx-anonymous"]`),
      'roles would take the administration of Nexus (nx-admin) from "admin"',
    ],
    [
      "removing the realm of its login",
      `new Realms("realms", { active: ["LdapRealm"] });`,
      'active must contain "NexusAuthenticatingRealm", as this program logs in as "admin" by this realm',
    ],
  ])("%s", async (_, program, message) => {
    const { stack, recordRequests } = await createTestEnvironment({ program });
    const requests = await recordRequests(async () => {
      for (const run of [await stack.preview(), await stack.up()]) {
        expect(run.code).not.toBe(0);
        expect(run.output).toContain(`has a problem: ${message}`);
      }
    });
    expect(requests.filter((request) => !request.startsWith("GET"))).toEqual([]);
  });

  it("another user id for its resource, which would delete it", async () => {
    const { stack } = await createTestEnvironment({
      program: `new User("own", { userId: "admin", roles: ["nx-admin"], password: "admin123" });`,
    });
    expect((await stack.up()).code).toBe(0);
    stack.program(createProgram(`new User("own", { userId: "root", roles: ["nx-admin"], password: "admin123" });`));
    const preview = await stack.preview();
    expect(preview.code).not.toBe(0);
    expect(preview.output).toContain('userId must not change, as this program logs in as "admin"');
  });

  it("taking nx-all from the role by which it is an administrator; another administrator's role is enough", async () => {
    const operators = (privileges: string) => `
      new Role("operators", { privileges: [${privileges}] });
      new Role("leads", { roles: ["operators"] });
      new User("op", { roles: ["leads"], password: "operator-1" });`;
    const { stack } = await createTestEnvironment({ program: operators(`"nx-all"`) });
    expect((await stack.up()).code).toBe(0);
    stack.program(createProgram(operators(`"nx-search-read"`)));
    const operator = stack.withEnvironment({ NEXUS_USERNAME: "op", NEXUS_PASSWORD: "operator-1" });
    const refused = await operator.preview();
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('privileges would take the administration of Nexus (nx-all) from "op"');
    stack.program(createProgram(operators(`"nx-all"`).replace(`["leads"]`, `["operators", "nx-anonymous"]`)));
    expect((await operator.preview()).code).toBe(0);
    stack.program(createProgram(operators(`"nx-search-read"`)));
    const asAdmin = await stack.withEnvironment({ NEXUS_USERNAME: "admin", NEXUS_PASSWORD: "admin123" }).up();
    expect(asAdmin.code, asAdmin.output).toBe(0);
  });

  it("nothing of a user without administration, and no other realm", async () => {
    const { stack, manual } = await createTestEnvironment({
      program: `new Realms("realms", { active: ["NexusAuthenticatingRealm"] }); ${admin(`roles: ["nx-admin", "nx-anonymous"]`)}`,
    });
    await manual.send("PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm", "DockerToken"]);
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
  });
});

it("refuses a script in the preview while Nexus has scripts switched off", async () => {
  const program = `new Script("hello", { content: "log.info('hello')" });`;
  const { stack, recordRequests } = await createTestEnvironment({ program }, { nexus: { scripts: false } });
  const requests = await recordRequests(async () => {
    const preview = await stack.preview();
    expect(preview.code).not.toBe(0);
    expect(preview.output).toContain(
      "has a problem: Nexus accepts no script, as the feature is switched off: add nexus.scripts.allowCreation=true to nexus.properties and restart Nexus",
    );
  });
  expect(requests.filter((request) => request.includes("/v1/script") && !request.startsWith("GET"))).toEqual([]);
  const enabled = await createTestEnvironment({ program }, { nexus: { scripts: true } });
  const run = await enabled.stack.up();
  expect(run.code, run.output).toBe(0);
});

it.each([
  [`new Realms("realms", { active: ["NexusAuthenticatingRealm", "org.example.Realm"] });`, "active[1]"],
  [`new AnonymousAccess("anonymous", { enabled: true, realmName: "org.example.Realm" });`, "realmName"],
])("refuses a realm that Nexus does not have in the preview: %s", async (program, path) => {
  const { stack } = await createTestEnvironment({ program });
  const preview = await stack.preview();
  expect(preview.code).not.toBe(0);
  expect(preview.output).toContain(
    `has a problem: ${path} "org.example.Realm" is not a realm of this Nexus; it has AnsibleGalaxyToken, ConanToken, DefaultRole`,
  );
});

it("warns in the preview of existing objects that Nexus does not have", async () => {
  const { stack, manual } = await createTestEnvironment({
    program: `
      const legacy = existing.repository("legacy", { format: "raw", type: "hosted" });
      new Role("r", {
        privileges: [existing.privilege("gone"), "nx-repository-view-raw-legacy-read", existing.privilege("nx-all")],
        roles: [existing.role("nx-admin")],
      });
      new raw.Hosted("files", { storage: { blobStoreName: existing.blobStore("ssd") } });
      new raw.Group("all", { group: { memberNames: [legacy] } });`,
  });
  const warnings = [
    'role "r": privileges[0] refers to the existing privilege "gone", which was not found in Nexus',
    'role "r": privileges[1] refers to the existing privilege "nx-repository-view-raw-legacy-read", which was not found in Nexus',
    'raw hosted repository "files": storage.blobStoreName refers to the existing blob store "ssd", which was not found in Nexus',
    'raw group repository "all": group.memberNames[0] refers to the existing repository "legacy", which was not found in Nexus',
  ];
  const preview = await stack.preview();
  expect(preview.code, preview.output).toBe(0);
  const lines = preview.output.split("\n").flatMap((line) => /warning: (.*)/.exec(line)?.[1] ?? []);
  // The CLI prints a message as progress and among the diagnostics.
  expect([...new Set(lines)].toSorted()).toEqual(warnings.toSorted());
  await manual.send("POST", "/v1/blobstores/file", { name: "ssd", path: "ssd" });
  await manual.send("POST", "/v1/repositories/raw/hosted", {
    name: "legacy",
    online: true,
    storage: { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW" },
  });
  await manual.send("POST", "/v1/security/privileges/wildcard", { name: "gone", pattern: "nexus:search:read" });
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(run.output).not.toContain("warning: ");
  expect((await stack.readResources()).every(({ inputs }) => !("__existing" in (inputs ?? {})))).toBe(true);
});

it.each([
  ["realms", `new Realms("realms", { active: ["NexusAuthenticatingRealm"] });`, /realms\/available/, []],
  [
    "task types",
    `new task.BlobstoreCompact("compact", { properties: { blobstoreName: "default" } });`,
    /extdirect/,
    { tid: 1, type: "rpc", result: { success: true, data: [] } },
  ],
])("an empty list of %s refuses nothing, as every Nexus has some", async (_, program, path, body) => {
  const { stack, nexus } = await createTestEnvironment({ program });
  nexus.injectFault({ path, times: 99, response: { status: 200, body } });
  const preview = await stack.preview();
  expect(preview.code, preview.output).toBe(0);
});
