/** The environments, each from nothing to everything, drifted by hand in all its kinds, healed, and taken away. */
import { describe, expect, it } from "vitest";
import { getConnectorStatus } from "../support/docker.ts";
import { createTestEnvironment, type ManualClient } from "./support/test-environment.ts";

interface Drift {
  what: string;
  /** What a refresh shows of it. */
  shown: RegExp;
  by(manual: ManualClient): Promise<void>;
}

const loosened = (path: string): Drift => ({
  what: `the write policy of ${path}`,
  shown: /~ writePolicy: "ALLOW_ONCE" => "ALLOW"/,
  by: (manual) =>
    manual.change(path, (live) => ({ ...live, storage: { ...(live.storage as object), writePolicy: "ALLOW" } })),
});
const opened: Drift = {
  what: "anonymous access",
  shown: /~ enabled *: (false => true|true => false)/,
  by: (manual) => manual.change("/v1/security/anonymous", (live) => ({ ...live, enabled: !live.enabled })),
};
const moreRights = (role: string): Drift => ({
  what: `a privilege of ${role}`,
  shown: /\+ \[\d+\]: "nx-all"/,
  by: (manual) =>
    manual.change(`/v1/security/roles/${role}`, (live) => ({
      ...live,
      privileges: [...(live.privileges as string[]), "nx-all"],
    })),
});
const deleted = (path: string): Drift => ({
  what: path,
  shown: /: \(delete\)/,
  by: (manual) => manual.send("DELETE", path),
});
const newPassword = (user: string): Drift => ({
  what: `the password of ${user}`,
  shown: /\+ passwordDrifted *: true/,
  by: (manual) => manual.setPassword(user, "by hand"),
});
const otherUpstream = (path: string): Drift => ({
  what: `the upstream of ${path}`,
  shown: /~ remoteUrl: .* => "https:\/\/elsewhere.example"/,
  by: (manual) =>
    manual.change(path, (live) => ({
      ...live,
      proxy: { ...(live.proxy as object), remoteUrl: "https://elsewhere.example" },
    })),
});
const otherOrder = (path: string): Drift => ({
  what: `the order of ${path}`,
  shown: /~ \[0\]: "[^"]+" => "[^"]+"/,
  by: (manual) =>
    manual.change(path, (live) => ({
      ...live,
      group: { memberNames: (live.group as { memberNames: string[] }).memberNames.toReversed() },
    })),
});
const fewerRealms: Drift = {
  what: "the realms",
  shown: /"(DockerToken|DefaultRole)"/,
  by: async (manual) => manual.send("PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm", "DefaultRole"]),
};
const attached: Drift = {
  what: "a cleanup policy on the mirror",
  shown: /\+ \[0\]: "docker-dev-hosted-retain-30d"/,
  by: (manual) =>
    manual.change("/v1/repositories/docker/hosted/ocp-mirror", (live) => ({
      ...live,
      cleanup: { policyNames: ["docker-dev-hosted-retain-30d"] },
    })),
};
const shortened: Drift = {
  what: "the days of a cleanup policy",
  shown: /~ criteriaLastDownloaded: 30 => 1/,
  by: (manual) =>
    manual.change("/internal/cleanup-policies/docker-dev-hosted-retain-30d", (live) => ({
      ...live,
      criteriaLastDownloaded: 1,
    })),
};

const docker = "https://hub.example";
const maven = "https://maven.example";
const libraries = { npm: "https://npm.example", pypi: "https://pypi.example" };
/** What is deleted by hand is missed by others, too: a role by its users, a repository by the roles that named its privileges. */
const estates: {
  estate: string;
  upstreams: Record<string, string>;
  resources: number;
  drifts: Drift[];
  found: { updated: number; deleted?: number };
}[] = [
  {
    estate: "lab",
    upstreams: { dockerHub: docker },
    resources: 27,
    drifts: [
      loosened("/v1/repositories/docker/hosted/docker-dev-hosted"),
      attached,
      shortened,
      otherUpstream("/v1/repositories/docker/proxy/docker-hub"),
      otherOrder("/v1/repositories/docker/group/docker-group"),
      moreRights("nexus-jenkins-ci"),
      newPassword("nexus-openshift"),
      deleted("/v1/security/users/nexus-jenkinsbot"),
      opened,
      fewerRealms,
    ],
    found: { updated: 9, deleted: 1 },
  },
  {
    estate: "cwiq",
    upstreams: { dockerHub: docker, epel: "https://epel.example", mavenCentral: maven, ...libraries },
    resources: 38,
    drifts: [
      loosened("/v1/repositories/docker/hosted/docker-hosted-prod"),
      loosened("/v1/repositories/raw/hosted/raw-hosted-uat"),
      loosened("/v1/repositories/yum/hosted/yum-hosted-prod"),
      loosened("/v1/repositories/npm/hosted/npm-hosted"),
      otherUpstream("/v1/repositories/maven/proxy/maven-central"),
      otherUpstream("/v1/repositories/pypi/proxy/pypi-proxy"),
      otherOrder("/v1/repositories/raw/group/raw-group"),
      otherOrder("/v1/repositories/yum/group/yum-group-prod"),
      moreRights("nexus-promoter"),
      newPassword("nexus-deployments"),
      deleted("/v1/security/users/nexus-ci"),
      deleted("/v1/repositories/docker-group"),
      opened,
    ],
    found: { updated: 13, deleted: 2 },
  },
  {
    estate: "cwiq-dev",
    upstreams: { dockerHub: docker, ...libraries },
    resources: 14,
    drifts: [
      otherUpstream("/v1/repositories/npm/proxy/npm-proxy"),
      otherOrder("/v1/repositories/docker/group/docker-group"),
      moreRights("nexus-ci"),
      deleted("/v1/security/roles/nexus-deployments"),
      fewerRealms,
    ],
    found: { updated: 5, deleted: 1 },
  },
  {
    estate: "p2c",
    upstreams: { mavenCentral: maven },
    resources: 10,
    drifts: [
      loosened("/v1/repositories/maven/hosted/maven-releases"),
      otherUpstream("/v1/repositories/maven/proxy/maven-central"),
      moreRights("maven-deploy"),
      newPassword("maven-deploy"),
      opened,
    ],
    found: { updated: 5 },
  },
];

