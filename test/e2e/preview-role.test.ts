/** Tests that the role for previews allows complete previews, reports and refreshes, and that Nexus refuses all changes. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startNexus } from "nexus-embedded";
import { describe, expect, it, onTestFinished } from "vitest";
import { startCore } from "../../tools/nexus-core/start-core.ts";
import type { Tool } from "../../tools/support/test-tools.mjs";
import { readNexusLists } from "../support/faults/nexus-lists.ts";
import type { ServerLogin } from "../support/resource-stack.ts";
import { isFull } from "../support/scope.ts";
import { CliStack } from "../support/stack/cli-stack.ts";
import { createProgram, ManualClient } from "../support/stack/test-environment.ts";
import { runForStack } from "./support/stack-command.ts";

const estate = `
  const old = new CleanupPolicy("look-old", { format: "raw", criteriaLastDownloaded: 30 });
  const store = new blobStore.File("look-store");
  const rule = new RoutingRule("look-rule", { mode: "BLOCK", matchers: ["^/secret/.*"] });
  const files = new raw.Hosted("look-files", { storage: { blobStoreName: store.name, writePolicy: "ALLOW_ONCE" }, cleanup: { policyNames: [old.name] } });
  const mirror = new raw.Proxy("look-mirror", { proxy: { remoteUrl: "https://files.example" }, routingRuleName: rule.name });
  new raw.Group("look-all", { group: { memberNames: [files.name, mirror.name] } });
  new ContentSelector("look-selector", { expression: 'format == "raw" and path =^ "/team/"' });
  new Access("look-readers", { privileges: files.privileges(...pull), description: "d", users: ["look-reader"] });
  new task.BlobstoreCompact("look-compact", { schedule: { daily: "02:00" }, properties: { blobstoreName: "default" } });
  new capability.BaseUrl("look-url", { properties: { url: "https://nexus.example" } });
  new AnonymousAccess("anonymous", { enabled: false });
  const preview = new PreviewRole("look-preview", { users: ["look-preview"] });
  export const passwords = pulumi.secret(preview.passwords);`;
const core = `new Realms("realms", { active: ["NexusAuthenticatingRealm"] });`;

/** Resources that need the Pro edition, and one that only an administrator can read. */
const inPro = `
  new LdapServer("look-ldap", { protocol: "LDAP", host: "ldap.example", searchBase: "dc=example", userObjectClass: "inetOrgPerson",
    userIdAttribute: "uid", userRealNameAttribute: "cn", userEmailAddressAttribute: "mail" });
  new Realms("realms", { active: ["NexusAuthenticatingRealm", "LdapRealm"] });
  new Eula("eula", { accepted: true });`;

const cases: { name: string; tags: Tool[]; more: string; start(): Promise<ServerLogin> }[] = [
  {
    name: "the embedded Nexus",
    tags: [],
    more: inPro,
    start: async () => {
      const nexus = await startNexus({ edition: "PRO", connectors: "none" });
      onTestFinished(() => nexus.stop());
      return { url: nexus.url, username: "admin", password: "admin123" };
    },
  },
  {
    name: "a real Nexus Core",
    tags: ["core"],
    more: core,
    start: async () => {
      const server = await startCore();
      onTestFinished(() => server.stop());
      return server;
    },
  },
];

