/** Provisions each estate, detects and repairs manual changes of its kinds, and destroys it. */
import { describe, expect, it } from "vitest";
import { createCliEnvironment, type ManualClient } from "../support/stack/test-environment.ts";

interface Drift {
  subject: string;
  /** Matches the output of a refresh. */
  pattern: RegExp;
  apply(manual: ManualClient): Promise<void>;
}

const changeWritePolicy = (path: string): Drift => ({
  subject: `the write policy of ${path}`,
  pattern: /~ writePolicy: "ALLOW_ONCE" => "ALLOW"/,
  apply: (manual) =>
    manual.change(path, (live) => ({ ...live, storage: { ...(live.storage as object), writePolicy: "ALLOW" } })),
});
const toggleAnonymousAccess: Drift = {
  subject: "anonymous access",
  pattern: /~ enabled *: (false => true|true => false)/,
  apply: (manual) => manual.change("/v1/security/anonymous", (live) => ({ ...live, enabled: !live.enabled })),
};
const addPrivilege = (role: string): Drift => ({
  subject: `a privilege of ${role}`,
  pattern: /\+ \[\d+\]: "nx-all"/,
  apply: (manual) =>
    manual.change(`/v1/security/roles/${role}`, (live) => ({
      ...live,
      privileges: [...(live.privileges as string[]), "nx-all"],
    })),
});
const deleteObject = (path: string): Drift => ({
  subject: path,
  pattern: /: \(delete\)/,
  apply: (manual) => manual.send("DELETE", path),
});
const changePassword = (user: string): Drift => ({
  subject: `the password of ${user}`,
  pattern: /\+ passwordDrifted *: true/,
  apply: (manual) => manual.setPassword(user, "by hand"),
});
const changeUpstream = (path: string): Drift => ({
  subject: `the upstream of ${path}`,
  pattern: /~ remoteUrl: .* => "https:\/\/elsewhere.example"/,
  apply: (manual) =>
    manual.change(path, (live) => ({
      ...live,
      proxy: { ...(live.proxy as object), remoteUrl: "https://elsewhere.example" },
    })),
});
const reverseMembers = (path: string): Drift => ({
  subject: `the order of ${path}`,
  pattern: /~ \[0\]: "[^"]+" => "[^"]+"/,
  apply: (manual) =>
    manual.change(path, (live) => ({
      ...live,
      group: { memberNames: (live.group as { memberNames: string[] }).memberNames.toReversed() },
    })),
});
const removeRealm: Drift = {
  subject: "the realms",
  pattern: /"(DockerToken|DefaultRole)"/,
  apply: async (manual) =>
    manual.send("PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm", "DefaultRole"]),
};
const attachPolicy: Drift = {
  subject: "a cleanup policy on the mirror",
  pattern: /\+ \[0\]: "docker-dev-hosted-retain-30d"/,
  apply: (manual) =>
    manual.change("/v1/repositories/docker/hosted/ocp-mirror", (live) => ({
      ...live,
      cleanup: { policyNames: ["docker-dev-hosted-retain-30d"] },
    })),
};
const shortenPolicy: Drift = {
  subject: "the days of a cleanup policy",
  pattern: /~ criteriaLastDownloaded: 30 => 1/,
  apply: (manual) =>
    manual.change("/internal/cleanup-policies/docker-dev-hosted-retain-30d", (live) => ({
      ...live,
      criteriaLastDownloaded: 1,
    })),
};

