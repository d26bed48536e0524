/** The security settings of editions and releases, and their secrets: documented, except for the trust store (recorded). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DEFAULT_RELEASE } from "../src/facts.ts";
import type { EmbeddedOptions } from "../src/index.ts";
import { ask, createUser, ldapServer, names, nexusWith } from "./support/nexuses.ts";

/** A certificate in PEM, for the trust store. */
const certificateFile = new URL("support/certificate.pem", import.meta.url);

const paths = {
  ldap: "/v1/security/ldap",
  saml: "/v1/security/saml",
  crowd: "/v1/security/atlassian-crowd",
  oauth2: "/v1/security/oauth2",
  userTokens: "/v1/security/user-tokens",
  samlUsers: "/v1/security/saml/users",
  trustStore: "/v1/security/ssl/truststore",
  ssrf: "/v1/security/ssrf-protection",
  allowList: "/v1/security/ip-allowlist",
} as const;

/** Returns the keys of the paths that exist. SAML and OAuth 2.0 are unset, which is 404 on GET, so a PUT is sent to them. */
async function findPaths(options: EmbeddedOptions): Promise<string[]> {
  const nexus = await nexusWith(options);
  const existing: string[] = [];
  for (const [key, path] of Object.entries(paths)) {
    const isUnset = key === "saml" || key === "oauth2";
    const { status } = await ask(nexus, isUnset ? "PUT" : "GET", path, isUnset ? {} : undefined);
    if (status !== 404) existing.push(key);
  }
  return existing;
}

describe("security paths of an edition and release", () => {
  test.each([
    ["3.77.0-08", "CORE", ["trustStore"]],
    ["3.77.0-08", "COMMUNITY", ["ldap", "trustStore"]],
    ["3.77.0-08", "PRO", ["ldap", "saml", "crowd", "userTokens", "trustStore"]],
    ["3.86.2-01", "PRO", ["ldap", "saml", "crowd", "userTokens", "samlUsers", "trustStore"]],
    ["3.92.0-01", "COMMUNITY", ["ldap", "trustStore", "ssrf"]],
    [DEFAULT_RELEASE, "PRO", Object.keys(paths)],
  ] as const)("in %s %s", async (release, edition, expected) => {
    expect(await findPaths({ release, edition, connectors: "none" })).toEqual(expected);
  });

  test("the realm of OAuth 2.0 exists from 3.93 on, as its settings do", async () => {
    const realms = async (release: string) =>
      names((await ask(await nexusWith({ release, edition: "PRO" }), "GET", "/v1/security/realms/available")).body);
    expect(await realms("3.92.0-01")).not.toContain("OAuth2Realm");
    expect(await realms("3.93.0-01")).toContain("OAuth2Realm");
  });
});

describe("settings", () => {
  test("SAML is unset at first, created, changed, and unset again by DELETE", async () => {
    const nexus = await nexusWith({ edition: "PRO" });
    const saml = { idpMetadata: "<x/>", usernameAttribute: "uid" };
    expect((await ask(nexus, "GET", paths.saml)).status).toBe(404);
    expect((await ask(nexus, "PUT", paths.saml, saml)).status).toBe(201);
    expect((await ask(nexus, "PUT", paths.saml, saml)).status).toBe(204);
    expect((await ask(nexus, "GET", paths.saml)).body).toMatchObject({ ...saml, groupsAttribute: null });
    expect((await ask(nexus, "DELETE", paths.saml)).status).toBe(204);
    expect((await ask(nexus, "GET", paths.saml)).status).toBe(404);
  });

  test("the settings of user tokens stay after a DELETE, which invalidates all tokens; expiration exists from 3.74 on", async () => {
    const nexus = await nexusWith({ edition: "PRO", release: "3.73.0-12" });
    expect((await ask(nexus, "PUT", paths.userTokens, { enabled: true, expirationDays: 1 })).status).toBe(200);
    expect((await ask(nexus, "DELETE", paths.userTokens)).status).toBe(204);
    expect((await ask(nexus, "GET", paths.userTokens)).body).toEqual({ enabled: true, protectContent: null });
  });

  test("OAuth 2.0 never returns its secret", async () => {
    const nexus = await nexusWith({ edition: "PRO" });
    const oauth2 = { idpJwsAlgorithm: "RS256", usernameClaim: "sub", clientSecret: "s" };
    expect((await ask(nexus, "PUT", paths.oauth2, oauth2)).status).toBe(204);
    expect((await ask(nexus, "GET", paths.oauth2)).body).toMatchObject({ clientSecret: null, exactMatchClaims: {} });
  });
});