describe.each(estates)("$estate", ({ estate, upstreams, resources, drifts, found }) => {
  it("is provisioned, unchanged on the second up, detects and repairs manual changes, and is destroyed", async () => {
    const { stack, manual, recordRequests } = await createTestEnvironment({ estate }, { config: { upstreams } });
    const preview = await stack.preview();
    expect(preview.code, preview.output).toBe(0);
    const requests = await recordRequests(async () => {
      const up = await stack.up();
      expect(up.code, up.output).toBe(0);
      expect(up.counts).toEqual({ created: resources });
    });
    // One for each thing that is made, and a list for each family of things.
    expect(requests.length).toBeLessThanOrEqual(resources + 10);
    expect(
      await recordRequests(async () => expect((await stack.up()).counts).toEqual({ unchanged: resources })),
    ).toEqual([]);
    expect((await stack.refresh()).counts).toEqual({ unchanged: resources });

    for (const { by } of drifts) await by(manual);
    const drifted = await stack.refresh();
    expect(drifted.code, drifted.output).toBe(0);
    for (const { what, shown } of drifts) expect(drifted.output, what).toMatch(shown);
    const { updated, deleted: gone = 0 } = found;
    expect(drifted.counts).toEqual({ ...found, unchanged: resources - updated - gone });

    const healed = await stack.up();
    expect(healed.code, healed.output).toBe(0);
    expect((await stack.refresh()).counts).toEqual({ unchanged: resources });

    const { passwords } = (await stack.readOutputs()) as { passwords: Record<string, string> };
    for (const [user, password] of Object.entries(passwords)) {
      expect(await manual.acceptsLogin(user, password)).toBe(true);
      expect(stack.readStateFile()).not.toContain(password);
    }

    const destroyed = await stack.destroy("--run-program");
    expect(destroyed.code, destroyed.output).toBe(0);
    // Content is kept, access is not.
    for (const user of Object.keys(passwords))
      expect(await manual.acceptsLogin(user, passwords[user] ?? "")).toBe(false);
  });
});

describe("lab", () => {
  it("refuses anonymous requests and gives each user only its own repositories", async () => {
    const { stack, nexus } = await createTestEnvironment(
      { estate: "lab" },
      { config: { upstreams: { dockerHub: docker } } },
    );
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    for (const repository of ["docker-dev-hosted", "ocp-mirror", "docker-group"])
      expect(await getConnectorStatus(nexus, repository)).toBe(401);
    const { passwords } = (await stack.readOutputs()) as { passwords: Record<string, string> };
    const password = passwords["nexus-jenkinsbot"] ?? "";
    expect(await getConnectorStatus(nexus, "docker-dev-hosted", { username: "nexus-jenkinsbot", password })).toBe(200);
  });

  it("takes settings and passwords from the stack's configuration", async () => {
    const { stack, manual } = await createTestEnvironment(
      { estate: "lab" },
      {
        config: { upstreams: { dockerHub: "https://mirror.site.example" }, retainDays: 7, appsPort: 6002 },
        secrets: { "passwords.nexus-jenkinsbot": "given-by-the-site" },
      },
    );
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.get("/internal/cleanup-policies/docker-dev-hosted-retain-30d")).toMatchObject({
      criteriaLastDownloaded: 7,
    });
    expect(await manual.get("/v1/repositories/docker/hosted/docker-dev-hosted")).toMatchObject({
      docker: { httpPort: 6002 },
    });
    expect(await manual.get("/v1/repositories/docker/proxy/docker-hub")).toMatchObject({
      proxy: { remoteUrl: "https://mirror.site.example" },
    });
    expect(await manual.acceptsLogin("nexus-jenkinsbot", "given-by-the-site")).toBe(true);
  });
});

describe("cwiq", () => {
  const oauth2 = {
    clientId: "nexus",
    idpAuthorizationUrl: "https://id.example/authorize",
    idpTokenUrl: "https://id.example/token",
    idpJwksUrl: "https://id.example/keys",
  };
  it.each([
    ["a header", { header: "X-Remote-User" }, {}, "rutauth-realm"],
    ["SAML", { saml: { idpMetadata: "<metadata/>", groupsAttribute: "groups" } }, {}, "SamlRealm"],
    ["OpenID Connect", { oauth2 }, { "signOn.oauth2.clientSecret": "cl1ent-s3cret" }, "OAuth2Realm"],
  ])("configures sign-in by %s", async (_what, signOn, secrets, realm) => {
    const { stack, manual } = await createTestEnvironment(
      { estate: "cwiq" },
      {
        nexus: { edition: "PRO" },
        config: {
          signOn,
          upstreams: { dockerHub: docker, epel: "https://epel.example", mavenCentral: maven, ...libraries },
        },
        secrets,
      },
    );
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.get("/v1/security/realms/active")).toContain(realm);
    expect((await stack.up()).counts).toEqual({ unchanged: 40 });
    expect(stack.readStateFile()).not.toContain("cl1ent-s3cret");
  });
});
