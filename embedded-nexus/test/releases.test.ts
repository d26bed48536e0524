/** Answers that differ by release: first and last releases, defects, and fields that responses do not contain. */
import { describe, expect, test } from "vitest";
import { ask, group, hosted, ldapServer, nexusWith, proxy } from "./support/nexuses.ts";

const as = (release: string) => nexusWith({ release, edition: "PRO", connectors: "none" });

describe("a feature without an API document of its first release begins with", () => {
  test.each([
    ["cargo", "3.72.0", "3.73.0"],
    ["composer", "3.74.0", "3.75.0"],
    ["huggingface", "3.76.0", "3.77.0"],
  ])("%s: not with %s but with %s", async (format, before, first) => {
    const create = async (release: string) =>
      (await ask(await as(release), "POST", `/v1/repositories/${format}/proxy`, proxy("p"))).status;
    expect(await create(before)).toBe(404);
    expect(await create(first)).toBe(201);
  });

  test("the minor release: terraform groups with 3.90.0", async () => {
    const create = async (release: string) =>
      (await ask(await as(release), "POST", "/v1/repositories/terraform/group", group("g", ["none"]))).status;
    expect(await create("3.89.0")).toBe(404);
    expect(await create("3.90.0")).toBe(400);
  });
});

describe("defects", () => {
  const directory = { ...ldapServer, authScheme: "SIMPLE", authUsername: "cn=nexus", authPassword: "s3cr3t-value" };

  test.each([
    ["3.87.1", 201],
    ["3.88.0", 400],
    ["3.89.0", 400],
    ["3.89.1", 201],
  ])("%s answers %i to the creation of an LDAP server with a password", async (release, status) => {
    const response = await ask(await as(release), "POST", "/v1/security/ldap", directory);
    expect(response.status).toBe(status);
    if (status === 400)
      expect(response.body).toEqual([{ id: "CreateLdapServerXo.authPassword", message: "must not be null" }]);
  });

  test.each([
    ["3.87.1", 201],
    ["3.88.0", 400],
    ["3.89.0", 201],
  ])("%s answers %i to a maven group without a maven block", async (release, status) => {
    const nexus = await as(release);
    const declared = group("all", ["maven-releases"]);
    const response = await ask(nexus, "POST", "/v1/repositories/maven/group", declared);
    expect(response.status).toBe(status);
    if (status === 201) return;
    expect(response.body).toEqual([{ id: "PARAMETER maven", message: "must not be null" }]);
    const maven = { versionPolicy: "MIXED", layoutPolicy: "STRICT", contentDisposition: "INLINE" };
    expect((await ask(nexus, "POST", "/v1/repositories/maven/group", { ...declared, maven })).status).toBe(201);
    expect((await ask(nexus, "GET", "/v1/repositories/maven/group/all")).body).not.toHaveProperty("maven");
  });

  test.each([
    ["3.93.2", 200],
    ["3.94.0", 500],
  ])("%s answers %i to the creation of firewall.audit", async (release, status) => {
    const capability = { type: "firewall.audit", enabled: true, properties: { repository: "maven-central" } };
    expect((await ask(await as(release), "POST", "/v1/capabilities", capability)).status).toBe(status);
  });

  test("the task blobstore.rebuildComponentDB is gone in 3.83", async () => {
    const task = {
      type: "blobstore.rebuildComponentDB",
      name: "repair",
      enabled: true,
      notificationCondition: "FAILURE",
      frequency: { schedule: "manual" },
      properties: { blobstoreName: "default" },
    };
    expect((await ask(await as("3.82.0"), "POST", "/v1/tasks", task)).status).toBe(201);
    expect((await ask(await as("3.83.0"), "POST", "/v1/tasks", task)).status).toBe(400);
  });
});

describe("responses", () => {
  test.each([
    ["3.85.0", "conan", "proxy", { conanProxy: { conanVersion: "V2" } }, {}],
    ["3.86.0", "conan", "proxy", { conanProxy: { conanVersion: "V2" } }, { conanProxy: { conanVersion: "V2" } }],
    [
      "3.87.1",
      "cargo",
      "proxy",
      { cargo: { requireAuthentication: true } },
      { cargo: { requireAuthentication: false } },
    ],
    [
      "3.88.0",
      "cargo",
      "proxy",
      { cargo: { requireAuthentication: true } },
      { cargo: { requireAuthentication: true } },
    ],
    ["3.94.0", "raw", "proxy", { firewall: { mode: "AUDIT" } }, {}],
    ["3.94.0", "npm", "proxy", { firewall: { mode: "AUDIT" } }, { firewall: { mode: "AUDIT" } }],
    ["3.94.0", "ansiblegalaxy", "hosted", { component: { proprietaryComponents: true } }, {}],
  ])("of %s contain of a %s %s with %j: %j", async (release, format, type, blocks, returned) => {
    const nexus = await as(release);
    const path = `/v1/repositories/${format}/${type}`;
    expect(
      (await ask(nexus, "POST", path, { ...(type === "proxy" ? proxy("r") : hosted("r")), ...blocks })).status,
    ).toBe(201);
    const body = (await ask(nexus, "GET", `${path}/r`)).body as Record<string, unknown>;
    const shown = Object.keys(blocks).flatMap((block) => (block in body ? [[block, body[block]]] : []));
    expect(Object.fromEntries(shown)).toEqual(returned);
  });
});
