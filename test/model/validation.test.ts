import { describe, expect, it } from "vitest";
import type { Kind } from "../../src/model/kind.ts";
import { cleanupPolicy } from "../../src/model/kinds/cleanup-policy.ts";
import { privilegeKinds } from "../../src/model/kinds/privileges.ts";
import { realms } from "../../src/model/kinds/realms.ts";
import { repositoryKinds } from "../../src/model/kinds/repository/repository-kinds.ts";
import { user } from "../../src/model/kinds/user.ts";
import { validateFields } from "../../src/model/validation.ts";
import { type Fields, unknownValue } from "../../src/util/json.ts";

const said = (kind: Kind, fields: Fields) =>
  validateFields(kind, fields).map(({ path, message }) => `${path}: ${message}`);
const { hosted } = repositoryKinds.docker;
const { proxy } = repositoryKinds.maven;

describe("a wrong declaration is told where, what, and what would be right", () => {
  it.each<[string, Kind, Fields, string]>([
    [
      "an unknown field",
      hosted,
      { name: "a", docker: { htpPort: 1 } },
      'docker.htpPort: is not a field of docker of a docker hosted repository; did you mean "httpPort"?',
    ],
    [
      "an unknown field that nothing is near",
      user,
      { userId: "u", roles: ["r"], zzz: 1 },
      "zzz: is not a field of a user",
    ],
    [
      "a value out of a list",
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
      "docker.httpPort: too big: expected number to be <=65535",
    ],
    [
      "a bad name",
      hosted,
      { name: "_a" },
      "name: must be letters, digits, '-', '_' and '.', not starting with '_' or '.'",
    ],
    [
      "days that are none",
      cleanupPolicy,
      { name: "p", format: "raw", criteriaLastDownloaded: 0 },
      "criteriaLastDownloaded: must be at least 1 day",
    ],
    ["no realm at all", realms, { active: [] }, "active: an empty list locks everyone out of Nexus, for good"],
    ["a realm twice", realms, { active: ["A", "A"] }, "active: names a realm twice"],
    [
      "the realm that Nexus refuses",
      realms,
      { active: ["NexusAuthorizingRealm"] },
      "active[0]: nexusAuthorizingRealm is always on; Nexus refuses it in this list",
    ],
    ["a user without roles", user, { userId: "u", roles: [] }, "roles: nexus demands at least one role"],
    [
      "authentication without its password",
      proxy,
      {
        name: "a",
        proxy: { remoteUrl: "https://x.example" },
        httpClient: { authentication: { type: "username", username: "u" } },
      },
      'httpClient.authentication.password: is needed with type "username"',
    ],
    [
      "an action of another privilege",
      privilegeKinds.application,
      { name: "p", domain: "users", actions: ["RUN"] },
      'actions[0]: "RUN" is not one of READ, EDIT, ADD, DELETE, ASSOCIATE, DISASSOCIATE, START, STOP, ALL',
    ],
  ])("%s", (_, kind, fields, expected) => {
    expect(said(kind, fields)).toEqual([expected]);
  });

  it("names all of them at once", () => {
    expect(said(hosted, { name: "_", onlin: true, storage: { writePolicy: "NO" } })).toHaveLength(3);
  });
});

describe("what is not known yet", () => {
  it.each<[string, Kind, Fields]>([
    ["a text", hosted, { name: unknownValue }],
    ["a number", hosted, { name: "a", docker: { httpPort: unknownValue } }],
    ["a value out of a list", hosted, { name: "a", storage: { writePolicy: unknownValue } }],
    ["a whole object", hosted, { name: "a", storage: unknownValue }],
    ["an element", user, { userId: "u", roles: [unknownValue] }],
    ["two elements that must differ", realms, { active: [unknownValue, unknownValue] }],
  ])("is never wrong: %s", (_, kind, fields) => {
    expect(said(kind, fields)).toEqual([]);
  });

  it("does not hide what is known to be wrong", () => {
    expect(said(hosted, { name: unknownValue, storage: { writePolicy: "NO" }, zzz: 1 })).toHaveLength(2);
  });
});
