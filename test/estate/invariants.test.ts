import { describe, expect, it } from "vitest";
import type { Estate } from "../../src/estate/estate.ts";
import {
  type Invariant,
  immutable,
  neverCleaned,
  noAllPowerfulRole,
  noConnectors,
  nothingOn,
  notIn,
  writtenBy,
} from "../../src/estate/invariants.ts";
import { declare, docker, estateOf, group, role, validate, viewing } from "./support.ts";

const mirror = docker("mirror", { cleanup: { policyNames: [] } });
const apps = docker("apps", { storage: { writePolicy: "ALLOW_ONCE" } });
const writer = role("writer", viewing("docker", "mirror", "read", "add", "edit"));
const policy = declare("cleanup-policy", "old", { format: "docker", criteriaLastDownloaded: 1 });
const wildcard = (name: string, pattern: string) => declare("privilege-wildcard", name, { pattern });

const satisfied: [Invariant, Estate][] = [
  [neverCleaned("mirror"), estateOf([mirror])],
  [
    writtenBy("mirror", "writer"),
    estateOf([mirror, writer, role("reader", viewing("docker", "mirror", "browse", "read"))]),
  ],
  [nothingOn("mirror", "ci"), estateOf([mirror, apps, role("ci", viewing("docker", "apps", "*"))])],
  [notIn("group", "mirror"), estateOf([mirror, apps, group("docker-group", "group", "apps")])],
  [immutable("apps"), estateOf([apps])],
  [immutable("apps"), estateOf([docker("apps", { storage: { writePolicy: "DENY" } })])],
  [noConnectors, estateOf([apps])],
  [noAllPowerfulRole, estateOf([role("r", ["nx-users-all", "nx-repository-view-*-*-*"])])],
];

describe("an invariant is satisfied", () => {
  it.each(satisfied)("$name", (invariant, estate) => {
    expect(validate(estate, invariant)).toEqual([]);
  });
});

const violated: [string, Invariant, Estate, string][] = [
  [
    "an empty list of policies is not declared",
    neverCleaned("mirror"),
    estateOf([docker("mirror")]),
    'mirror (docker:Hosted) cleanup.policyNames: violates the invariant "mirror is never cleaned": is not set; set cleanup: { policyNames: [] }',
  ],
  [
    "a policy is attached",
    neverCleaned("mirror"),
    estateOf([policy, docker("mirror", { cleanup: { policyNames: ["old"] } })]),
    'mirror (docker:Hosted) cleanup.policyNames: violates the invariant "mirror is never cleaned": contains old',
  ],
  [
    "the repository is not declared",
    neverCleaned("mirror"),
    estateOf([]),
    'violates the invariant "mirror is never cleaned": repository "mirror" is not declared',
  ],
  [
    "another role writes through a wildcard",
    writtenBy("mirror", "writer"),
    estateOf([mirror, writer, wildcard("w", "nexus:repository-view:docker:*:edit,read"), role("other", ["w"])]),
    'other (nexus:Role) privileges: violates the invariant "only writer writes to mirror": role "other" also has write access',
  ],
  [
    "another role writes through a role that it contains",
    writtenBy("mirror", "writer"),
    estateOf([mirror, writer, role("other", [], ["writer"])]),
    'other (nexus:Role) privileges: violates the invariant "only writer writes to mirror": role "other" also has write access',
  ],
  [
    "another role writes to a part through a content selector",
    writtenBy("mirror", "writer"),
    estateOf([
      mirror,
      writer,
      declare("content-selector", "s", { expression: 'path =^ "/x"' }),
      declare("privilege-repository-content-selector", "p", {
        format: "docker",
        repository: "*",
        contentSelector: "s",
        actions: ["ALL"],
      }),
      role("other", ["p"]),
    ]),
    'other (nexus:Role) privileges: violates the invariant "only writer writes to mirror": role "other" also has write access',
  ],
  [
    "the role has no write access",
    writtenBy("mirror", "writer"),
    estateOf([mirror, role("writer", viewing("docker", "mirror", "read"))]),
    'mirror (docker:Hosted): violates the invariant "only writer writes to mirror": role "writer" has no write access',
  ],
  [
    "a role has access through a built-in privilege",
    nothingOn("mirror", "ci"),
    estateOf([mirror, role("ci", ["nx-repository-view-docker-*-read"])]),
    'ci (nexus:Role) privileges: violates the invariant "ci has no access to mirror": allows read',
  ],
  [
    "a group contains it through another group",
    notIn("group", "mirror"),
    estateOf([mirror, group("docker-group", "inner", "mirror"), group("docker-group", "group", "inner")]),
    'group (docker:Group) group.memberNames: violates the invariant "group does not contain mirror": contains "mirror"',
  ],
  [
    "published artifacts can be overwritten",
    immutable("apps"),
    estateOf([docker("apps", { storage: { writePolicy: "ALLOW" } })]),
    'apps (docker:Hosted) storage.writePolicy: violates the invariant "apps is immutable": is "ALLOW"; use ALLOW_ONCE or DENY',
  ],
  [
    "the tag latest can be overwritten",
    immutable("apps"),
    estateOf([docker("apps", { storage: { writePolicy: "ALLOW_ONCE", latestPolicy: true } })]),
    'apps (docker:Hosted) storage.latestPolicy: violates the invariant "apps is immutable": is true, so the tag latest can be overwritten',
  ],
  [
    "a repository has a connector",
    noConnectors,
    estateOf([docker("apps", { docker: { httpPort: 5000 } })]),
    'apps (docker:Hosted) docker.httpPort: violates the invariant "no repository has a connector": is set; remove it',
  ],
  [
    "a role grants everything through a wildcard",
    noAllPowerfulRole,
    estateOf([wildcard("w", "nexus:*"), role("r", ["w"])]),
    'r (nexus:Role) privileges: violates the invariant "no role grants everything": role "r" grants everything',
  ],
  [
    "a role contains nx-admin",
    noAllPowerfulRole,
    estateOf([role("r", [], ["nx-admin"])]),
    'r (nexus:Role) privileges: violates the invariant "no role grants everything": role "r" grants everything',
  ],
];

describe("an invariant is violated if", () => {
  it.each(violated)("%s", (_, invariant, estate, expected) => {
    expect(validate(estate, invariant)).toEqual([expected]);
  });
});
