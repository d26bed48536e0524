import { expect, it } from "vitest";
import { convertResource } from "../../src/migration/terraform/resource-converter.ts";
import { findResourceMapping, providerPrefixes } from "../../src/migration/terraform/resource-mapping.ts";
import { parseTerraformState } from "../../src/migration/terraform/terraform-state.ts";
import { catalogue } from "../../src/model/catalogue.ts";
import { findShapeAt } from "../../src/model/shape.ts";
import type { Fields } from "../../src/util/json.ts";
import resourceTypes from "../../tools/reference/terraform-resource-types.json" with { type: "json" };

const types = Object.entries(resourceTypes).flatMap(([provider, facts]) => {
  const prefix = providerPrefixes[provider] ?? "";
  return facts.types.map((type) => ({ prefix, type: prefix + type }));
});

it("every type of resource of both providers has a mapping to an existing kind, or a reason", () => {
  const unknown = types.filter(({ prefix, type }) => {
    const mapping = findResourceMapping(prefix, type);
    return "reason" in mapping ? /does not know/.test(mapping.reason) : !catalogue.has(mapping.kind);
  });
  expect(types.length).toBeGreaterThan(180);
  expect(unknown).toEqual([]);
});

it("every renamed attribute leads to a field, in at least one kind that uses the mapping", () => {
  const found = new Map<string, boolean>();
  for (const { prefix, type } of types) {
    const mapping = findResourceMapping(prefix, type);
    if ("reason" in mapping) continue;
    const shape = catalogue.get(mapping.kind)?.shape;
    for (const field of Object.values(mapping.renamed ?? {}))
      found.set(field, found.get(field) || (shape !== undefined && findShapeAt(shape, field) !== undefined));
  }
  expect([...found].flatMap(([field, exists]) => (exists ? [] : [field]))).toEqual([]);
});

const convert = (type: string, values: Fields) => {
  const prefix = Object.values(providerPrefixes).find((name) => type.startsWith(name)) ?? "";
  return convertResource({ address: `${type}.x`, type, provider: "", values }, prefix);
};

it.each<[string, Fields, Fields]>([
  [
    "nexus_repository_apt_hosted",
    { name: "apt", distribution: "bookworm", signing: [{ keypair: "key", passphrase: "" }] },
    { name: "apt", apt: { distribution: "bookworm" }, aptSigning: { keypair: "key" } },
  ],
  [
    "nexus_repository_yum_hosted",
    { name: "yum", deploy_policy: "STRICT", repodata_depth: 2, cleanup: [] },
    { name: "yum", yum: { deployPolicy: "STRICT", repodataDepth: 2 } },
  ],
  [
    "sonatyperepo_repository_yum_proxy",
    { name: "yum", proxy: { remote_url: "https://yum.example" }, yum: { key_pair: "key", passphrase: null } },
    { name: "yum", proxy: { remoteUrl: "https://yum.example" }, yumSigning: { keypair: "key" } },
  ],
  [
    "nexus_security_ldap",
    { name: "ldap", protocol: "ldaps", auth_schema: "DIGEST-MD5", host: "ldap.example", max_incident_count: 3 },
    { name: "ldap", protocol: "LDAPS", authScheme: "DIGEST_MD5", host: "ldap.example", maxIncidentsCount: 3 },
  ],
  [
    "nexus_capability",
    { type: "webhook.global", enabled: true, properties: { names: "repository,audit", url: "https://hooks.example" } },
    { enabled: true, properties: { names: ["repository", "audit"], url: "https://hooks.example" } },
  ],
  [
    "sonatyperepo_task_repository_docker_gc",
    {
      name: "gc",
      frequency: { schedule: "weekly", start_date: 1767326400, recurring_days: [1, 7] },
      properties: { repository_name: "images" },
    },
    { name: "gc", schedule: { weekly: ["SUNDAY", "SATURDAY"], at: "04:00" }, properties: { repositoryName: "images" } },
  ],
  [
    "sonatyperepo_system_config_http",
    { http_proxy: { enabled: true, host: "proxy.example", port: 3128, authentication: { enabled: false } } },
    { httpProxy: { enabled: true, host: "proxy.example", port: "3128", authInfo: { enabled: false } } },
  ],
])("converts %s", (type, values, fields) => {
  const { object, omissions } = convert(type, values);
  expect(omissions).toEqual([]);
  expect(object?.fields).toMatchObject(fields);
});

it("keeps where each secret is in the state, and takes the password out of a user", () => {
  const { object } = convert("nexus_security_user", { userid: "ci", password: "example-secret", roles: ["nx-admin"] });
  expect(object?.fields).toEqual({ userId: "ci", roles: ["nx-admin"] });
  expect([...(object?.secretSources ?? [])]).toEqual([["password", "password"]]);
});

it.each([
  ["sonatyperepo_user", { user_id: "ada", source: "LDAP" }, "the user is from LDAP; declare it as externalUser"],
  ["nexus_repository_bower_proxy", { name: "bower" }, "Nexus has no repositories of the format bower any more"],
  ["nexus_repository_future_hosted", { name: "x" }, "this release of nexus-iac does not know the type"],
])("lists %s that has no counterpart, with the reason", (type, values, reason) => {
  expect(convert(type, values)).toEqual({
    omissions: [{ noun: "Terraform resource", identity: `${type}.x`, path: "", reason }],
  });
});

it("lists an attribute without a field", () => {
  const { object, omissions } = convert("nexus_repository_npm_proxy", { name: "npm", remove_non_cataloged: true });
  expect(object?.resource).toBe("npm");
  expect(omissions).toEqual([
    { noun: "npm proxy repository", identity: "npm", path: "remove_non_cataloged", reason: "no API of Nexus has it" },
  ]);
});

it("reads the resources of all modules, without data sources", () => {
  const resource = (address: string, mode = "managed") => ({
    ...{ address, mode, type: "nexus_script", name: "a", provider_name: "registry.example/datadrivers/nexus" },
    ...{ index: 0, values: { name: address } },
  });
  const root_module = {
    resources: [resource("nexus_script.a[0]"), resource("data.nexus_script.b", "data")],
    child_modules: [{ child_modules: [{ resources: [resource("module.x.nexus_script.c[0]")] }] }],
  };
  const state = JSON.stringify({ format_version: "1.3", values: { root_module } });
  expect(parseTerraformState(state, "state.json").map(({ address, index }) => [address, index])).toEqual([
    ["nexus_script.a[0]", "0"],
    ["module.x.nexus_script.c[0]", "0"],
  ]);
});
