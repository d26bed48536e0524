/** Special behaviour of security kinds: ids, orders, pages, removals. */

import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import type { Fields, Json } from "../../src/util/json.ts";
import { ldapDirectory } from "../support/ldap-directory.ts";
import { newestRelease } from "../support/newest-release.ts";
import { ResourceStack } from "../support/resource-stack.ts";
import { authorityFile } from "../support/tls-proxy.ts";

const authority = readFileSync(authorityFile, "utf8");
const other = readFileSync(new URL("../support/tls/server.pem", import.meta.url), "utf8");
const fingerprintOf = (pem: string) => new X509Certificate(pem).fingerprint;

let nexus: EmbeddedNexus;
let client: NexusClient;
const server = () => ({ url: nexus.url, username: "admin", password: "admin123" });
const stack = (kind: string, more = {}) => new ResourceStack(server(), kind, more);
const get = async (path: string): Promise<Json> => (await client.get(path)).body;
const sent = (method: string) => nexus.requests.filter((one) => one.method === method).map(({ path }) => path);

beforeEach(async () => {
  nexus = await startNexus({ edition: "PRO", connectors: "none", externalUsers: [{ source: "LDAP", userId: "jane" }] });
  client = new NexusClient(server());
});
afterEach(async () => {
  await client.close();
  await nexus.stop();
});

describe("a certificate", () => {
  const trusted = async () => ((await get("/v1/security/ssl/truststore")) as Fields[]).map(({ id }) => id);

  it("is adopted regardless of white space", async () => {
    const [ours, theirs] = [stack("certificate"), stack("certificate")];
    await theirs.up({ pem: authority });
    nexus.clearRequests();
    await ours.up({ pem: `\n${authority.replaceAll("\n", "\r\n")}\n` });
    expect(sent("POST")).toEqual([]);
    await ours.refresh();
    expect((await ours.diff({ pem: authority })).changes).toBe(false);
    await expect(stack("certificate", { onConflict: "fail" }).up({ pem: authority })).rejects.toThrow("already");
  });

  it("is replaced by another one, which is created first", async () => {
    const runs = stack("certificate");
    await runs.up({ pem: authority });
    expect(await runs.diff({ pem: other })).toEqual({ changes: true, replaces: ["pem"], deleteBeforeReplace: false });
    await stack("certificate").up({ pem: other });
    expect(await trusted()).toEqual([authority, other].map(fingerprintOf));
    await runs.destroy();
    expect(await trusted()).toEqual([fingerprintOf(other)]);
    expect(await runs.refresh()).toBe(false);
  });

  it("is rejected if it is invalid or contains two", async () => {
    const message = "must be one certificate in PEM format";
    await expect(stack("certificate").up({ pem: "junk" })).rejects.toThrow(message);
    await expect(stack("certificate").up({ pem: authority + other })).rejects.toThrow(message);
  });
});

describe("LDAP servers", () => {
  it("keep the id that Nexus assigned, with names that contain spaces", async () => {
    const runs = stack("ldap-server");
    const path = "/v1/security/ldap/Head%20office%20%2F%201";
    await runs.up({ name: "Head office / 1", ...ldapDirectory });
    const { id } = (await get(path)) as Fields;
    await runs.up({ name: "Head office / 1", ...ldapDirectory, host: "ldap2.example" });
    expect(await get(path)).toMatchObject({ id, host: "ldap2.example", port: 389, authScheme: "NONE" });
  });

  it("have enum values in upper case, also if Nexus returns lower case", async () => {
    const runs = stack("ldap-server");
    const declared = { name: "a", ...ldapDirectory, authScheme: "CRAM_MD5", authRealm: "r", authUsername: "u" };
    await runs.up({ ...declared, authPassword: "secret" });
    const shown = { ...declared, protocol: "ldap", authScheme: "CRAM-MD5" };
    nexus.injectFault({ method: "GET", path: /\/ldap/, response: { status: 200, body: [shown] } });
    await runs.refresh();
    expect((await runs.diff({ ...declared, authPassword: "secret" })).changes).toBe(false);
  });

  it("have the declared order; an undeclared server is drift and comes last", async () => {
    for (const name of ["a", "b", "c"]) await stack("ldap-server").up({ name, ...ldapDirectory });
    const names = async () => ((await get("/v1/security/ldap")) as Fields[]).map(({ name }) => name);
    const order = stack("ldap-order");
    await order.up({ names: ["c", "a", "b"] });
    expect(await names()).toEqual(["c", "a", "b"]);
    await order.refresh();
    expect((await order.diff({ names: ["c", "a", "b"] })).changes).toBe(false);
    await stack("ldap-server").up({ name: "d", ...ldapDirectory });
    await order.refresh();
    expect((await order.diff({ names: ["b", "c", "a"] })).changes).toBe(true);
    await order.up({ names: ["b", "c", "a"] });
    expect(await names()).toEqual(["b", "c", "a", "d"]);
    await order.destroy();
    expect(order.notices).toContain(
      "LDAP order: removed from the program; Nexus cannot delete it, so it stays unchanged",
    );
  });
});

