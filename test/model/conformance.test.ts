/** The kinds against Nexus's own API facts, both ways: a new release of the facts shows at once what is missing. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { catalogue } from "../../src/model/catalogue.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Shape } from "../../src/model/shape.ts";

interface Schema {
  ref?: string;
  type?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  enum?: string[];
  values?: Schema;
  pattern?: string;
  minimum?: number;
  maximum?: number;
}

interface Api {
  operations: Record<string, { body?: Schema }>;
  schemas: Record<string, Schema>;
}

const api: Api = JSON.parse(readFileSync("embedded-nexus/src/facts/nexus-3.94.0-api.json", "utf8"));

/** Ours, that Nexus knows nothing of. */
const controls = ["onConflict", "allowContentLoss", "rotation", "keepPassword"];
/** What Nexus has and we do not, each with its reason: of one kind, or of all repositories of a type. */
const left: Record<string, string> = {
  "blob-store-file softQuotaAttributes": "Nexus's own inner form of softQuota",
  "blob-store-group softQuotaAttributes": "Nexus's own inner form of softQuota",
  "blob-store-s3 type": "only in answers",
  "blob-store-s3 bucketConfiguration.activeRegion": "only in answers",
  ...twins("blob-store-s3", "advancedBucketConnection", "advancedConnection", [
    "endpoint",
    "forcePathStyle",
    "maxConnectionPoolSize",
    "signerType",
  ]),
  ...twins("blob-store-s3", "bucketSecurity", "security", ["accessKeyId", "role", "secretAccessKey", "sessionToken"]),
  "blob-store-azure bucketConfiguration.authentication.method": "another name of authenticationMethod, of 3.94",
  "blob-store-google type": "only in answers",
  "blob-store-google bucketConfiguration.bucketSecurity.method": "another name of authenticationMethod, of 3.94",
  ...twins("blob-store-google", "bucketSecurity", "security", ["accountKey", "authenticationMethod", "method"]),
  "eula disclaimer": "read from Nexus, and sent back as it is",
  "iq-connection hasFirewall": "only in answers",
  "iq-connection licensedSolutions": "only in answers",
  "cleanup-policy inUseCount": "only in answers",
  "cleanup-policy repositories": "only in answers",
  "user source": "always default: users of this realm are all that can be made",
  "user externalRoles": "only in answers; a PUT of them makes them the user's own",
  "user readOnly": "only in answers",
  "proxy httpClient.authentication.preemptive": "only maven takes it; the facts of the others share its schema",
  "proxy routingRule": "the name that requests before 3.94 have for routingRuleName: both are sent",
  ...Object.fromEntries(
    ["LDAP", "SAML", "Crowd"].flatMap((source) =>
      ["firstName", "lastName", "emailAddress", "status", "source", "externalRoles", "readOnly"].map((field) => [
        `external-user-${source.toLowerCase()} ${field}`,
        "the source's own affair: of such users Nexus takes the roles alone",
      ]),
    ),
  ),
  "ldap-server id": "Nexus's own, sent back as it is",
  "task frequency.cronExpression": "in the field schedule",
  "task frequency.recurringDays": "in the field schedule",
  "task frequency.schedule": "in the field schedule",
  "task frequency.startDate": "in the field schedule",
  "task frequency.timeZoneOffset": "in the field schedule",
  "task type": "the kind itself says it",
  "capability active": "only in answers",
  "capability description": "only in answers",
  "capability error": "only in answers",
  "capability id": "Nexus gives it",
  "capability state": "only in answers",
  "capability stateDescription": "only in answers",
  "capability status": "only in answers",
  "capability tags": "only in answers",
  "capability type": "the kind itself says it",
  "capability typeName": "only in answers",
  "terraform-hosted format": "only in answers",
  "terraform-hosted type": "only in answers",
  "terraform-hosted url": "only in answers",
};
/** A part that 3.94 has under two names: the older one is for every release. */
function twins(kind: string, older: string, newer: string, fields: readonly string[]): Record<string, string> {
  const reason = `another name of ${older}, of 3.94`;
  return Object.fromEntries(fields.map((field) => [`${kind} bucketConfiguration.${newer}.${field}`, reason]));
}

