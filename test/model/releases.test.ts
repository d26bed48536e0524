/** Compares the first release of each kind and field with the API documents of Nexus, in both directions. */
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

/** The oldest supported release. Older features are in every release. */
const oldest = "3.71.0";

/** Corrections of gaps in the documents, each with its source. */
const corrections: Record<string, [release: Release, source: string]> = {
  "docker.pathEnabled": ["3.83.0", "the release notes of 3.83"],
  "maven-proxy httpClient.authentication.bearerToken": ["3.77.0", "recorded on 3.77.0"],
  routingRuleName: [oldest, "requests before 3.94 name it routingRule"],
  eula: ["3.77.0", "recorded on 3.77.0"],
  "cleanup-policy": [oldest, "the internal endpoint serves every release; recorded on 3.71.0 and 3.77.0"],
  task: [oldest, "ExtDirect serves every release; recorded on 3.77.0, tried on 3.71.0"],
  capability: [oldest, "ExtDirect serves every release; recorded on 3.77.0, tried on 3.71.0"],
  "task-blobstore-compact properties.blobsOlderThan": [
    "3.80.0",
    "the Terraform provider sonatyperepo removes it for earlier releases",
  ],
  "task-malware-remediator": ["3.92.0", "the Terraform provider sonatyperepo"],
  concurrentRun: ["3.94.0", "the REST API document"],
};

it.each([...catalogue.values()])("$name has the first releases of the API documents", (kind: Kind) => {
  const ours = releasesOf(kind.shape, "", kind.requires?.since ?? oldest);
  const documented = documentedReleases(kind);
  const first = (corrections[kind.name] ?? corrections[kind.family])?.[0] ?? since[creationOf(kind)] ?? oldest;
  const wrong = [...ours].flatMap(([path, release]) => {
    const [expected = documented.get(path)] =
      corrections[`${kind.name} ${path}`] ??
      corrections[path] ??
      corrections[kind.name] ??
      corrections[kind.family] ??
      [];
    return expected === undefined || minor(later(expected, first)) === minor(release)
      ? []
      : [`${path}: ${release}, the documents have ${expected}`];
  });
  expect(wrong).toEqual([]);
});

function creationOf(kind: Kind): string {
  return kind.endpoints({ release: "3.94.0", edition: "PRO" }).create;
}

function releasesOf(shape: Shape, parent: string, inherited: Release): Map<string, Release> {
  return new Map(
    Object.entries(shape.fields ?? {}).flatMap(([name, field]): [string, Release][] => {
      const path = parent ? `${parent}.${name}` : name;
      const release = later(inherited, field.metadata.since ?? oldest);
      return [[path, release], ...releasesOf(field, path, release)];
    }),
  );
}

function documentedReleases(kind: Kind): Map<string, Release> {
  const schema = api.operations[creationOf(kind)]?.body?.ref;
  const first = since[creationOf(kind)] ?? oldest;
  return schema === undefined ? new Map() : new Map(fieldsOf(schema, "", later(first, oldest)));
}

function fieldsOf(schema: string, parent: string, inherited: Release): [string, Release][] {
  return Object.entries(api.schemas[schema]?.properties ?? {}).flatMap(([name, field]): [string, Release][] => {
    const path = parent ? `${parent}.${name}` : name;
    const release = later(inherited, since[`${schema}.${name}`] ?? oldest);
    return [[path, release], ...(field.ref ? fieldsOf(field.ref, path, release) : [])];
  });
}

/** Compares minor releases only: the documents are of some patch release of most minors, and features come with the minor. */
function minor(release: Release): string {
  return release.split(".").slice(0, 2).join(".");
}

function later(a: Release, b: Release): Release {
  return isAtLeast(a, b) ? a : b;
}