describe.each(isFull ? cases : cases.slice(0, 1))("on $name", ({ tags, more, start }) => {
  it("allows previews, reports, an export and a refresh, and no change", { tags, timeout: 900_000 }, async () => {
    const { url, username, password } = await start();
    const options = { program: createProgram(estate + more), config: { url, username }, secrets: { password } };
    const stack = await CliStack.open(options);
    onTestFinished(() => stack.close());
    await stack.runOrThrow("up", "--yes", "--skip-preview", "--stack", "test");
    try {
      const { passwords } = await stack.readOutputs();
      const [[NEXUS_USERNAME, NEXUS_PASSWORD] = ["", ""]] = Object.entries(passwords as Record<string, string>);
      const previewUser = { NEXUS_USERNAME, NEXUS_PASSWORD };
      const runAsPreviewUser = (stack: CliStack, ...args: string[]) =>
        stack.pulumiWith(previewUser, ...args, "--stack", "test");

      // Without a state of its own user, a run would be refused, as it might lock itself out.
      const withoutUser = options.program.replace('users: ["look-preview"]', "users: []");
      const other = await CliStack.open({ ...options, program: withoutUser });
      onTestFinished(() => other.close());
      const preview = await runAsPreviewUser(other, "preview");
      expect(preview.code, preview.output).toBe(0);
      expect(preview.output.match(/^ {4}Cannot read.*/gm) ?? []).toEqual(
        more === inPro ? [expect.stringContaining("Cannot read EULA from Nexus")] : [],
      );
      const adopted = (preview.output.match(/^ {4}.*: adopts the existing object/gm) ?? []).length;
      const settings = /AnonymousAccess|Realms|Eula|BaseUrl/;
      const named = (await stack.readResources()).filter(({ type }) => !settings.test(type));
      expect(adopted).toBe(named.length - 1);

      const probe = await runForStack(stack, ["probe", "--stack", "test"], previewUser);
      expect(probe.code, probe.output).toBe(0);

      const manual = new ManualClient({ url });
      await manual.change("/v1/repositories/raw/hosted/look-files", (live) => ({
        ...live,
        storage: { ...(live.storage as object), writePolicy: "ALLOW" },
      }));
      await manual.setPassword("look-reader", "changed-by-hand");
      await manual.send("DELETE", "/v1/repositories/look-all");
      const refreshed = await runAsPreviewUser(
        stack,
        "refresh",
        "--preview-only",
        "--diff",
        "--run-program",
        "--expect-no-changes",
      );
      expect(refreshed.code).not.toBe(0);
      expect(refreshed.output).toMatch(/writePolicy *: "ALLOW_ONCE" => "ALLOW"/);
      expect(refreshed.output).toMatch(/passwordDrifted/);
      expect(refreshed.output).toMatch(/~ 2 to update\n +- 1 to delete/);

      const expectedNotChecked = more === inPro ? [expect.stringMatching(/^EULA: .*403/)] : [];
      const review = await runForStack(other, ["review", "--stack", "test"], previewUser);
      expect(review.code, review.output).toBe(0);
      const reviewed = JSON.parse(review.readReport("review.json"));
      expect(reviewed.notChecked).toEqual(expectedNotChecked);
      expect(reviewed.summary.adopt).toBe(named.length - 2);
      const drift = await runForStack(stack, ["drift", "--stack", "test", "--no-unmanaged"], previewUser);
      expect(drift.code, drift.output).toBe(2);
      expect(JSON.parse(drift.readReport("drift.json")).summary).toMatchObject({ changed: 2, missing: 1 });
      const access = await runForStack(
        stack,
        ["access", "--stack", "test", "--live", "--user", "look-reader"],
        previewUser,
      );
      expect(access.code, access.output).toBe(0);
      expect(access.output).toContain("browse, read on look-files");
      const copy = join(stack.folder, "copy");
      const exported = await runForStack(stack, ["export", "--url", url, "--name", "site", "--out", copy], previewUser);
      expect(exported.code, exported.output).toBe(0);
      expect(readFileSync(join(copy, "src/estates/site.ts"), "utf8")).toContain("look-files");

      const before = await readNexusLists({ url, username, password });
      const accepted = await runAsPreviewUser(stack, "refresh", "--yes", "--skip-preview", "--run-program");
      expect(accepted.code, accepted.output).toBe(0);
      stack.program(`${options.program} new Role("look-new");`);
      const up = await runAsPreviewUser(stack, "up", "--yes", "--skip-preview", "--continue-on-error");
      expect(up.code).not.toBe(0);
      expect(up.output).toContain("PUT /service/rest/v1/repositories/raw/hosted/look-files: 403");
      expect(up.output).toContain("POST /service/rest/v1/security/roles: 403");
      const destroy = await runAsPreviewUser(stack, "destroy", "--yes", "--skip-preview", "--continue-on-error");
      expect(destroy.code).not.toBe(0);
      expect(destroy.output).toMatch(/DELETE .*: 403/);
      expect(await readNexusLists({ url, username, password })).toEqual(before);
    } finally {
      await stack.destroy();
    }
  });
});