/** What older releases have and 3.94 has not, each with its reason. */
const gone: Record<string, string> = {
  "blob-store-s3 bucketConfiguration.bucket.expiration": "Nexus before 3.81 demands it",
};

const excused = (kind: Kind, path: string) =>
  [kind.name, kind.family, kind.repository?.type].some((whose) => left[`${whose} ${path}`] !== undefined);

/** What the API has as a map of texts, by which kinds are told apart: each knows the names of its own. */
const isMapped = (theirs: Iterable<[string, Schema]>, path: string) =>
  [...theirs].some(([map, { values }]) => values !== undefined && path.startsWith(`${map}.`));

/** Group storage has no writePolicy, though one schema serves proxies and groups. */
const isSharedStorage = (path: string, kind: Kind) =>
  path === "storage.writePolicy" && kind.repository?.type !== "hosted";

const named: Record<string, string> = { roleId: "id" };

/** Kinds that the facts of 3.94 lack, each with where it is known from. */
const unknown: Record<string, string> = {
  oauth2: "verified on 3.93.0 and later by others; the document of 3.94.0 has none of it",
};

describe.each([...catalogue.values()].filter(({ name }) => !unknown[name]))("$name", (kind: Kind) => {
  const operations = operationsOf(kind);
  const bodies = bodiesOf(kind);

  it("has operations that the API knows", () => {
    expect(bodies.map(([operation]) => operation.replace(/\{\w+\}/, "{}")).sort()).toEqual(
      [...new Set(operations)].sort(),
    );
  });

  // The realms, the order of LDAP servers, a certificate, a licence: the body is the one field's value.
  if (bodies.every(([, { body }]) => !resolve(body ?? {}).properties)) return;

  const theirs = new Map(theirFields(kind));
  const ours = new Map(fields(kind.schema, ""));

  it("declares every field of the API, or says why not", () => {
    const has = (path: string) => ours.has(path) || kind.shape.fields?.[path] !== undefined;
    const missing = [...theirs.keys()].filter((path) => !has(path) && !isSharedStorage(path, kind));
    expect(missing.filter((path) => !excused(kind, path))).toEqual([]);
  });

  it("declares no field that the API lacks", () => {
    const known = [...ours.keys()].filter(
      (path) => !controls.includes(path) && !["routingRule", "schedule"].includes(path),
    );
    const isTheirs = (path: string) => theirs.has(path) || isMapped(theirs, path);
    expect(known.filter((path) => !isTheirs(path) && !gone[`${kind.name} ${path}`])).toEqual([]);
  });

  it("demands, or makes at creation, what the API demands", () => {
    const demanded = bodies.flatMap(([, { body }]) => required(resolve(body ?? {}), ""));
    const made = new Set(leavesMade(kind.shape, ""));
    expect([...new Set(demanded)].filter((path) => !made.has(path) && !excused(kind, path))).toEqual([]);
  });

  it("takes the types, values and bounds of the API", () => {
    const differing = [...ours].flatMap(([path, schema]) => {
      const their = theirs.get(path);
      return their ? disagreements(path, schema, their) : [];
    });
    expect(differing).toEqual([]);
  });
});

it("excuses nothing that is no longer missing", () => {
  const missing = new Set(
    [...catalogue.values()].flatMap((kind) => {
      const ours = new Set(fields(kind.schema, "").map(([path]) => path));
      const whose = [kind.name, kind.family, kind.repository?.type];
      return whose.flatMap((who) => theirFields(kind).flatMap(([path]) => (ours.has(path) ? [] : [`${who} ${path}`])));
    }),
  );
  expect(Object.keys(left).filter((excuse) => !missing.has(excuse))).toEqual([]);
});

