/** Since when Nexus has a kind and each of its fields, held against what its API documents say, both ways. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { catalogue } from "../../src/model/catalogue.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Shape } from "../../src/model/shape.ts";
import { isAtLeast, type Release } from "../../src/util/release.ts";

interface Field {
  ref?: string;
}

const read = (file: string) => JSON.parse(readFileSync(`embedded-nexus/src/facts/${file}`, "utf8"));
const api: {
  operations: Record<string, { body?: Field }>;
  schemas: Record<string, { properties?: Record<string, Field> }>;
} = read("nexus-3.94.0-api.json");
const { since }: { since: Record<string, Release> } = read("nexus-api-since.json");

/** The oldest release that is served: what is older is in all. */
const oldest = "3.71.0";

/** The documents have gaps; these are known better, each with how. */
const known: Record<string, [release: Release, how: string]> = {
  "docker.pathEnabled": ["3.83.0", "the release notes of 3.83"],
  "maven-proxy httpClient.authentication.bearerToken": ["3.77.0", "recorded on 3.77.0"],
  routingRuleName: [oldest, "requests before 3.94 call it routingRule"],
  eula: ["3.77.0", "recorded on 3.77.0"],
  "cleanup-policy": [oldest, "the internal endpoint serves every release; recorded on 3.71.0 and 3.77.0"],
  task: [oldest, "ExtDirect serves every release; recorded on 3.77.0, tried on 3.71.0"],
  capability: [oldest, "ExtDirect serves every release; recorded on 3.77.0, tried on 3.71.0"],
  "task-blobstore-compact properties.blobsOlderThan": ["3.80.0", "sonatyperepo takes it out before"],
  "task-malware-remediator": ["3.92.0", "sonatyperepo"],
  concurrentRun: ["3.94.0", "the documents of REST"],
};

it.each([...catalogue.values()])("$name is known since when it is", (kind: Kind) => {
  const ours = agesOf(kind.shape, "", kind.requires?.since ?? oldest);
  const theirs = theirAges(kind);
  const first = (known[kind.name] ?? known[kind.family])?.[0] ?? since[creationOf(kind)] ?? oldest;
  const wrong = [...ours].flatMap(([path, release]) => {
    const [their = theirs.get(path)] =
      known[`${kind.name} ${path}`] ?? known[path] ?? known[kind.name] ?? known[kind.family] ?? [];
    return their === undefined || minor(later(their, first)) === minor(release)
      ? []
      : [`${path}: ${release}, the documents have ${their}`];
  });
  expect(wrong).toEqual([]);
});

function creationOf(kind: Kind): string {
  return kind.endpoints({ release: "3.94.0", edition: "PRO" }).create;
}

function agesOf(shape: Shape, above: string, inherited: Release): Map<string, Release> {
  return new Map(
    Object.entries(shape.fields ?? {}).flatMap(([name, field]): [string, Release][] => {
      const path = above ? `${above}.${name}` : name;
      const age = later(inherited, field.metadata.since ?? oldest);
      return [[path, age], ...agesOf(field, path, age)];
    }),
  );
}

function theirAges(kind: Kind): Map<string, Release> {
  const schema = api.operations[creationOf(kind)]?.body?.ref;
  const first = since[creationOf(kind)] ?? oldest;
  return schema === undefined ? new Map() : new Map(fieldsOf(schema, "", later(first, oldest)));
}

function fieldsOf(schema: string, above: string, inherited: Release): [string, Release][] {
  return Object.entries(api.schemas[schema]?.properties ?? {}).flatMap(([name, field]): [string, Release][] => {
    const path = above ? `${above}.${name}` : name;
    const age = later(inherited, since[`${schema}.${name}`] ?? oldest);
    return [[path, age], ...(field.ref ? fieldsOf(field.ref, path, age) : [])];
  });
}

/** There is a document for some patch release of most minors, and what is new comes with the minor. */
function minor(release: Release): string {
  return release.split(".").slice(0, 2).join(".");
}

function later(a: Release, b: Release): Release {
  return isAtLeast(a, b) ? a : b;
}
