/**
 * Creates every kind that a release and edition supports, detects and repairs manual changes, and upgrades Nexus in place,
 * after which an update has no changes.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { type Edition, startNexus } from "nexus-embedded";
import { expect, it } from "vitest";
import { catalogue } from "../../src/model/catalogue.ts";
import { unsupportedBy } from "../../src/model/compatibility.ts";
import type { Kind } from "../../src/model/kind.ts";
import { containsSecret } from "../../src/model/shape.ts";
import { type Fields, isFields } from "../../src/util/json.ts";
import type { Server } from "../../src/util/release.ts";
import { declarationOf, identityFor, type Names } from "../support/declarations.ts";
import { newestRelease } from "../support/newest-release.ts";
import { ResourceStack } from "../support/resource-stack.ts";
import { isFull } from "../support/scope.ts";
import { seedNexus } from "../support/seed.ts";
import type { TestStack } from "../support/stack/stack.ts";
import { openStack } from "../support/stack/test-environment.ts";

const credentials = { username: "admin", password: "admin123" };

/**
 * Excluded kinds: `realms` could lock out the test, `ldap-order` names all LDAP servers, whose number grows with each
 * release here, and `capability` is generated with a type that has its own kind.
 */
const excludedKinds = ["realms", "ldap-order", "capability"];

/** Users of external sources, which Nexus finds and nexus-iac does not create. */
const externalUsers = (["LDAP", "SAML", "Crowd"] as const).map((source) => ({
  source,
  userId: `every-external-user-${source.toLowerCase()}`,
}));

/** The newest release of each edition; in the full suite, an upgrade through the earlier ones. */
const upgrades: [Edition, string[]][] = [
  ["CORE", ["3.71.0-06", "3.77.0-08"]],
  ["COMMUNITY", ["3.85.0-03", "3.92.0-01", newestRelease]],
  ["PRO", ["3.85.0-03", "3.92.0-01", newestRelease]],
];

it.concurrent.for(isFull ? upgrades : upgrades.map(([edition, all]): [Edition, string[]] => [edition, all.slice(-1)]))(
  "%s, upgraded from release to release: %j",
  { timeout: 600_000 },
  async ([edition, releases], { expect, onTestFinished }) => {
    const data = mkdtempSync(join(tmpdir(), "nexus-iac-everything-"));
    onTestFinished(() => rmSync(data, { recursive: true, force: true }));
    const stack = await openStack({
      program: "",
      config: { username: "admin" },
      secrets: { password: "admin123" },
    });
    onTestFinished(() => stack.close());
    let port = 0;
    let before: Kind[] = [];
    for (const release of releases) {
      const options = { release, edition, data, port, connectors: "none", scripts: true, externalUsers } as const;
      const nexus = await startNexus(options);
      try {
        port = Number(new URL(nexus.url).port);
        const server = { ...credentials, url: nexus.url };
        const { names } = await seedNexus(server, `seed-${release.split(".")[1]}`);
        const kinds = listKinds({ release, edition });
        if (before.length)
          expect((await stack.up()).counts, `upgraded to ${release}`).toEqual({ unchanged: before.length + 1 });
        await stack.configure({ url: nexus.url });
        await checkAllKinds(stack, server, names, kinds);
        before = kinds;
      } finally {
        await nexus.stop();
      }
    }
    expect(before.length).toBeGreaterThan(edition === "CORE" ? 18 : 75);
  },
);

async function checkAllKinds(
  stack: TestStack,
  server: typeof credentials & { url: string },
  names: Names,
  kinds: Kind[],
) {
  const declared = kinds.map((kind) => ({ kind, fields: createSample(kind, names, 1) }));
  stack.program(createProgramText(declared, names));
  const up = await stack.up();
  expect(up.code, up.output).toBe(0);
  const unchanged = { unchanged: kinds.length + 1 };
  expect((await stack.up()).counts).toEqual(unchanged);
  for (const { kind } of declared) await new ResourceStack(server, kind.name).up(createSample(kind, names, 2));
  const drifted = await stack.refresh();
  expect(drifted.counts.updated, drifted.output).toBeGreaterThan(kinds.length * 0.6);
  const healed = await stack.up();
  expect(healed.code, healed.output).toBe(0);
  expect((await stack.refresh()).counts).toEqual(unchanged);
}

