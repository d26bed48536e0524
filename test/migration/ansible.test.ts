import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { migrateAnsible } from "../../src/migration/ansible/migrate-ansible.ts";
import { createRepositoryMapping, listMappings, settingMappings } from "../../src/migration/ansible/role-mapping.ts";
import { catalogue } from "../../src/model/catalogue.ts";
import { findShapeAt } from "../../src/model/shape.ts";

const migrate = (text: string) => migrateAnsible(text, "nexus.yml");

it("every mapped attribute leads to a field", () => {
  const kindsOf: Readonly<Record<string, readonly string[]>> = {
    nexus_blobstores: ["blob-store-file", "blob-store-s3"],
    nexus_privileges: ["privilege-repository-view"],
  };
  const mapped = [
    ...Object.entries(listMappings).map(([name, { kind, renamed = {} }]) => ({
      kinds: kindsOf[name] ?? [String(kind)],
      fields: Object.values(renamed),
    })),
    ...settingMappings.map(({ kind, variables }) => ({ kinds: [kind], fields: Object.values(variables) })),
    {
      kinds: [...catalogue.values()].flatMap(({ name, repository }) => (repository ? [name] : [])),
      fields: ["apt", "yum"].flatMap((format) =>
        Object.values(createRepositoryMapping(format, "hosted").renamed ?? {}),
      ),
    },
  ];
  const missing = mapped.flatMap(({ kinds, fields }) => {
    const shapes = kinds.flatMap((kind) => catalogue.get(kind)?.shape ?? []);
    return fields.filter((field) => !shapes.some((shape) => findShapeAt(shape, field)));
  });
  expect(missing).toEqual([]);
});

it("reads the variables of plays and of their roles", () => {
  const { objects } = migrate(`
- hosts: nexus
  vars: { nexus_roles: [{ id: readers, name: readers, privileges: [nx-search-read] }] }
  roles:
    - { role: nexus3-oss, nexus_local_users: [{ username: ada, roles: [readers] }] }
`);
  expect(objects.map(({ kind, resource }) => `${kind.name} ${resource}`)).toEqual(["role readers", "user ada"]);
});

it("combines an entry with the defaults of the role, and with those of the file", () => {
  const { objects } = migrate(`
nexus_config_docker: true
_nexus_repos_docker_defaults: { force_basic_auth: false }
nexus_blob_names: { docker: { blob: images } }
nexus_repos_docker_hosted: [{ name: apps, http_port: "{{ nexus_docker_hosted_port }}", layout_policy: strict }]
`);
  expect(objects[0]?.fields).toEqual({
    name: "apps",
    storage: { blobStoreName: "images", strictContentTypeValidation: true, writePolicy: "ALLOW_ONCE" },
    docker: { httpPort: 9080, forceBasicAuth: false },
  });
});

it.each([
  ["a template", '"{{ lookup(1) }}"', "contains the template {{ lookup(1) }}; write the value into the file"],
  [
    "a value of ansible-vault",
    "!vault abc",
    "contains a value that is encrypted with ansible-vault; write the value into the file",
  ],
])("lists an object with %s outside of secrets", (_name, value, reason) => {
  const { objects, omissions } = migrate(`
nexus_roles: [{ id: a, name: a }, { id: b, name: ${value} }]
`);
  expect(objects.map(({ resource }) => resource)).toEqual(["a"]);
  expect(omissions).toEqual([{ noun: "Ansible variable", identity: "nexus_roles[1]", path: "", reason }]);
});

it("lists an attribute that the role does not have", () => {
  const { omissions } = migrate("nexus_roles: [{ id: a, name: a, colour: red }]");
  expect(omissions).toEqual([{ noun: "role", identity: "a", path: "colour", reason: "has no field in nexus-iac" }]);
});

it("omits the realms, whose order the variables do not have", () => {
  const fixture = readFileSync(join(import.meta.dirname, "fixtures/nexus3-oss-2.5.2.variables.yml"), "utf8");
  const { objects, omissions } = migrate(fixture);
  expect(objects).toHaveLength(22);
  expect(omissions.map(({ identity }) => identity)).toEqual([
    "nexus_repos_npm_hosted",
    "nexus_local_users[1]",
    "nexus_ldap_realm",
  ]);
});
