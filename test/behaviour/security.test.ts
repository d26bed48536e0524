import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";
import { authorityFile } from "../support/tls-proxy.ts";

const authority = readFileSync(authorityFile, "utf8");
const other = readFileSync(new URL("../support/tls/server.pem", import.meta.url), "utf8");
const writes = (requests: string[]) => requests.filter((request) => !request.startsWith("GET"));

it("identifies a certificate by its fingerprint: another one replaces it, white space does not", async () => {
  const trusting = (pem: string) => `new Certificate("ca", { pem: ${JSON.stringify(pem)} });`;
  const { stack, manual, recordRequests } = await createTestEnvironment({ program: trusting(authority) });
  await stack.up();
  stack.program(createProgram(trusting(authority.replaceAll("\n", "\r\n"))));
  expect((await stack.up()).counts).toEqual({ unchanged: 2 });
  stack.program(createProgram(trusting(other)));
  const requests = await recordRequests(async () => {
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(run.counts).toMatchObject({ replaced: 1 });
  });
  expect(writes(requests)).toEqual([
    "POST /v1/security/ssl/truststore",
    `DELETE /v1/security/ssl/truststore/${encodeURIComponent(new X509Certificate(authority).fingerprint)}`,
  ]);
  expect(await manual.get("/v1/security/ssl/truststore")).toMatchObject([
    { id: new X509Certificate(other).fingerprint },
  ]);
});

it("enforces the IP allow-list after its entries exist, and stops before they are deleted", async () => {
  const { stack, recordRequests } = await createTestEnvironment({
    program: `
      new IpAllowList("list", { mode: "ENFORCE" });
      new IpAllowListEntry("127.0.0.1");`,
  });
  const up = await recordRequests(async () => {
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
  });
  expect(writes(up)).toEqual(["POST /v1/security/ip-allowlist/entries", "PUT /v1/security/ip-allowlist/mode"]);
  const down = await recordRequests(async () => {
    const run = await stack.destroy();
    expect(run.code, run.output).toBe(0);
  });
  expect(writes(down)).toEqual(["PUT /v1/security/ip-allowlist/mode", "DELETE /v1/security/ip-allowlist/entries/bulk"]);
});

it("orders LDAP servers after they exist", async () => {
  const server = `{ protocol: "LDAP", host: "ldap.example", searchBase: "dc=example", userObjectClass: "person",
    userIdAttribute: "uid", userRealNameAttribute: "cn", userEmailAddressAttribute: "mail" }`;
  const { stack, manual } = await createTestEnvironment({
    program: `
      new LdapOrder("order", { names: ["Branch", "Head office"] });
      new LdapServer("Head office", ${server});
      new LdapServer("Branch", ${server});`,
  });
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(await manual.get("/v1/security/ldap")).toMatchObject([{ name: "Branch" }, { name: "Head office" }]);
  expect((await stack.up()).counts).toEqual({ unchanged: 4 });
});
