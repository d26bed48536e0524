/** Kinds, fields and values that only some releases have: refused where that is certain, a warning where it is not. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedNexus, type EmbeddedOptions, startNexus } from "nexus-embedded";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { possiblyUnsupportedBy, unsupportedBy } from "../../src/model/compatibility.ts";
import { formatViolation } from "../../src/model/validation.ts";
import type { Fields } from "../../src/util/json.ts";
import { parseServer } from "../../src/util/release.ts";
import { ldapDirectory } from "../support/ldap-directory.ts";
import { getKind, ResourceStack } from "../support/resource-stack.ts";

const running: EmbeddedNexus[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((nexus) => nexus.stop()));
});

async function stackOn(release: string, kind: string, more: EmbeddedOptions = {}) {
  const nexus = await startNexus({ release, edition: "PRO", connectors: "none", ...more });
  running.push(nexus);
  return new ResourceStack({ url: nexus.url, username: "admin", password: "admin123" }, kind);
}

const proxy = (more: Fields = {}): Fields => ({ name: "p", proxy: { remoteUrl: "https://a.example" }, ...more });
const token = { httpClient: { authentication: { type: "bearerToken", bearerToken: "t0ken-value" } } };

describe("features that are older than the first API document with them", () => {
  it.each<[kind: string, before: string, first: string, declared: Fields]>([
    ["cargo-hosted", "3.72.0-04", "3.73.0-12", { name: "h" }],
    ["cargo-proxy", "3.72.0-04", "3.73.0-12", proxy()],
    ["composer-proxy", "3.74.0-05", "3.75.0-06", proxy()],
    ["huggingface-proxy", "3.76.0-03", "3.77.0-08", proxy()],
    ["swift-hosted", "3.89.0-09", "3.90.0-06", { name: "h" }],
    ["npm-proxy", "3.76.0-03", "3.77.0-08", proxy(token)],
    ["maven-proxy", "3.76.0-03", "3.77.0-08", proxy(token)],
  ])("%s: %s refuses it before a change, %s has it", async (kind, before, first, declared) => {
    const old = await stackOn(before, kind);
    await expect(old.up(declared)).rejects.toThrow(`needs Nexus ${first.slice(0, 4)}.0 or later`);
    const stack = await stackOn(first, kind);
    await stack.up(declared);
    expect(await stack.refresh()).toBe(true);
    expect((await stack.diff(declared)).changes).toBe(false);
    expect(stack.notices).toEqual([]);
  });

  it("terraform-group: 3.89.0 refuses it, 3.90.0 has it", async () => {
    const declared = { name: "g", group: { memberNames: ["h"] } };
    const old = await stackOn("3.89.0-09", "terraform-group");
    expect((await old.check(declared)).failures[0]?.reason).toContain("needs Nexus 3.90.0 or later");
    const stack = await stackOn("3.90.0-06", "terraform-group");
    expect((await stack.check(declared)).failures).toEqual([]);
  });
});

it.each<[kind: string, declared: Fields]>([
  ["npm-proxy", proxy({ npm: { removeQuarantined: true } })],
  ["pypi-proxy", proxy({ pypi: { removeQuarantined: true, indexPath: "simple" } })],
])("%s: 3.93.2 has removeQuarantined, 3.94.0 refuses it and names its replacement", async (kind, declared) => {
  const stack = await stackOn("3.93.2-02", kind);
  await stack.up(declared);
  expect(await stack.refresh()).toBe(true);
  expect((await stack.diff(declared)).changes).toBe(false);
  const later = await stackOn("3.94.0-12", kind);
  await expect(later.up(declared)).rejects.toThrow(
    'does not exist in Nexus 3.94.0 and later; use firewall.mode "PCCS" instead',
  );
});

describe("a release in a gap of the API documents", () => {
  it("is no reason to refuse a kind: a warning names the first release known to have it", async () => {
    const stack = await stackOn("3.79.0-09", "conan-group");
    const { failures } = await stack.check({ name: "g", group: { memberNames: ["a"] } });
    expect(failures).toEqual([]);
    expect(stack.notices).toEqual([
      'warning: conan group repository "g": the conan group repository may need Nexus 3.81.0, the first release known to have it; this is 3.79.0 PRO',
    ]);
  });

  it("is no reason to refuse a field", async () => {
    const stack = await stackOn("3.79.0-09", "cargo-proxy");
    const { failures } = await stack.check(proxy({ cargo: { requireAuthentication: true } }));
    expect(failures).toEqual([]);
    expect(stack.notices).toEqual([expect.stringContaining('"p": cargo may need Nexus 3.81.0')]);
  });

  it("is not a gap if a document lacks the kind", async () => {
    const stack = await stackOn("3.74.0-05", "conan-group");
    await expect(stack.up({ name: "g", group: { memberNames: ["a"] } })).rejects.toThrow(
      "the conan group repository needs Nexus 3.81.0 or later; this is 3.74.0 PRO",
    );
  });
});

it.each<[server: string, kind: string, declared: Fields, refused: string[], possible: string[]]>([
  ["3.76.0", "cleanup-policy", { name: "c", format: "huggingface" }, ['format "huggingface" needs Nexus 3.77.0'], []],
  ["3.77.0", "cleanup-policy", { name: "c", format: "huggingface" }, [], []],
  ["3.71.0", "cleanup-policy", { name: "c", format: "conan" }, [], []],
  ["3.72.0", "privilege-repository-view", { name: "p", format: "cargo" }, ['format "cargo" needs Nexus 3.73.0'], []],
  ["3.72.0", "http", { userAgent: "x" }, [], ["the HTTP settings may need Nexus 3.74.0"]],
  [
    "3.78.0",
    "blob-store-s3",
    { bucketConfiguration: { preSignedUrlEnabled: true } },
    ["preSignedUrlEnabled needs"],
    [],
  ],
  ["", "http", { userAgent: "x" }, [], []],
])("on %s, %s %j: refused for %j, warned of %j", (server, name, declared, refused, possible) => {
  const containing = (texts: string[]) => texts.map((text) => expect.stringContaining(text));
  const [kind, parsed] = [getKind(name), parseServer(server)];
  expect(unsupportedBy(parsed, kind, declared).map(formatViolation)).toEqual(containing(refused));
  expect(possiblyUnsupportedBy(parsed, kind, declared).map(formatViolation)).toEqual(containing(possible));
});

describe("removed features", () => {
  const rebuild = { name: "repair", properties: { blobstoreName: "default" } };

  it("are refused with their replacement", async () => {
    const stack = await stackOn("3.83.0-08", "task-blobstore-rebuildComponentDB");
    await expect(stack.up(rebuild)).rejects.toThrow(
      "the blobstore.rebuildComponentDB task does not exist in Nexus 3.83.0 and later; " +
        "use the tasks blobstore.planReconciliation and blobstore.executeReconciliationPlan instead; this is 3.83.0 PRO",
    );
  });

  it("work in the last release that has them", async () => {
    const stack = await stackOn("3.82.0-08", "task-blobstore-rebuildComponentDB");
    await stack.up(rebuild);
    expect(await stack.refresh()).toBe(true);
  });

  it.each<[kind: string, declared: Fields]>([
    ["task-blobstore-planReconciliation", { name: "plan", properties: { blobstoreName: ["default"], sinceDays: 7 } }],
    ["task-blobstore-executeReconciliationPlan", { name: "repair" }],
  ])("have the successor %s", async (kind, declared) => {
    const stack = await stackOn("3.94.0-12", kind, { edition: "COMMUNITY" });
    await stack.up(declared);
    expect(await stack.refresh()).toBe(true);
    expect((await stack.diff(declared)).changes).toBe(false);
  });
});

describe("releases with defects", () => {
  const directory = { name: "directory", ...ldapDirectory };

  it.each(["3.88.0-08", "3.89.0-09"])("%s creates no LDAP server: reported before a change", async (release) => {
    const stack = await stackOn(release, "ldap-server");
    await expect(stack.up(directory)).rejects.toThrow(
      "the LDAP server cannot be created in Nexus 3.88.0 or later, before 3.89.1: Nexus answers 400",
    );
    expect(running[0]?.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("an existing LDAP server can be adopted and changed", async () => {
    const data = mkdtempSync(join(tmpdir(), "nexus-iac-ldap-"));
    onTestFinished(() => rmSync(data, { recursive: true }));
    const declared = { ...directory, authScheme: "SIMPLE", authUsername: "cn=nexus", authPassword: "s3cr3t-value" };
    const old = await stackOn("3.87.1-01", "ldap-server", { data });
    await old.up(declared);
    await running.pop()?.stop();
    const stack = await stackOn("3.88.0-08", "ldap-server", { data });
    await stack.up({ ...declared, userBaseDn: "ou=people" });
    expect(await stack.refresh()).toBe(true);
  });

  it("3.89.1 creates LDAP servers again", async () => {
    const stack = await stackOn("3.89.1-02", "ldap-server");
    await stack.up(directory);
  });

  it.each(["3.87.1-01", "3.88.0-08", "3.89.0-09"])("%s gets the maven groups in its own form", async (release) => {
    const stack = await stackOn(release, "maven-group");
    const group = (...memberNames: string[]) => ({ name: "maven-all", group: { memberNames } });
    await stack.up(group("maven-releases"));
    await stack.up(group("maven-releases", "maven-snapshots"));
    expect(await stack.refresh()).toBe(true);
    expect((await stack.diff(group("maven-releases", "maven-snapshots"))).changes).toBe(false);
  });

  it("3.94 does not change firewall.audit: reported before a change", async () => {
    const stack = await stackOn("3.94.0-12", "capability-firewall-audit");
    await expect(stack.up({ properties: { repository: "maven-central" } })).rejects.toThrow(
      "does not work in Nexus 3.94.0 and later: Nexus answers 500 to its changes. " +
        "Declare firewall.mode of the proxy repository instead",
    );
    const before = await stackOn("3.93.2-01", "capability-firewall-audit");
    await before.up({ properties: { repository: "maven-central" } });
  });
});

describe("fields that a release does not return", () => {
  it.each<[release: string, kind: string, declared: Fields, changed: Fields, path: string]>([
    [
      "3.85.0-03",
      "conan-proxy",
      proxy({ conanProxy: { conanVersion: "V2" } }),
      proxy({ conanProxy: { conanVersion: "V1" } }),
      "conanProxy",
    ],
    [
      "3.87.1-01",
      "cargo-proxy",
      proxy({ cargo: { requireAuthentication: true } }),
      proxy({ cargo: { requireAuthentication: false } }),
      "cargo.requireAuthentication",
    ],
    [
      "3.94.0-12",
      "alpine-hosted",
      { name: "h", component: { proprietaryComponents: true } },
      { name: "h", component: { proprietaryComponents: false } },
      "component",
    ],
    [
      "3.94.0-12",
      "raw-proxy",
      proxy({ firewall: { mode: "AUDIT" } }),
      proxy({ firewall: { mode: "PCCS" } }),
      "firewall",
    ],
  ])("%s %s: no drift, a notice, and a changed value is written", async (release, kind, declared, changed, path) => {
    const stack = await stackOn(release, kind);
    await stack.up(declared);
    expect(stack.notices).toEqual([
      expect.stringMatching(`does not return ${path}, so a change by hand is not detected`),
    ]);
    expect(await stack.refresh()).toBe(true);
    expect((await stack.diff(declared)).changes).toBe(false);
    const writes = () => running[0]?.requests.filter(({ method }) => method === "PUT").length;
    await stack.up(changed);
    expect(writes()).toBe(1);
    expect(await stack.refresh()).toBe(true);
    expect((await stack.diff(changed)).changes).toBe(false);
    await stack.up(changed);
    expect(writes()).toBe(1);
  });

  it("are compared on releases that return them", async () => {
    const stack = await stackOn("3.86.2-01", "conan-proxy");
    const declared = proxy({ conanProxy: { conanVersion: "V2" } });
    await stack.up(declared);
    expect(stack.notices).toEqual([]);
    const other = new ResourceStack(
      { url: running[0]?.url ?? "", username: "admin", password: "admin123" },
      "conan-proxy",
    );
    await other.up(proxy({ conanProxy: { conanVersion: "V1" } }));
    await stack.refresh();
    expect((await stack.diff(declared)).changes).toBe(true);
  });
});