const docker = "https://hub.example";
const maven = "https://maven.example";
const libraries = { npm: "https://npm.example", pypi: "https://pypi.example" };
/**
 * The estates with their manual changes. A deletion also changes the objects that refer to the deleted one: users of a role,
 * roles with privileges of a repository.
 */
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
      changeWritePolicy("/v1/repositories/docker/hosted/docker-dev-hosted"),
      attachPolicy,
      shortenPolicy,
      changeUpstream("/v1/repositories/docker/proxy/docker-hub"),
      reverseMembers("/v1/repositories/docker/group/docker-group"),
      addPrivilege("nexus-jenkins-ci"),
      changePassword("nexus-openshift"),
      deleteObject("/v1/security/users/nexus-jenkinsbot"),
      toggleAnonymousAccess,
      removeRealm,
    ],
    found: { updated: 9, deleted: 1 },
  },
  {
    estate: "cwiq",
    upstreams: { dockerHub: docker, epel: "https://epel.example", mavenCentral: maven, ...libraries },
    resources: 38,
    drifts: [
      changeWritePolicy("/v1/repositories/docker/hosted/docker-hosted-prod"),
      changeWritePolicy("/v1/repositories/raw/hosted/raw-hosted-uat"),
      changeWritePolicy("/v1/repositories/yum/hosted/yum-hosted-prod"),
      changeWritePolicy("/v1/repositories/npm/hosted/npm-hosted"),
      changeUpstream("/v1/repositories/maven/proxy/maven-central"),
      changeUpstream("/v1/repositories/pypi/proxy/pypi-proxy"),
      reverseMembers("/v1/repositories/raw/group/raw-group"),
      reverseMembers("/v1/repositories/yum/group/yum-group-prod"),
      addPrivilege("nexus-promoter"),
      changePassword("nexus-deployments"),
      deleteObject("/v1/security/users/nexus-ci"),
      deleteObject("/v1/repositories/docker-group"),
      toggleAnonymousAccess,
    ],
    found: { updated: 13, deleted: 2 },
  },
  {
    estate: "cwiq-dev",
    upstreams: { dockerHub: docker, ...libraries },
    resources: 14,
    drifts: [
      changeUpstream("/v1/repositories/npm/proxy/npm-proxy"),
      reverseMembers("/v1/repositories/docker/group/docker-group"),
      addPrivilege("nexus-ci"),
      deleteObject("/v1/security/roles/nexus-deployments"),
      removeRealm,
    ],
    found: { updated: 5, deleted: 1 },
  },
  {
    estate: "p2c",
    upstreams: { mavenCentral: maven },
    resources: 10,
    drifts: [
      changeWritePolicy("/v1/repositories/maven/hosted/maven-releases"),
      changeUpstream("/v1/repositories/maven/proxy/maven-central"),
      addPrivilege("maven-deploy"),
      changePassword("maven-deploy"),
      toggleAnonymousAccess,
    ],
    found: { updated: 5 },
  },
];

describe.each(estates)("$estate", ({ estate, upstreams, resources, drifts, found }) => {
  it("is provisioned, unchanged on the second up, detects and repairs manual changes, and is destroyed", async () => {
    const { stack, manual, recordRequests } = await createCliEnvironment({ estate }, { config: { upstreams } });
    const requests = await recordRequests(async () => {
      // A preview and the update, in one command as most people run it.
      const up = await stack.pulumi("up", "--yes", "--stack", estate);
      expect(up.code, up.output).toBe(0);
      expect(up.counts).toEqual({ created: resources });
    });
    // One request for each created object, and a list for each family in the preview and in the update.
    expect(requests.length).toBeLessThanOrEqual(resources + 20);
    const unchanged = await recordRequests(async () =>
      expect((await stack.up()).counts).toEqual({ unchanged: resources }),
    );
    // Only repositories with connectors are compared with Nexus, by one list: another run may have taken a port.
    expect(unchanged).toEqual(unchanged.length ? ["GET /v1/repositorySettings"] : []);

    for (const { apply } of drifts) await apply(manual);
    const drifted = await stack.refresh();
    expect(drifted.code, drifted.output).toBe(0);
    for (const { subject, pattern } of drifts) expect(drifted.output, subject).toMatch(pattern);
    const { updated, deleted = 0 } = found;
    expect(drifted.counts).toEqual({ ...found, unchanged: resources - updated - deleted });

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
    // A destroy keeps content and removes access.
    for (const user of Object.keys(passwords))
      expect(await manual.acceptsLogin(user, passwords[user] ?? "")).toBe(false);
  });
});
