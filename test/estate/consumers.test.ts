import { describe, expect, it } from "vitest";
import type { ClientSettings } from "../../src/client-config/client-settings.ts";
import { type Consumers, consumersSchema as schema } from "../../src/client-config/consumers.ts";
import { validateRotations } from "../../src/estate/rules/access-rules.ts";
import { validateConsumers } from "../../src/estate/rules/consumers.ts";
import { estate } from "../clients/consumers/support.ts";

function validate(consumers: Consumers, clients: ClientSettings = {}): string[] {
  const parts = { consumers: schema.parse(consumers) };
  return validateConsumers(estate, { clients, clientConfig: parts, chains: [] }).map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

const pulling = (repository: string, user: string, more: { group?: true } = {}) => ({
  kubernetes: { secrets: [{ name: "pull", namespaces: ["demo"], registries: [{ repository, user, ...more }] }] },
});
const path = "clientConfig.consumers.kubernetes.secrets[0].registries[0]";

describe("the consumers of a client configuration", () => {
  it("are accepted if their users and repositories exist and have the permissions", () => {
    expect(
      validate(
        {
          identities: { builds: ["ci", "ci-b"] },
          gitlab: { user: "builds", push: "apps", pull: "all" },
          jenkins: { push: "apps", pull: "apps", credential: "nexus", credentials: { nexus: "builds" } },
          ...pulling("apps", "runtime"),
          clusters: { one: { container: { repository: "apps", credential: "c" } } },
          maven: { mirror: "maven-public" },
          npm: { user: "builds", read: "npm-hosted", publish: "npm-hosted" },
          pip: { user: "builds", read: "pypi-hosted", publish: "pypi-hosted" },
        },
        { inUse: { builds: "ci-b" } },
      ),
    ).toEqual([]);
  });

  it.each<[Consumers, string]>([
    [
      { gitlab: { user: "ci", push: "app", pull: "all" } },
      'clientConfig.consumers.gitlab.push: docker repository "app" is not declared; did you mean "apps"?',
    ],
    [
      { gitlab: { user: "ci", push: "apps", pull: "npm-hosted" } },
      'clientConfig.consumers.gitlab.pull: docker repository "npm-hosted" is not declared',
    ],
    [
      { gitlab: { user: "ci", push: "all", pull: "all" } },
      'clientConfig.consumers.gitlab.push: "all" is a group; use a hosted repository to publish',
    ],
    [
      { gitlab: { user: "runtime", push: "apps", pull: "apps" } },
      'clientConfig.consumers.gitlab.push: user "runtime" has no permission to edit "apps"',
    ],
    [
      { docker: { user: "ci-c", repositories: ["apps"] } },
      'clientConfig.consumers.docker.user: user "ci-c" is not declared; did you mean "ci-b"?',
    ],
    [
      { npm: { read: "npm-hosted" } },
      'clientConfig.consumers.npm.read: anonymous access has no permission to read "npm-hosted"',
    ],
    [
      { jenkins: { credential: "one", credentials: { other: "ci" } } },
      'clientConfig.consumers.jenkins.credential: "one" is not in jenkins.credentials; use one of other',
    ],
  ])("are rejected: %j", (consumers, message) => expect(validate(consumers)).toEqual([message]));

  it("pull secrets are rejected for users with write access, and for groups without `group: true`", () => {
    expect(validate(pulling("apps", "ci"))).toEqual([
      `${path}: user "ci" may write to apps, by-path, maven-releases, npm-hosted, pypi-hosted; use a user with read-only access`,
    ]);
    expect(validate(pulling("all", "runtime"))).toContain(
      `${path}: "all" is a group, which serves all of its members; list the members, or set group: true`,
    );
    expect(validate(pulling("all", "runtime", { group: true }))).toEqual([
      `${path}: user "runtime" has no permission to read "all"`,
    ]);
  });
});

describe("the users of an identity", () => {
  const identities = { builds: ["ci", "ci-b"] };

  it("have the same roles", () => {
    expect(validate({ identities: { builds: ["ci", "runtime"] } })).toEqual([
      "clientConfig.consumers.identities.builds: ci and runtime have different roles; give both users the same roles",
    ]);
    expect(validate({ identities: { builds: ["ci", "unknown"] } })).toEqual([
      'clientConfig.consumers.identities.builds: user "unknown" is not declared',
    ]);
    expect(schema.safeParse({ identities: { builds: ["ci"] } }).success).toBe(false);
  });

  it("must be named by consumers through the identity", () => {
    expect(validate({ identities, docker: { user: "ci", repositories: ["apps"] } })).toEqual([
      'clientConfig.consumers.docker.user: "ci" belongs to the identity "builds"; use "builds"',
    ]);
  });

  it("include the one that nexus:clients.inUse names", () => {
    expect(validate({ identities }, { inUse: { builds: "runtime" } })).toEqual([
      'nexus:clients.inUse.builds: is "runtime"; use ci or ci-b',
    ]);
    expect(validate({ identities }, { inUse: { build: "ci" } })).toEqual([
      'nexus:clients.inUse.build: identity "build" is not in clientConfig.consumers.identities; did you mean "builds"?',
    ]);
  });
});

it("rotations are rejected for users that are not declared", () => {
  expect(validateRotations(estate, ["ci", "cii"]).map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'nexus:rotations.cii: user "cii" is not declared; did you mean "ci"?',
  ]);
});
