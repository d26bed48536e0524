import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/model/catalogue.ts";
import type { Kind } from "../../src/model/kind.ts";
import { cleanupPolicy } from "../../src/model/kinds/cleanup-policy.ts";
import { privilegeKinds } from "../../src/model/kinds/privileges.ts";
import { realms } from "../../src/model/kinds/realms.ts";
import { repositoryKinds } from "../../src/model/kinds/repository/repository-kinds.ts";
import { user } from "../../src/model/kinds/user.ts";
import { validateFields } from "../../src/model/validation.ts";
import { type Fields, unknownValue } from "../../src/util/json.ts";

const validate = (kind: Kind, fields: Fields) =>
  validateFields(kind, fields).map(({ path, message }) => `${path}: ${message}`);
const { hosted } = repositoryKinds.docker;
const { proxy } = repositoryKinds.maven;

describe("validateFields reports the path, the mistake and the correction", () => {
  it.each<[string, Kind, Fields, string]>([
    [
      "an unknown field",
      hosted,
      { name: "a", docker: { htpPort: 1 } },
      'docker.htpPort: is not a field of docker of a docker hosted repository; did you mean "httpPort"?',
    ],
    [
      "an unknown field without a similar one",
      user,
      { userId: "u", roles: ["r"], zzz: 1 },
      "zzz: is not a field of a user",
    ],
    [
      "a value that is not allowed",
      hosted,
      { name: "a", storage: { writePolicy: "ALLOW-ONCE" } },
      'storage.writePolicy: "ALLOW-ONCE" is not one of ALLOW, ALLOW_ONCE, DENY; did you mean "ALLOW_ONCE"?',
    ],
    ["a missing field", cleanupPolicy, { name: "p" }, "format: is missing: a string"],
    [
      "a wrong type",
      hosted,
      { name: "a", docker: { httpPort: "5000" } },
      "docker.httpPort: must be a number, not a string",
    ],
    ["a list for a text", hosted, { name: ["a"] }, "name: must be a string, not a list"],
    [
      "a port out of range",
      hosted,
      { name: "a", docker: { httpPort: 70000 } },
      "docker.httpPort: must be at most 65535, not 70000",
    ],
    [
      "an invalid name",
      hosted,
      { name: "_a" },
      "name: must be letters, digits, '-', '_' and '.', not starting with '_' or '.'",
    ],
    [
      "zero days",
      cleanupPolicy,
      { name: "p", format: "raw", criteriaLastDownloaded: 0 },
      "criteriaLastDownloaded: must be at least 1 day",
    ],
    [
      "an empty list of realms",
      realms,
      { active: [] },
      "active: must not be empty: an empty list locks all users out of Nexus permanently",
    ],
    ["a realm twice", realms, { active: ["A", "A"] }, "active: contains a realm twice"],
    [
      "the realm that Nexus refuses",
      realms,
      { active: ["NexusAuthorizingRealm"] },
      "active[0]: must not be NexusAuthorizingRealm, which is always active and which Nexus refuses in this list",
    ],
    ["a user without roles", user, { userId: "u", roles: [] }, "roles: must be at least one role"],
    [
      "authentication without a password",
      proxy,
      {
        name: "a",
        proxy: { remoteUrl: "https://x.example" },
        httpClient: { authentication: { type: "username", username: "u" } },
      },
      'httpClient.authentication.password: is needed with type "username"',
    ],
    [
      "an action of another type of privilege",
      privilegeKinds.application,
      { name: "p", domain: "users", actions: ["RUN"] },
      'actions[0]: "RUN" is not one of READ, EDIT, ADD, DELETE, ASSOCIATE, DISASSOCIATE, START, STOP, ALL',
    ],
  ])("%s", (_, kind, fields, expected) => {
    expect(validate(kind, fields)).toEqual([expected]);
  });

  it("reports all mistakes at once", () => {
    expect(validate(hosted, { name: "_", onlin: true, storage: { writePolicy: "NO" } })).toHaveLength(3);
  });
});

it("never contains a text of zod", () => {
  const values = [undefined, null, "", " ", "x".repeat(5000), 0, -1, 1.5, 1e9, true, [], [[]], [""], {}, { "a.b": 1 }];
  const messages = [...catalogue.values()].flatMap((kind) =>
    Object.entries(kind.shape.fields ?? {}).flatMap(([field, { fields = {} }]) => [
      ...values.flatMap((value) => validateFields(kind, { [field]: value })),
      ...Object.keys(fields).flatMap((inner) =>
        values.flatMap((value) => validateFields(kind, { [field]: { [inner]: value } })),
      ),
    ]),
  );
  const texts = [...new Set(messages.map(({ message }) => message))];
  expect(texts.length).toBeGreaterThan(50);
  expect(texts.filter((text) => /expected|received|invalid input|too (small|big)/i.test(text))).toEqual([]);
});

describe("an unknown value", () => {
  it.each<[string, Kind, Fields]>([
    ["a text", hosted, { name: unknownValue }],
    ["a number", hosted, { name: "a", docker: { httpPort: unknownValue } }],
    ["a value of a list", hosted, { name: "a", storage: { writePolicy: unknownValue } }],
    ["a whole object", hosted, { name: "a", storage: unknownValue }],
    ["an element", user, { userId: "u", roles: [unknownValue] }],
    ["two elements that must differ", realms, { active: [unknownValue, unknownValue] }],
  ])("is valid as %s", (_, kind, fields) => {
    expect(validate(kind, fields)).toEqual([]);
  });

  it("does not hide mistakes in other fields", () => {
    expect(validate(hosted, { name: unknownValue, storage: { writePolicy: "NO" }, zzz: 1 })).toHaveLength(2);
  });
});
