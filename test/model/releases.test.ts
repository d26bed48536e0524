/**
 * Compares the first release of each kind and field with the API documents of Nexus, in both directions. Where no document
 * of the releases before the first one was published, the release is a range, unless another source has it.
 */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { catalogue } from "../../src/model/catalogue.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Shape } from "../../src/model/shape.ts";
import { isLater, type ReleaseBound } from "../../src/model/support.ts";
import { isAtLeast, type Release } from "../../src/util/release.ts";
import { newestRelease } from "../support/newest-release.ts";

interface Field {
  ref?: string;
}

const read = (file: string) => JSON.parse(readFileSync(`embedded-nexus/src/facts/${file}`, "utf8"));
const api: {
  operations: Record<string, { body?: Field }>;
  schemas: Record<string, { properties?: Record<string, Field> }>;
} = read("nexus-api.json");
const { since, documents }: { since: Record<string, Release>; documents: Release[] } = read("nexus-api-since.json");

/** The oldest supported release. Older features are in every release. */
const oldest = "3.71.0";

/** Earlier documents use the schema with the field for maven only. */
const preemptiveFrom396: [ReleaseBound, string] = [
  { after: "3.94.0", by: "3.96.0" },
  "the schema of httpClient in the document of 3.96.0",
];

/** Corrections of gaps in the documents, each with its source. */
const corrections: Record<string, [release: ReleaseBound, source: string]> = {
  "docker.pathEnabled": ["3.83.0", "the release notes of 3.83"],
  "httpClient.authentication.bearerToken": ["3.77.0", "the sources of 3.77, and recorded on 3.77.0"],
  "cargo-hosted": ["3.73.0", "the release notes of 3.73"],
  "cargo-proxy": ["3.73.0", "the release notes of 3.73"],
  "cargo-group": ["3.73.0", "the release notes of 3.73"],
  "composer-hosted": ["3.95.0", "the release notes of 3.95"],
  "composer-group": ["3.95.0", "the release notes of 3.95"],
  "composer-proxy": ["3.75.0", "the release notes of 3.75"],
  "huggingface-proxy": ["3.77.0", "the release notes of 3.77"],
  "blob-store-s3 bucketConfiguration.preSignedUrlEnabled": [
    "3.79.0",
    "the documentation of the Terraform provider sonatyperepo",
  ],
  routingRuleName: [oldest, "requests before 3.94 name it routingRule"],
  eula: ["3.77.0", "recorded on 3.77.0"],
  "cleanup-policy": [oldest, "the internal endpoint serves every release; recorded on 3.71.0 and 3.77.0"],
  task: [oldest, "ExtDirect serves every release; recorded on 3.77.0, tried on 3.71.0"],
  capability: [oldest, "ExtDirect serves every release; recorded on 3.77.0, tried on 3.71.0"],
  "task-blobstore-compact properties.blobsOlderThan": [
    "3.80.0",
    "the Terraform provider sonatyperepo removes it for earlier releases",
  ],
  "task-malware-remediator": [
    { after: "3.71.0", by: "3.82.0" },
    "tests of the Terraform provider sonatyperepo pass on 3.82 and later",
  ],
  "task-license-expiration-notification": ["3.86.0", "the Terraform provider sonatyperepo"],
  "task-blobstore-executeReconciliationPlan": [
    { after: "3.71.0", by: "3.83.0" },
    "the documentation of 3.83, and the user interface of 3.77",
  ],
  "task-blobstore-planReconciliation": [
    { after: "3.71.0", by: "3.83.0" },
    "the documentation of 3.83, and the user interface of 3.77",
  ],
  concurrentRun: ["3.94.0", "the REST API document"],
  "pypi-proxy httpClient.authentication.preemptive": preemptiveFrom396,
  "terraform-proxy httpClient.authentication.preemptive": preemptiveFrom396,
};

it.each([...catalogue.values()])("$name has the first releases of the API documents", (kind: Kind) => {
  const ours = releasesOf(kind.shape, "", kind.requires?.since ?? oldest);
  const documented = documentedReleases(kind);
  const ofKind = toBound(since[creationOf(kind)]);
  const [first] = corrections[kind.name] ?? corrections[kind.family] ?? [ofKind];
  const wrong = [...ours].flatMap(([path, bound]) => {
    const [corrected] = corrections[`${kind.name} ${path}`] ?? corrections[path] ?? [];
    const ofField = documented.get(path);
    if (corrected === undefined && ofField === undefined) return [];
    const expected = later(corrected ?? (ofField && isLater(ofField, ofKind) ? ofField : first), first);
    return format(expected) === format(bound)
      ? []
      : [`${path}: ${format(bound)}, the documents have ${format(expected)}`];
  });
  expect(wrong).toEqual([]);
});

function creationOf(kind: Kind): string {
  return kind.endpoints({ release: newestRelease, edition: "PRO" }).create;
}

function releasesOf(shape: Shape, parent: string, inherited: ReleaseBound): Map<string, ReleaseBound> {
  return new Map(
    Object.entries(shape.fields ?? {}).flatMap(([name, field]): [string, ReleaseBound][] => {
      const path = parent ? `${parent}.${name}` : name;
      const bound = later(inherited, field.metadata.since ?? oldest);
      return [[path, bound], ...releasesOf(field, path, bound)];
    }),
  );
}

function documentedReleases(kind: Kind): Map<string, ReleaseBound> {
  const schema = api.operations[creationOf(kind)]?.body?.ref;
  return new Map(schema === undefined ? [] : fieldsOf(schema, "", oldest));
}

function fieldsOf(schema: string, parent: string, inherited: ReleaseBound): [string, ReleaseBound][] {
  return Object.entries(api.schemas[schema]?.properties ?? {}).flatMap(([name, field]): [string, ReleaseBound][] => {
    const path = parent ? `${parent}.${name}` : name;
    const bound = later(inherited, toBound(since[`${schema}.${name}`]));
    return [[path, bound], ...(field.ref ? fieldsOf(field.ref, path, bound) : [])];
  });
}

/** Features come with the minor release. They are certain if a document of the minor before lacks them. */
function toBound(document: Release | undefined): ReleaseBound {
  const before = documents[documents.indexOf(document ?? "") - 1];
  if (document === undefined || before === undefined) return oldest;
  const by = `${minorOf(document).join(".")}.0`;
  const [major, minor] = minorOf(before);
  return isAtLeast(`${major}.${Number(minor) + 1}.0`, by) ? by : { after: before, by };
}

function minorOf(release: Release): string[] {
  return release.split(".").slice(0, 2);
}

function later(a: ReleaseBound, b: ReleaseBound): ReleaseBound {
  return isLater(b, a) ? b : a;
}

function format(bound: ReleaseBound): string {
  return typeof bound === "string" ? bound : `after ${bound.after}, by ${bound.by}`;
}
