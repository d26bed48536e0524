// @module-tag core
/**
 * Repeats the main tests of the embedded Nexus on a real Nexus Core: whole programs and a whole estate. The Core is used by
 * no other test, since a program sets its realms and anonymous access, and an export reads everything.
 */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type Core, startCore } from "../../tools/nexus-core/start-core.ts";
import { lintEstates } from "../export/support.ts";
import { compileEstates } from "../support/compile-estates.ts";
import { isFull } from "../support/scope.ts";
import { listWrites, runExportRoundTrip } from "../support/stack/export-round-trip.ts";
import { createProgram, ManualClient, openStack } from "../support/stack/test-environment.ts";

const everything = (more: string) => `
  const store = new blobStore.File("e2e-store", { softQuota: { type: "spaceRemainingQuota", limit: 1_000_000 } });
  const old = new CleanupPolicy("e2e-old", { format: "raw", criteriaLastDownloaded: 30 });
  const rule = new RoutingRule("e2e-rule", { mode: "BLOCK", matchers: ["^/secret/.*"] });
  const files = new raw.Hosted("e2e-files", { storage: { blobStoreName: store.name, writePolicy: "ALLOW_ONCE" }, cleanup: { policyNames: [old.name] } });
  const mirror = new raw.Proxy("e2e-mirror", {
    proxy: { remoteUrl: "https://files.example" }, routingRuleName: rule.name,
    httpClient: { authentication: { type: "username", username: "u", password: "upstream-s3cret" } },
  });
  new raw.Group("e2e-all", { group: { memberNames: [files.name, mirror.name] } });
  const releases = new maven.Hosted("e2e-releases", { maven: { versionPolicy: "RELEASE", layoutPolicy: "STRICT" } });
  new apt.Proxy("e2e-debian", { apt: { distribution: "bookworm", flat: false }, proxy: { remoteUrl: "https://debian.example" } });
  const selector = new ContentSelector("e2e-selector", { expression: 'format == "raw" and path =^ "/team/"' });
  const privileges = [
    new privilege.Application("e2e-application", { domain: "users", actions: ["READ"] }),
    new privilege.RepositoryView("e2e-view", { format: "raw", repository: files.name, actions: ["BROWSE", "READ"] }),
    new privilege.RepositoryAdmin("e2e-admin", { format: "*", repository: "*", actions: ["READ"] }),
    new privilege.RepositoryContentSelector("e2e-part", { format: "raw", repository: files.name, contentSelector: selector.name, actions: ["EDIT"] }),
    new privilege.Wildcard("e2e-wildcard", { pattern: "nexus:repository-view:raw:*:read" }),
  ];
  const inner = new Role("e2e-inner", { privileges: releases.privileges("read") });
  const role = new Role("e2e-role", { privileges: privileges.map(({ name }) => name), roles: [inner.roleId] });
  export const password = new User("e2e-user", { roles: [role.roleId] }).password;
  new AnonymousAccess("anonymous", { enabled: false });
  new Realms("realms", { active: ["NexusAuthenticatingRealm", "DefaultRole"] });
  ${more}`;
const count = 20;

/** Resources for the export only. */
const onlyExported = `
  new apt.Hosted("e2e-packages", { apt: { distribution: "bookworm" }, aptSigning: { keypair: "a key", passphrase: "a phrase" } });
  new Access("e2e-team", { description: "A team", privileges: files.privileges(...push), users: ["e2e-member"] });
  new task.BlobstoreCompact("e2e-compact", { schedule: { weekly: ["MONDAY"], at: "03:30" }, properties: { blobstoreName: store.name } });
  new task.RepositoryMavenRemoveSnapshots("e2e-snapshots", { properties: { repositoryName: "*", minimumRetained: 2 } });
  new capability.BaseUrl("e2e-url", { properties: { url: "https://nexus.example" } });
  new capability.WebhookGlobal("e2e-hook", { properties: { names: ["audit"], url: "https://hooks.example", secret: "s3cret" } });`;

async function openCoreStack(options: { program: string } | { stack: string }, config: Record<string, unknown> = {}) {
  const { url, username, password } = core;
  const stack = await openStack({ ...options, config: { url, username, ...config }, secrets: { password } });
  onTestFinished(() => stack.close());
  return { stack, manual: new ManualClient({ url }) };
}

