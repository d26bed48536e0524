/** Nexus lists objects of other owners beside its own: groups and users of LDAP, Crowd and SAML, and built-in objects. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EmbeddedOptions } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { takeInventory } from "../../src/provider/inventory.ts";
import { Session } from "../../src/provider/session.ts";
import { resolveSettings } from "../../src/provider/settings.ts";
import type { Fields } from "../../src/util/json.ts";
import { runNexusIac } from "../support/nexus-iac-command.ts";
import { createTestEnvironment } from "../support/stack/test-environment.ts";

const directory: EmbeddedOptions = {
  edition: "PRO",
  externalGroups: [
    { source: "LDAP", id: "developers" },
    { source: "LDAP", id: "sales" },
    { source: "Crowd", id: "testers" },
  ],
  externalUsers: [
    { source: "LDAP", userId: "jane", groups: ["developers"] },
    { source: "Crowd", userId: "joe", groups: ["testers"] },
    { source: "SAML", userId: "jim", groups: ["sales"] },
  ],
};

const mapping = `
  new Role("developers", { privileges: ["nx-search-read"] });
  new Role("testers");
  new User("jane", { roles: ["developers"] });`;

it("creates roles and users that have the name of a group or user of LDAP or Crowd, and adopts none of these", async () => {
  const { stack, manual, recordRequests } = await createTestEnvironment({ program: mapping }, { nexus: directory });
  const preview = await stack.preview();
  expect(preview.code, preview.output).toBe(0);
  expect(preview.output).not.toContain("adopts");
  const requests = await recordRequests(async () => expect((await stack.up()).counts).toEqual({ created: 4 }));
  expect(requests.filter((request) => request.startsWith("POST"))).toEqual(
    expect.arrayContaining(["POST /v1/security/roles", "POST /v1/security/roles", "POST /v1/security/users"]),
  );
  expect(await manual.get("/v1/security/roles/developers")).toMatchObject({ privileges: ["nx-search-read"] });
  expect((await stack.refresh()).counts).toEqual({ unchanged: 4 });
  expect((await stack.up()).counts).toEqual({ unchanged: 4 });
  await manual.send("DELETE", "/v1/security/roles/testers");
  expect((await stack.refresh()).counts).toEqual({ deleted: 1, unchanged: 3 });
  expect((await stack.destroy()).code).toBe(0);
  expect(await manual.exists("/v1/security/roles/developers")).toBe(false);
});

it("takes an inventory and an export of Nexus's own roles and users alone", async () => {
  const { stack, nexus } = await createTestEnvironment({ program: mapping }, { nexus: directory });
  await stack.up();
  const credentials = { username: "admin", password: "admin123" };
  const session = new Session(resolveSettings({ url: nexus.url, ...credentials }, {}));
  const { declarations, unreadable } = await takeInventory(session);
  await session.client.close();
  const listNames = (family: string) =>
    declarations.filter(({ kind }) => kind.family === family).map(({ resource }) => resource);
  expect(unreadable).toEqual([]);
  expect(listNames("role").sort()).toEqual(["developers", "nx-admin", "nx-anonymous", "testers"]);
  expect(listNames("user").sort()).toEqual(["admin", "anonymous", "jane"]);

  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-export-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { status, stdout, stderr } = await runNexusIac(
    ["export", "--url", nexus.url, "--name", "site", "--out", folder],
    { environment: { NEXUS_USERNAME: credentials.username, NEXUS_PASSWORD: credentials.password } },
  );
  expect(status, stderr).toBe(0);
  expect(stdout + stderr).not.toContain("several objects have this name");
  const estate = readFileSync(join(folder, "src/estates/site.ts"), "utf8");
  expect(estate).toContain('new Role("developers"');
  expect(estate).toContain('new Role("testers"');
  expect(estate).not.toMatch(/sales|joe|jim/);
});

it.each([
  ["Ldap", "jane"],
  ["Crowd", "joe"],
  ["Saml", "jim"],
])(
  "finds and removes a role that a user of %s was given by hand, and keeps those of their groups",
  async (source, id) => {
    const { stack, manual } = await createTestEnvironment(
      { program: `new externalUser.${source}("${id}", { roles: ["nx-anonymous"] });` },
      { nexus: directory },
    );
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    const read = async () => Object.values(await manual.get(`/v1/security/users?userId=${id}`))[0] as Fields;
    const before = await read();
    expect(before).toMatchObject({ roles: ["nx-anonymous"], externalRoles: [expect.any(String)] });
    await manual.send("PUT", `/v1/security/users/${id}`, { ...before, roles: ["nx-anonymous", "nx-admin"] });
    expect((await stack.refresh()).counts).toEqual({ updated: 1, unchanged: 1 });
    await stack.up();
    expect(await read()).toEqual(before);
    expect((await stack.refresh()).counts).toEqual({ unchanged: 2 });
  },
);

it("does not change a privilege that another type has taken the name of", async () => {
  const { stack, manual, recordRequests } = await createTestEnvironment({
    program: `new privilege.Wildcard("p", { pattern: "nexus:users:read" });`,
  });
  await stack.up();
  await manual.send("DELETE", "/v1/security/privileges/p");
  await manual.send("POST", "/v1/security/privileges/application", {
    name: "p",
    description: "by hand",
    domain: "users",
    actions: ["READ"],
  });
  const requests = await recordRequests(async () => {
    const run = await stack.destroy();
    expect(run.code, run.output).toBe(0);
    expect(run.output).toContain(
      'wildcard privilege "p": already deleted; Nexus has an application privilege "p", which is not deleted',
    );
  });
  expect(requests.filter((request) => !request.startsWith("GET"))).toEqual([]);
  expect(await manual.get("/v1/security/privileges/p")).toMatchObject({ type: "application" });
});