function operationsOf(kind: Kind): string[] {
  const { create, update } = kind.endpoints({ release: "3.94.0", edition: "PRO" });
  return [create, update].flatMap((text) => text?.replace(/\{\w+\}/, "{}") ?? []);
}

function bodiesOf(kind: Kind) {
  const operations = operationsOf(kind);
  return Object.entries(api.operations).filter(([operation]) =>
    operations.includes(operation.replace(/\{\w+\}/, "{}").replace("/service/rest", "")),
  );
}

function theirFields(kind: Kind): [string, Schema][] {
  return bodiesOf(kind).flatMap(([, { body }]) => [...leaves(resolve(body ?? {}), "")]);
}

function resolve(schema: Schema): Schema {
  return schema.ref ? resolve(api.schemas[schema.ref] ?? {}) : schema;
}

function* leaves(schema: Schema, above: string): Generator<[string, Schema]> {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const path = above ? `${above}.${name}` : name;
    const resolved = resolve(field);
    if (resolved.properties && name !== "softQuotaAttributes") yield* leaves(resolved, path);
    else yield [path, resolved];
  }
}

/** Leaves that the API demands wherever what holds them is demanded too. */
function required(schema: Schema, above: string): string[] {
  return (schema.required ?? []).flatMap((name) => {
    const path = above ? `${above}.${name}` : name;
    const field = resolve(schema.properties?.[name] ?? {});
    return field.properties ? required(field, path) : [path];
  });
}

/** Leaves that a declaration must have, or that creation makes. */
function leavesMade(shape: Shape, above: string): string[] {
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) => {
    const key = above ? name : (named[name] ?? name);
    const path = above ? `${above}.${key}` : key;
    const isOptional = field.optional && field.metadata.createDefault === undefined;
    if (isOptional && !(path === "password")) return [];
    return field.fields ? leavesMade(field, path) : [path];
  });
}

function fields(schema: z.core.$ZodType, above: string): [string, z.core.$ZodType][] {
  const bare = unwrap(schema);
  if (!(bare instanceof z.ZodObject)) return [[above, bare]];
  return Object.entries(bare.shape).flatMap(([name, field]) => {
    const key = above ? name : (named[name] ?? name);
    return fields(field, above ? `${above}.${key}` : key);
  });
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ? unwrap(schema.unwrap()) : schema;
}

function disagreements(path: string, ours: z.core.$ZodType, theirs: Schema): string[] {
  const json = z.toJSONSchema(ours, { unrepresentable: "any" }) as Schema & { anyOf?: unknown };
  const found: string[] = [];
  const type = theirs.type === "integer" ? "integer" : theirs.type;
  if (type && json.type && json.type !== type) found.push(`${path}: ${json.type}, the API has ${type}`);
  // One of oci's is written as a single text.
  const values =
    theirs.enum?.flatMap((value) => value.split(",")) ?? theirs.pattern?.match(/^[A-Z]+(\|[A-Z]+)*$/)?.[0].split("|");
  // The document writes those of LDAP otherwise than Nexus takes them.
  const lower = (list: string[] | undefined) => list?.map((value) => value.toLowerCase().replace("-", "_")).sort();
  if (values && json.enum && JSON.stringify(lower(values)) !== JSON.stringify(lower(json.enum)))
    found.push(`${path}: ${json.enum}, the API has ${values}`);
  if (theirs.minimum !== undefined && (json.minimum ?? Number.NEGATIVE_INFINITY) < theirs.minimum)
    found.push(`${path}: from ${json.minimum}, the API from ${theirs.minimum}`);
  if (theirs.maximum !== undefined && json.maximum !== theirs.maximum)
    found.push(`${path}: to ${json.maximum}, the API to ${theirs.maximum}`);
  return found;
}
