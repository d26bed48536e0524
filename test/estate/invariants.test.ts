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

const holding: [Invariant, Estate][] = [
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

describe("an invariant holds", () => {
  it.each(holding)("$name", (invariant, estate) => {
    expect(validate(estate, invariant)).toEqual([]);
  });
});

const broken: [string, Invariant, Estate, string][] = [
  [
    "the absence of policies is not declared",
    neverCleaned("mirror"),
    estateOf([docker("mirror")]),
    'mirror (docker:Hosted) cleanup.policyNames: breaks the invariant "mirror is never cleaned": is not declared: declare cleanup: { policyNames: [] }',
  ],
  [
    "a policy is attached",
    neverCleaned("mirror"),
    estateOf([policy, docker("mirror", { cleanup: { policyNames: ["old"] } })]),
    'mirror (docker:Hosted) cleanup.policyNames: breaks the invariant "mirror is never cleaned": names old',
  ],
  [
    "the repository is gone from the estate",
    neverCleaned("mirror"),
    estateOf([]),
    'breaks the invariant "mirror is never cleaned": the repository "mirror" is not declared',
  ],
  [
    "another role writes by a wildcard of its own",
    writtenBy("mirror", "writer"),
    estateOf([mirror, writer, wildcard("w", "nexus:repository-view:docker:*:edit,read"), role("other", ["w"])]),
    'other (nexus:Role) privileges: breaks the invariant "mirror is written by writer alone": the role "other" may write there too',
  ],
  [
    "another role writes through a role that it contains",
    writtenBy("mirror", "writer"),
    estateOf([mirror, writer, role("other", [], ["writer"])]),
    'other (nexus:Role) privileges: breaks the invariant "mirror is written by writer alone": the role "other" may write there too',
  ],
  [
    "another role writes some of it by a content selector",
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
    'other (nexus:Role) privileges: breaks the invariant "mirror is written by writer alone": the role "other" may write there too',
  ],
  [
    "the writer cannot write",
    writtenBy("mirror", "writer"),
    estateOf([mirror, role("writer", viewing("docker", "mirror", "read"))]),
    'mirror (docker:Hosted): breaks the invariant "mirror is written by writer alone": the role "writer" may not write there',
  ],
  [
    "a role may do something by a built-in privilege",
    nothingOn("mirror", "ci"),
    estateOf([mirror, role("ci", ["nx-repository-view-docker-*-read"])]),
    'ci (nexus:Role) privileges: breaks the invariant "ci may do nothing on mirror": it may read',
  ],
  [
    "a group shows it through another group",
    notIn("group", "mirror"),
    estateOf([mirror, group("docker-group", "inner", "mirror"), group("docker-group", "group", "inner")]),
    'group (docker:Group) group.memberNames: breaks the invariant "group is without mirror": it shows "mirror"',
  ],
  [
    "what is published can be overwritten",
    immutable("apps"),
    estateOf([docker("apps", { storage: { writePolicy: "ALLOW" } })]),
    'apps (docker:Hosted) storage.writePolicy: breaks the invariant "apps is immutable": is ALLOW: ALLOW_ONCE or DENY',
  ],
  [
    "the tag latest can be overwritten",
    immutable("apps"),
    estateOf([docker("apps", { storage: { writePolicy: "ALLOW_ONCE", latestPolicy: true } })]),
    'apps (docker:Hosted) storage.latestPolicy: breaks the invariant "apps is immutable": lets the tag latest be pushed again',
  ],
  [
    "a repository has a connector",
    noConnectors,
    estateOf([docker("apps", { docker: { httpPort: 5000 } })]),
    'apps (docker:Hosted) docker.httpPort: breaks the invariant "no repository has a connector": declares one',
  ],
  [
    "a role may do everything by a wildcard",
    noAllPowerfulRole,
    estateOf([wildcard("w", "nexus:*"), role("r", ["w"])]),
    'r (nexus:Role) privileges: breaks the invariant "no role may do everything": r (nexus:Role) may',
  ],
  [
    "a role contains nx-admin",
    noAllPowerfulRole,
    estateOf([role("r", [], ["nx-admin"])]),
    'r (nexus:Role) privileges: breaks the invariant "no role may do everything": r (nexus:Role) may',
  ],
];

describe("an invariant is broken when", () => {
  it.each(broken)("%s", (_, invariant, estate, expected) => {
    expect(validate(estate, invariant)).toEqual([expected]);
  });
});
