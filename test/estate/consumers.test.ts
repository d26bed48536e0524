import { describe, expect, it } from "vitest";
import type { ClientSettings } from "../../src/client-config/client-settings.ts";
import { type Consumers, consumersSchema as schema } from "../../src/client-config/consumers.ts";
import { validateConsumers } from "../../src/estate/rules/consumers.ts";
import { validateRotations } from "../../src/estate/rules/rotations.ts";
import { estate } from "../clients/consumers/support.ts";

function said(consumers: Consumers, clients: ClientSettings = {}): string[] {
  const parts = { consumers: schema.parse(consumers) };
  return validateConsumers(estate, { clients, parts, chains: [] }).map(({ path, message }) => `${path}: ${message}`);
}

const pulling = (repository: string, user: string, more: { group?: true } = {}) => ({
  kubernetes: { secrets: [{ name: "pull", namespaces: ["demo"], registries: [{ repository, user, ...more }] }] },
});
const place = "clientConfig.consumers.kubernetes.secrets[0].registries[0]";

describe("what consumers are given", () => {
  it("is what there is, and what they may use", () => {
    expect(
      said(
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
      'clientConfig.consumers.gitlab.push: there is no docker repository "app"; did you mean "apps"?',
    ],
    [
      { gitlab: { user: "ci", push: "apps", pull: "npm-hosted" } },
      'clientConfig.consumers.gitlab.pull: there is no docker repository "npm-hosted"',
    ],
    [
      { gitlab: { user: "ci", push: "all", pull: "all" } },
      "clientConfig.consumers.gitlab.push: all is a group: what is published goes to a hosted repository",
    ],
    [
      { gitlab: { user: "runtime", push: "apps", pull: "apps" } },
      "clientConfig.consumers.gitlab.push: runtime has no right to edit apps",
    ],
    [
      { docker: { user: "ci-c", repositories: ["apps"] } },
      'clientConfig.consumers.docker.user: there is no user "ci-c"; did you mean "ci-b"?',
    ],
    [
      { npm: { read: "npm-hosted" } },
      "clientConfig.consumers.npm.read: who comes without credentials has no right to read npm-hosted",
    ],
    [
      { jenkins: { credential: "one", credentials: { other: "ci" } } },
      "clientConfig.consumers.jenkins.credential: must be one of jenkins.credentials: other",
    ],
  ])("is refused otherwise: %j", (consumers, message) => expect(said(consumers)).toEqual([message]));

  it("lets clusters come as who can write nowhere, and not through a group by mistake", () => {
    expect(said(pulling("apps", "ci"))).toEqual([
      `${place}: ci may write to apps, by-path, maven-releases, npm-hosted, pypi-hosted: clusters pull as who only reads`,
    ]);
    expect(said(pulling("all", "runtime"))).toContain(
      `${place}: all is a group, which shows all of its members: name these, or say group: true`,
    );
    expect(said(pulling("all", "runtime", { group: true }))).toEqual([`${place}: runtime has no right to read all`]);
  });
});

describe("users who stand in for each other", () => {
  const identities = { builds: ["ci", "ci-b"] };

  it("have the same roles", () => {
    expect(said({ identities: { builds: ["ci", "runtime"] } })).toEqual([
      "clientConfig.consumers.identities.builds: ci and runtime have not the same roles: one could not stand in for the other",
    ]);
    expect(said({ identities: { builds: ["ci", "nobody"] } })).toEqual([
      'clientConfig.consumers.identities.builds: there is no user "nobody"',
    ]);
    expect(schema.safeParse({ identities: { builds: ["ci"] } }).success).toBe(false);
  });

  it("are known to consumers by their identity alone", () => {
    expect(said({ identities, docker: { user: "ci", repositories: ["apps"] } })).toEqual([
      'clientConfig.consumers.docker.user: ci is one of the users of the identity "builds": say that',
    ]);
  });

  it("are in use as the stack says", () => {
    expect(said({ identities }, { inUse: { builds: "runtime" } })).toEqual([
      'nexus:clients.inUse.builds: must be ci or ci-b, not "runtime"',
    ]);
    expect(said({ identities }, { inUse: { build: "ci" } })).toEqual([
      'nexus:clients.inUse.build: there is no identity "build" in clientConfig.consumers.identities; did you mean "builds"?',
    ]);
  });
});

it("passwords are made anew of users that there are", () => {
  expect(validateRotations(estate, ["ci", "cii"]).map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'nexus:rotations.cii: there is no user "cii"; did you mean "ci"?',
  ]);
});