function listKinds(server: Server): Kind[] {
  return [...catalogue.values()].filter(
    (kind) => !excludedKinds.includes(kind.name) && !unsupportedBy(server, kind, {}).length,
  );
}

/**
 * Returns the same declaration for the same number. Ports are omitted, as two kinds might get the same one, and
 * `httpClient`, as credentials that were set manually are not changed.
 */
function createSample(kind: Kind, names: Names, number: number): Fields {
  const identity = identityFor(kind, `every-${kind.name}`, names);
  const sample = (seed: number) => fc.sample(declarationOf(kind, identity, names), { seed, numRuns: 1 })[0] ?? {};
  const [first, own] = [sample(1), sample(number)];
  const fields = { ...own, ...Object.fromEntries(listSecretFields(kind).map((name) => [name, first[name]])) };
  if (kind.name === "oauth2") fields.clientSecret ??= null;
  const { docker: _docker, oci: _oci, dockerProxy: _dockerProxy, httpClient: _httpClient, ...others } = fields;
  const { bucketConfiguration } = others;
  if (kind.name !== "blob-store-google" || !isFields(bucketConfiguration)) return others;
  const { bucketSecurity: _security, ...bucket } = bucketConfiguration;
  return { ...others, bucketConfiguration: bucket };
}

/** The fields that all samples have from the first one, as an update that does not declare a manually set secret is refused. */
function listSecretFields({ name, shape }: Kind): string[] {
  const own: Readonly<Record<string, string[]>> = {
    "ldap-server": ["authScheme", "authRealm", "authUsername", "authPassword"],
    oauth2: ["clientId", "clientSecret"],
  };
  const blocks = Object.entries(shape.fields ?? {}).filter(([, field]) => field.fields && containsSecret(field));
  return [...blocks.map(([block]) => block), ...(own[name] ?? [])];
}

function createProgramText(declared: { kind: Kind; fields: Fields }[], names: Names): string {
  const existing = [
    ...Object.entries(names.repository).flatMap(([format, all]) =>
      all.map((name) => `existing.repository(${JSON.stringify(name)}, { format: "${format}", type: "hosted" });`),
    ),
    ...names.proxy.map((name) => `existing.repository("${name}", { format: "raw", type: "proxy" });`),
    ...names.memberBlobStores.map((name) => `existing.blobStore("${name}");`),
    ...names.script.map((name) => `existing.script("${name}");`),
    ...["maven-releases", "maven-central"].map(
      (name) =>
        `existing.repository("${name}", { format: "maven2", type: "${name.endsWith("l") ? "proxy" : "hosted"}" });`,
    ),
    ...names.cleanupPolicy.map((name) => `existing.cleanupPolicy("${name}", { format: "*" });`),
    ...names.role.map((name) => `existing.role("${name}");`),
    ...names.contentSelector.map((name) => `existing.contentSelector("${name}");`),
    ...names.routingRule.map((name) => `existing.routingRule("${name}");`),
  ];
  const resources = declared.map(
    ({ kind, fields }) => `new ${getClassName(kind)}("${kind.name}", ${JSON.stringify(fields)});`,
  );
  return ['import * as nexus from "nexus-iac";', "const { existing } = nexus;", ...existing, ...resources].join("\n");
}

/** Returns the class of a kind: `nexus.docker.Hosted` for `docker:Hosted`, `nexus.Role` for `nexus:Role`. */
function getClassName({ token }: Kind): string {
  return `nexus.${token.replace(/^nexus:/, "").replace(":", ".")}`;
}