describe("a user of an external source", () => {
  it("gets roles, and keeps the last ones if Nexus requires one", async () => {
    const runs = stack("external-user-ldap");
    await runs.up({ userId: "jane", roles: ["nx-anonymous"] });
    const [jane] = (await get("/v1/security/users?userId=jane&source=LDAP")) as Fields[];
    expect(jane).toMatchObject({ source: "LDAP", roles: ["nx-anonymous"] });
    await runs.destroy();
    expect(runs.notices.at(-1)).toMatch(/^LDAP user "jane": not reset, as Nexus refuses it: .*roles/);
    expect(sent("DELETE")).toEqual([]);
  });

  it("must exist in the external source", async () => {
    await expect(stack("external-user-ldap").up({ userId: "john", roles: ["nx-anonymous"] })).rejects.toThrow(
      'Nexus finds no LDAP user "john". Create it in LDAP, where Nexus can see it',
    );
  });

  it("is found by name, beyond the end of the list", async () => {
    nexus.injectFault({ path: /users\?source=LDAP/, times: 9, response: { status: 200, body: [] } });
    const runs = stack("external-user-ldap");
    await runs.up({ userId: "jane", roles: ["nx-anonymous"] });
    expect(await runs.refresh()).toBe(true);
  });
});

it("keeps the settings of user tokens when they are removed from the program", async () => {
  const runs = stack("user-tokens");
  await runs.up({ enabled: true, expirationEnabled: true, expirationDays: 90 });
  await runs.destroy();
  expect(sent("DELETE")).toEqual([]);
  expect(runs.notices).toContain(
    "user tokens: removed from the program; Nexus cannot delete it, so it stays unchanged",
  );
  expect(await get("/v1/security/user-tokens")).toMatchObject({ enabled: true, expirationDays: 90 });
});

it("sends the secret of OAuth2 with every update, and never prints it", async () => {
  const runs = stack("oauth2");
  const declared = { idpJwsAlgorithm: "RS256", usernameClaim: "sub", clientSecret: "very secret" };
  await runs.up(declared);
  await runs.up({ ...declared, exactMatchClaims: { iss: "https://id.example" } });
  await runs.refresh();
  expect((await runs.diff({ ...declared, exactMatchClaims: { iss: "https://id.example" } })).changes).toBe(false);
  expect(runs.notices.join()).not.toContain("very secret");
  await runs.destroy();
  expect(await runs.refresh()).toBe(false);
});

describe("the IP allow-list", () => {
  const entries = async (page: number) => {
    const body = (await get(`/v1/security/ip-allowlist/entries?page=${page}`)) as { entries: Fields[] };
    return body.entries.map(({ entry, description }) => `${entry} ${description}`);
  };

  it("is read page by page, and removes a single entry", async () => {
    for (let last = 1; last <= 22; last++)
      await client.send({
        method: "POST",
        path: "/v1/security/ip-allowlist/entries",
        body: { ipOrCidr: `203.0.113.${last}`, description: "by hand" },
      });
    const runs = stack("ip-allow-list-entry");
    await runs.up({ ipOrCidr: "203.0.113.21", description: "ours" });
    expect(await entries(1)).toEqual(["203.0.113.21 ours", "203.0.113.22 by hand"]);
    expect(await runs.refresh()).toBe(true);
    await runs.destroy();
    expect(await entries(1)).toEqual(["203.0.113.22 by hand"]);
    expect(await runs.refresh()).toBe(false);
  });

  it("is disabled when it is removed from the program", async () => {
    const runs = stack("ip-allow-list");
    await runs.up({ mode: "ENFORCE" });
    expect(await get("/v1/security/ip-allowlist")).toMatchObject({ mode: "ENFORCE" });
    await runs.destroy();
    expect(await get("/v1/security/ip-allowlist")).toMatchObject({ mode: "DISABLED" });
  });
});

it("reports kinds that require Pro", async () => {
  const community = await startNexus({ connectors: "none" });
  try {
    const runs = new ResourceStack({ url: community.url, username: "admin", password: "admin123" }, "user-tokens");
    await expect(runs.up({ enabled: true })).rejects.toThrow(
      `Nexus ${newestRelease} COMMUNITY has no user tokens: it needs the Pro edition`,
    );
  } finally {
    await community.stop();
  }
});

it("reads SAML users in pages, beyond the 1000 of the list without pages", async () => {
  const externalUsers = Array.from(
    { length: 1100 },
    (_, index) => ({ source: "SAML", userId: `user-${index}` }) as const,
  );
  const nexus = await startNexus({ edition: "PRO", connectors: "none", externalUsers });
  try {
    const runs = new ResourceStack({ url: nexus.url, username: "admin", password: "admin123" }, "saml-user");
    await runs.up({ userId: "user-999", status: "disabled" });
    expect(runs.notices).toContainEqual(
      expect.stringMatching(/"user-999": adopts the existing object, changes status/),
    );
    const pages = nexus.requests.filter(({ path }) => path.includes("/v2/security/saml/users"));
    expect(pages.length % 11).toBe(0);
    await runs.destroy();
  } finally {
    await nexus.stop();
  }
});
