/**
 * All that each release and edition can hold: made, planned to no change, changed by hand, found so and healed; and a
 * Nexus that is upgraded in place plans to no change.
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
import { type Fields, isFields } from "../../src/util/json.ts";
import type { Server } from "../../src/util/release.ts";
import { declarationOf, identityFor, type Names } from "../support/declarations.ts";
import { ResourceStack } from "../support/resource-stack.ts";
import { seedNexus } from "../support/seed.ts";
import { Workspace } from "./support/workspace.ts";

const credentials = { username: "admin", password: "admin123" };

/**
 * The realms are the lock on the door of the test itself; the order of LDAP servers names all of them, and each release
 * finds more; a capability of any type is here made of one that has a class of its own.
 */
const left = ["realms", "ldap-order", "capability"];

/** Users of other sources are not made, but found. */
const externalUsers = (["LDAP", "SAML", "Crowd"] as const).map((source) => ({
  source,
  userId: `every-external-user-${source.toLowerCase()}`,
}));

it.concurrent.for<[Edition, string[]]>([
  ["CORE", ["3.71.0-06", "3.77.0-08"]],
  ["COMMUNITY", ["3.85.0-03", "3.92.0-01", "3.94.0-12"]],
  ["PRO", ["3.85.0-03", "3.92.0-01", "3.94.0-12"]],
])(
  "%s, upgraded from release to release: %j",
  { timeout: 600_000 },
  async ([edition, releases], { expect, onTestFinished }) => {
    const data = mkdtempSync(join(tmpdir(), "nexus-iac-everything-"));
    onTestFinished(() => rmSync(data, { recursive: true, force: true }));
    const stack = await Workspace.open({
      setProgram: "",
      config: { username: "admin" },
      secrets: { password: "admin123" },
    });
    onTestFinished(() => stack.close());
    let port = 0;
    let before: Kind[] = [];
    for (const release of releases) {
      const given = { release, edition, data, port, connectors: "none", scripts: true, externalUsers } as const;
      const nexus = await startNexus(given);
      try {
        port = Number(new URL(nexus.url).port);
        const server = { ...credentials, url: nexus.url };
        const { names } = await seedNexus(server, `seed-${release.split(".")[1]}`);
        const kinds = kindsOf({ release, edition });
        if (before.length) expect((await stack.up("--expect-no-changes")).code, `upgraded to ${release}`).toBe(0);
        await stack.configure({ url: nexus.url });
        await everythingThereIs(stack, server, names, kinds);
        before = kinds;
      } finally {
        await nexus.stop();
      }
    }
    expect(before.length).toBeGreaterThan(edition === "CORE" ? 18 : 75);
  },
);

async function everythingThereIs(
  stack: Workspace,
  server: typeof credentials & { url: string },
  names: Names,
  kinds: Kind[],
) {
  const declared = kinds.map((kind) => ({ kind, fields: sample(kind, names, 1) }));
  stack.program(programOf(declared, names));
  const made = await stack.up();
  expect(made.code, made.output).toBe(0);
  const unchanged = { unchanged: kinds.length + 1 };
  expect((await stack.up()).counts).toEqual(unchanged);
  for (const { kind } of declared) await new ResourceStack(server, kind.name).up(sample(kind, names, 2));
  const found = await stack.refresh();
  expect(found.counts.updated, found.output).toBeGreaterThan(kinds.length * 0.6);
  const healed = await stack.up();
  expect(healed.code, healed.output).toBe(0);
  expect((await stack.refresh()).counts).toEqual(unchanged);
}

function kindsOf(server: Server): Kind[] {
  return [...catalogue.values()].filter((kind) => !left.includes(kind.name) && !unsupportedBy(server, kind, {}).length);
}

/**
 * The same for the same number. Ports are left out, as two kinds might get the same; and how upstreams are reached, as
 * credentials that somebody has set by hand are not changed.
 */
function sample(kind: Kind, names: Names, number: number): Fields {
  const identity = identityFor(kind, `every-${kind.name}`, names);
  const [fields = {}] = fc.sample(declarationOf(kind, identity, names), { seed: number, numRuns: 1 });
  const { docker: _docker, oci: _oci, dockerProxy: _dockerProxy, httpClient: _httpClient, ...others } = fields;
  const { bucketConfiguration } = others;
  if (kind.name !== "blob-store-google" || !isFields(bucketConfiguration)) return others;
  const { bucketSecurity: _security, ...bucket } = bucketConfiguration;
  return { ...others, bucketConfiguration: bucket };
}

function programOf(declared: { kind: Kind; fields: Fields }[], names: Names): string {
  const said = [
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
  const made = declared.map(({ kind, fields }) => `new ${classOf(kind)}("${kind.name}", ${JSON.stringify(fields)});`);
  return ['import * as nexus from "nexus-iac";', "const { existing } = nexus;", ...said, ...made].join("\n");
}

/** `docker:Hosted` is nexus.docker.Hosted, `nexus:Role` is nexus.Role. */
function classOf({ token }: Kind): string {
  return `nexus.${token.replace(/^nexus:/, "").replace(":", ".")}`;
}