/** Manual changes, one for each kind. */
const drifts: [string, (manual: ManualClient) => Promise<void>][] = [
  [
    "blob store",
    (manual) =>
      manual.change("/v1/blobstores/file/e2e-store", (live) => ({
        ...live,
        softQuota: { type: "spaceUsedQuota", limit: 1 },
      })),
  ],
  [
    "cleanup policy",
    (manual) => manual.change("/internal/cleanup-policies/e2e-old", (live) => ({ ...live, criteriaLastDownloaded: 1 })),
  ],
  ["routing rule", (manual) => manual.change("/v1/routing-rules/e2e-rule", (live) => ({ ...live, mode: "ALLOW" }))],
  [
    "hosted repository",
    (manual) =>
      manual.change("/v1/repositories/raw/hosted/e2e-files", (live) => ({
        ...live,
        storage: { ...(live.storage as object), writePolicy: "ALLOW" },
      })),
  ],
  [
    "proxy repository",
    (manual) =>
      manual.change("/v1/repositories/apt/proxy/e2e-debian", (live) => ({
        ...live,
        proxy: { ...(live.proxy as object), remoteUrl: "https://x.example" },
      })),
  ],
  [
    "group repository",
    (manual) =>
      manual.change("/v1/repositories/raw/group/e2e-all", (live) => ({
        ...live,
        group: { memberNames: ["e2e-mirror", "e2e-files"] },
      })),
  ],
  [
    "content selector",
    (manual) =>
      manual.change("/v1/security/content-selectors/e2e-selector", (live) => ({
        ...live,
        expression: 'format == "raw"',
      })),
  ],
  [
    "application privilege",
    (manual) =>
      manual.change(
        "/v1/security/privileges/e2e-application",
        (live) => ({ ...live, actions: ["ALL"] }),
        "/v1/security/privileges/application/e2e-application",
      ),
  ],
  [
    "wildcard privilege",
    (manual) =>
      manual.change(
        "/v1/security/privileges/e2e-wildcard",
        (live) => ({ ...live, pattern: "nexus:*" }),
        "/v1/security/privileges/wildcard/e2e-wildcard",
      ),
  ],
  ["role", (manual) => manual.change("/v1/security/roles/e2e-inner", (live) => ({ ...live, privileges: ["nx-all"] }))],
  ["password", (manual) => manual.setPassword("e2e-user", "by hand")],
  ["anonymous access", (manual) => manual.change("/v1/security/anonymous", (live) => ({ ...live, enabled: true }))],
  ["realms", (manual) => manual.send("PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm"])],
];

let core: Core;

describe.runIf(isFull && !process.env.NEXUS_URL)("on the real Nexus Core", () => {
  beforeAll(async () => {
    core = await startCore();
  });
  afterAll(() => core.stop());

  it("provisions, detects drift of, repairs and destroys every kind of a real Core", async () => {
    const { stack, manual } = await openCoreStack({ program: createProgram(everything("")) }, { deleteContent: true });
    const up = await stack.up();
    expect(up.code, up.output).toBe(0);
    expect(up.counts).toEqual({ created: count });
    expect((await stack.up()).counts).toEqual({ unchanged: count });
    expect((await stack.refresh()).counts).toEqual({ unchanged: count });

    for (const [, drift] of drifts) await drift(manual);
    await manual.send("DELETE", "/v1/security/privileges/e2e-view");
    const drifted = await stack.refresh();
    // The role lost the deleted privilege.
    expect(drifted.counts, drifted.output).toEqual({
      updated: drifts.length + 1,
      deleted: 1,
      unchanged: count - drifts.length - 2,
    });
    const healed = await stack.up();
    expect(healed.code, healed.output).toBe(0);
    expect((await stack.refresh()).counts).toEqual({ unchanged: count });
    const { password } = await stack.readOutputs();
    expect(await manual.acceptsLogin("e2e-user", password as string)).toBe(true);
    for (const secret of [password as string, "upstream-s3cret", core.password])
      expect(stack.readStateFile()).not.toContain(secret);

    const destroyed = await stack.destroy("--run-program");
    expect(destroyed.code, destroyed.output).toBe(0);
    const names = ((await manual.get("/v1/repositories")) as unknown as { name: string }[]).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith("e2e-"))).toEqual([]);
  });

  it("p2c adopts the repositories of a new Nexus and repairs drift", async () => {
    const { stack, manual } = await openCoreStack(
      { stack: "p2c" },
      { upstreams: { mavenCentral: "https://maven.example" } },
    );
    const preview = await stack.preview();
    expect(preview.output).toContain(
      'maven hosted repository "maven-releases": adopts the existing object, no changes',
    );
    expect(preview.output).toContain(
      'maven proxy repository "maven-central": adopts the existing object, changes proxy.remoteUrl',
    );
    const up = await stack.up();
    expect(up.code, up.output).toBe(0);
    await manual.change("/v1/repositories/maven/hosted/maven-releases", (live) => ({
      ...live,
      storage: { ...(live.storage as object), writePolicy: "ALLOW" },
    }));
    await manual.send("DELETE", "/v1/security/users/maven-deploy");
    expect((await stack.refresh()).counts).toEqual({ updated: 1, deleted: 1, unchanged: 8 });
    const healed = await stack.up();
    expect(healed.code, healed.output).toBe(0);
    expect((await stack.refresh()).counts).toEqual({ unchanged: 10 });
  });

  it("exports a real Core and adopts everything without a change", async () => {
    const { stack, manual } = await openCoreStack(
      { program: createProgram(everything(onlyExported)) },
      { deleteContent: true },
    );
    const up = await stack.up();
    expect(up.code, up.output).toBe(0);
    await manual.setPassword("e2e-user", "known to the user alone");
    const { exportOutput, estate, created, requests } = await runExportRoundTrip(core);
    expect(listWrites(requests)).toEqual([]);
    expect(created).toBeGreaterThan(count);
    expect(exportOutput).not.toContain("Not exported (left unchanged in Nexus)");
    expect(await manual.acceptsLogin("e2e-user", "known to the user alone")).toBe(true);
    expect(compileEstates([estate]).flat()).toEqual([]);
    expect(lintEstates([estate])).toBe("");
  });
});