describe("LDAP servers", () => {
  test("have an id and, in the list, an order, and never return the password", async () => {
    const nexus = await nexusWith();
    const simple = { ...ldapServer, authScheme: "simple", authUsername: "u", authPassword: "p" };
    expect((await ask(nexus, "POST", paths.ldap, simple)).status).toBe(201);
    expect((await ask(nexus, "POST", paths.ldap, { ...ldapServer, name: "b" })).status).toBe(201);
    const { body } = await ask(nexus, "GET", `${paths.ldap}/a`);
    expect(body).toMatchObject({ authScheme: "SIMPLE", protocol: "LDAP" });
    for (const field of ["authPassword", "order"]) expect(body).not.toHaveProperty(field);
    expect((await ask(nexus, "POST", `${paths.ldap}/change-order`, ["b", "a"])).status).toBe(204);
    expect((await ask(nexus, "GET", paths.ldap)).body).toMatchObject([
      { name: "b", order: 0 },
      { name: "a", order: 1 },
    ]);
    expect((await ask(nexus, "PUT", `${paths.ldap}/a`, simple)).status).toBe(400);
    expect((await ask(nexus, "PUT", `${paths.ldap}/a`, { ...simple, id: body.id })).status).toBe(204);
  });

  test.each([
    [{ authScheme: "SIMPLE", authUsername: "u" }, ["authPassword"]],
    [{ ldapGroupsAsRoles: true }, ["groupType"]],
    [{ ldapGroupsAsRoles: true, groupType: "DYNAMIC" }, ["userMemberOfAttribute"]],
  ])("with %o require %o", async (more, required) => {
    const { status, body } = await ask(await nexusWith(), "POST", paths.ldap, { ...ldapServer, ...more });
    expect(status).toBe(400);
    expect(names(body)).toEqual(required);
  });

  test("require a password with every scheme in 3.88", async () => {
    const create = async (release: string) =>
      (await ask(await nexusWith({ release }), "POST", paths.ldap, ldapServer)).status;
    expect(await create("3.87.0-01")).toBe(201);
    expect(await create("3.88.0-01")).toBe(400);
    expect(await create("3.90.0-01")).toBe(201);
  });
});

test("the trust store validates the certificate before the permission", async () => {
  const nexus = await nexusWith();
  const reader = await createUser(nexus, "reader", ["nx-ssl-truststore-read"]);
  expect((await ask(nexus, "POST", paths.trustStore, "junk", reader)).status).toBe(400);
  expect((await ask(nexus, "POST", paths.trustStore, readFileSync(certificateFile, "utf8"), reader)).status).toBe(403);
  expect((await ask(nexus, "GET", paths.trustStore, undefined, reader)).status).toBe(200);
});

test("external users can get roles but cannot be deleted", async () => {
  const nexus = await nexusWith({ externalUsers: [{ source: "LDAP", userId: "jane" }] });
  const jane = { userId: "jane", firstName: "j", lastName: "j", emailAddress: "j@b.co", status: "active" };
  const put = (more: object) => ask(nexus, "PUT", "/v1/security/users/jane", { ...jane, source: "LDAP", ...more });
  expect((await put({ roles: ["nx-admin"] })).status).toBe(204);
  expect((await put({ roles: [] })).status).toBe(400);
  expect((await put({ roles: ["nosuch"] })).status).toBe(400);
  const { body } = await ask(nexus, "GET", "/v1/security/users?userId=JA&source=LDAP");
  expect(body).toMatchObject([{ userId: "jane", source: "LDAP", readOnly: true, roles: ["nx-admin"] }]);
  expect((await ask(nexus, "DELETE", "/v1/security/users/jane")).status).toBe(400);
  // Only Pro has the source SAML.
  expect((await ask(nexus, "GET", "/v1/security/users?source=SAML")).body).toEqual([]);
});

test("SAML users can be created before they log in", async () => {
  const nexus = await nexusWith({ edition: "PRO" });
  const jane = { userId: "jane", status: "active", roles: ["nx-anonymous"] };
  expect((await ask(nexus, "POST", paths.samlUsers, jane)).status).toBe(201);
  expect((await ask(nexus, "POST", paths.samlUsers, jane)).status).toBe(400);
  expect((await ask(nexus, "GET", "/v1/security/users?source=SAML")).body).toMatchObject([{ userId: "jane" }]);
  expect((await ask(nexus, "PUT", `${paths.samlUsers}/jane`, { ...jane, status: "gone" })).status).toBe(400);
  expect((await ask(nexus, "PUT", `${paths.samlUsers}/jane`, { ...jane, status: "disabled" })).status).toBe(204);
  expect((await ask(nexus, "DELETE", `${paths.samlUsers}/jane`)).status).toBe(204);
  expect((await ask(nexus, "GET", `${paths.samlUsers}/jane`)).status).toBe(404);
});

test("the IP allow list accepts addresses and ranges, each once", async () => {
  const nexus = await nexusWith();
  const add = async (ipOrCidr: string) =>
    (await ask(nexus, "POST", `${paths.allowList}/entries`, { ipOrCidr, description: "d" })).status;
  expect(await Promise.all(["203.0.113.0/24", "2001:db8::1"].map(add))).toEqual([201, 201]);
  expect(await Promise.all(["203.0.113.0/33", "here", "1.2.3.4/8/9"].map(add))).toEqual([400, 400, 400]);
  expect(await add("2001:db8::1")).toBe(409);
  expect((await ask(nexus, "GET", paths.allowList)).body).toMatchObject({
    mode: "DISABLED",
    totalEntries: 2,
    ipv4AddressesCovered: 256,
    ipv6AddressesCovered: 1,
  });
  expect((await ask(nexus, "DELETE", `${paths.allowList}/entries`)).status).toBe(400);
  expect((await ask(nexus, "DELETE", `${paths.allowList}/entries?confirm=true`)).status).toBe(204);
  expect((await ask(nexus, "GET", `${paths.allowList}/entries`)).body).toMatchObject({ entries: [], totalPages: 0 });
});

/** Measured on 3.71, where the privilege cannot be deleted any more. */
test("a wildcard privilege with an empty part is stored and makes every request that loads it a 500", async () => {
  const nexus = await nexusWith();
  const poison = { name: "poison", description: "", pattern: "nexus:,:read" };
  expect((await ask(nexus, "POST", "/v1/security/privileges/wildcard", poison)).status).toBe(500);
  expect((await ask(nexus, "GET", "/v1/security/privileges")).status).toBe(500);
  expect((await ask(nexus, "DELETE", "/v1/security/privileges/poison")).status).toBe(500);
});
