/** Compares the kinds with the API document of the newest release, in both directions. A document of a new release shows what is missing. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { catalogue } from "../../src/model/catalogue.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Shape } from "../../src/model/shape.ts";
import { newestRelease } from "../support/newest-release.ts";

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

const api: Api = JSON.parse(readFileSync("embedded-nexus/src/facts/nexus-api.json", "utf8"));

/** Control fields, which Nexus does not have. */
const controls = ["onConflict", "allowContentLoss", "rotation", "keepPassword"];
/** Fields of Nexus that the kinds do not have, each with its reason; by kind, family or repository type. */
const omittedFields: Record<string, string> = {
  "blob-store-file softQuotaAttributes": "Nexus's internal form of softQuota",
  "blob-store-group softQuotaAttributes": "Nexus's internal form of softQuota",
  "blob-store-s3 type": "only in responses",
  "blob-store-s3 bucketConfiguration.activeRegion": "only in responses",
  ...renamedBlock("blob-store-s3", "advancedBucketConnection", "advancedConnection", [
    "endpoint",
    "forcePathStyle",
    "maxConnectionPoolSize",
    "signerType",
  ]),
  ...renamedBlock("blob-store-s3", "bucketSecurity", "security", [
    "accessKeyId",
    "role",
    "secretAccessKey",
    "sessionToken",
  ]),
  "blob-store-azure bucketConfiguration.authentication.method": "the other name of authenticationMethod, from 3.94 on",
  "blob-store-google type": "only in responses",
  "blob-store-google bucketConfiguration.bucketSecurity.method": "the other name of authenticationMethod, from 3.94 on",
  ...renamedBlock("blob-store-google", "bucketSecurity", "security", ["accountKey", "authenticationMethod", "method"]),
  "eula disclaimer": "read from Nexus and sent back unchanged",
  "iq-connection hasFirewall": "only in responses",
  "iq-connection licensedSolutions": "only in responses",
  "cleanup-policy repositories": "only in responses",
  "user source": "always default: Nexus creates only local users",
  "user externalRoles": "only in responses; a PUT with them grants them to the user",
  "user readOnly": "only in responses",
  "proxy httpClient.authentication.preemptive":
    "only maven accepts it, pypi and terraform from 3.96 on; other formats share the schema in the document",
  "proxy routingRule": "the name of routingRuleName in requests before 3.94; both are sent",
  ...Object.fromEntries(
    ["LDAP", "SAML", "Crowd"].flatMap((source) =>
      ["firstName", "lastName", "emailAddress", "status", "source", "externalRoles", "readOnly"].map((field) => [
        `external-user-${source.toLowerCase()} ${field}`,
        "managed by the source: Nexus accepts changes of the roles only",
      ]),
    ),
  ),
  "ldap-server id": "assigned by Nexus, sent back unchanged",
  "task frequency.cronExpression": "in the field schedule",
  "task frequency.recurringDays": "in the field schedule",
  "task frequency.schedule": "in the field schedule",
  "task frequency.startDate": "in the field schedule",
  "task frequency.timeZoneOffset": "in the field schedule",
  "task formFields": "only in responses",
  "task type": "determined by the kind",
  "capability active": "only in responses",
  "capability description": "only in responses",
  "capability error": "only in responses",
  "capability id": "assigned by Nexus",
  "capability state": "only in responses",
  "capability stateDescription": "only in responses",
  "capability status": "only in responses",
  "capability tags": "only in responses",
  "capability type": "determined by the kind",
  "capability typeName": "only in responses",
  "huggingface-proxy xet.xetCasUrlOrDefault": "computed from xetCasUrl",
  "huggingface-proxy xet.xetTransferHostAllowListOrDefault": "computed from xetTransferHostAllowList",
  "terraform-hosted format": "only in responses",
  "terraform-hosted type": "only in responses",
  "terraform-hosted url": "only in responses",
};
/** Returns the fields of a block that 3.94 and later have under two names. The older name works in every release. */
function renamedBlock(kind: string, older: string, newer: string, fields: readonly string[]): Record<string, string> {
  const reason = `the other name of ${older}, from 3.94 on`;
  return Object.fromEntries(fields.map((field) => [`${kind} bucketConfiguration.${newer}.${field}`, reason]));
}

/** Fields that the newest release does not have, each with its reason. */
const removedFields: Record<string, string> = {
  "blob-store-s3 bucketConfiguration.bucket.expiration": "Nexus before 3.81 requires it",
  "npm-proxy npm": "in the documents up to 3.93.2",
  "npm-proxy npm.removeQuarantined": "in the documents up to 3.93.2",
  "pypi-proxy pypi.removeQuarantined": "in the documents up to 3.93.2",
  "cleanup-policy sortBy": "in the internal API only, which serves the editions without the public one",
};

/** Limits of the document that releases do not enforce, each with its source. */
const unenforcedLimits: Record<string, string> = {
  "yum-hosted yum.repodataDepth": "a client's live test creates 10 on 3.85",
  "cleanup-policy criteriaReleaseType": "RELEASES_AND_PRERELEASES is sent as null",
};

const isOmitted = (kind: Kind, path: string) =>
  [kind.name, kind.family, kind.repository?.type].some((owner) => omittedFields[`${owner} ${path}`] !== undefined);

/** Returns true for a property in a map of texts. Each kind of task or capability defines the properties of its type. */
const isMapped = (theirs: Iterable<[string, Schema]>, path: string) =>
  [...theirs].some(([map, { values }]) => values !== undefined && path.startsWith(`${map}.`));

/** The storage of a proxy or group has no writePolicy, although the API uses one schema for all types. */
const isSharedStorage = (path: string, kind: Kind) =>
  path === "storage.writePolicy" && kind.repository?.type !== "hosted";

const apiNames: Record<string, string> = { roleId: "id" };

describe.each([...catalogue.values()])("$name", (kind: Kind) => {
  const operations = operationsOf(kind);
  const bodies = bodiesOf(kind);

  it("uses operations of the API", () => {
    expect(bodies.map(([operation]) => operation.replace(/\{\w+\}/, "{}")).sort()).toEqual(
      [...new Set(operations)].sort(),
    );
  });

  // Realms, LDAP order, certificate, licence: the body is the value of one field.
  if (bodies.every(([, { body }]) => !resolve(body ?? {}).properties)) return;

  const theirs = new Map(apiFields(kind));
  const ours = new Map(fields(kind.schema, ""));

  it("has every field of the API, except omitted ones", () => {
    const has = (path: string) => ours.has(path) || kind.shape.fields?.[path] !== undefined;
    const missing = [...theirs.keys()].filter((path) => !has(path) && !isSharedStorage(path, kind));
    expect(missing.filter((path) => !isOmitted(kind, path))).toEqual([]);
  });

  it("has no field that the API lacks", () => {
    const known = [...ours.keys()].filter(
      (path) => !controls.includes(path) && !["routingRule", "schedule"].includes(path),
    );
    const isTheirs = (path: string) => theirs.has(path) || isMapped(theirs, path);
    expect(known.filter((path) => !isTheirs(path) && !removedFields[`${kind.name} ${path}`])).toEqual([]);
  });

  it("requires, or sends by default, the fields that the API requires", () => {
    const requiredByApi = bodies.flatMap(([, { body }]) => required(resolve(body ?? {}), ""));
    const sent = new Set(sentLeaves(kind.shape, ""));
    expect([...new Set(requiredByApi)].filter((path) => !sent.has(path) && !isOmitted(kind, path))).toEqual([]);
  });

  it("has the types, values and limits of the API", () => {
    const differing = [...ours].flatMap(([path, schema]) => {
      const their = theirs.get(path);
      return their && !unenforcedLimits[`${kind.name} ${path}`] ? findDisagreements(path, schema, their) : [];
    });
    expect(differing).toEqual([]);
  });
});

it("omits no field that a kind has", () => {
  const missing = new Set(
    [...catalogue.values()].flatMap((kind) => {
      const ours = new Set(fields(kind.schema, "").map(([path]) => path));
      const owners = [kind.name, kind.family, kind.repository?.type];
      return owners.flatMap((owner) =>
        apiFields(kind).flatMap(([path]) => (ours.has(path) ? [] : [`${owner} ${path}`])),
      );
    }),
  );
  expect(Object.keys(omittedFields).filter((field) => !missing.has(field))).toEqual([]);
});

function operationsOf(kind: Kind): string[] {
  const { create, update } = kind.endpoints({ release: newestRelease, edition: "PRO" });
  return [create, update].flatMap((text) => text?.replace(/\{\w+\}/, "{}") ?? []);
}

function bodiesOf(kind: Kind) {
  const operations = operationsOf(kind);
  return Object.entries(api.operations).filter(([operation]) =>
    operations.includes(operation.replace(/\{\w+\}/, "{}").replace("/service/rest", "")),
  );
}

function apiFields(kind: Kind): [string, Schema][] {
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

/** Returns the fields that the API requires, in blocks that it requires. */
function required(schema: Schema, above: string): string[] {
  return (schema.required ?? []).flatMap((name) => {
    const path = above ? `${above}.${name}` : name;
    const field = resolve(schema.properties?.[name] ?? {});
    return field.properties ? required(field, path) : [path];
  });
}

/** Returns the fields that every create request has: required ones and those with a create default. */
function sentLeaves(shape: Shape, above: string): string[] {
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) => {
    const key = above ? name : (apiNames[name] ?? name);
    const path = above ? `${above}.${key}` : key;
    const isOptional = field.optional && field.metadata.createDefault === undefined;
    if (isOptional && !(path === "password")) return [];
    return field.fields ? sentLeaves(field, path) : [path];
  });
}

function fields(schema: z.core.$ZodType, above: string): [string, z.core.$ZodType][] {
  const bare = unwrap(schema);
  if (!(bare instanceof z.ZodObject)) return [[above, bare]];
  return Object.entries(bare.shape).flatMap(([name, field]) => {
    const key = above ? name : (apiNames[name] ?? name);
    return fields(field, above ? `${above}.${key}` : key);
  });
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ? unwrap(schema.unwrap()) : schema;
}

function findDisagreements(path: string, ours: z.core.$ZodType, theirs: Schema): string[] {
  const json = z.toJSONSchema(ours, { unrepresentable: "any" }) as Schema & { anyOf?: unknown };
  const messages: string[] = [];
  // Facts that come from a TypeScript client alone do not tell integers from numbers.
  const type = theirs.type === "number" && json.type === "integer" ? "integer" : theirs.type;
  if (type && json.type && json.type !== type) messages.push(`${path}: ${json.type}, the API has ${type}`);
  // The document has one enumeration of oci as a single text with commas.
  const values =
    theirs.enum?.flatMap((value) => value.split(",")) ?? theirs.pattern?.match(/^[A-Z]+(\|[A-Z]+)*$/)?.[0].split("|");
  // The document has lower-case values for LDAP; Nexus accepts the upper-case constants.
  const lower = (list: string[] | undefined) => list?.map((value) => value.toLowerCase().replace("-", "_")).sort();
  if (values && json.enum && JSON.stringify(lower(values)) !== JSON.stringify(lower(json.enum)))
    messages.push(`${path}: ${json.enum}, the API has ${values}`);
  if (theirs.minimum !== undefined && (json.minimum ?? Number.NEGATIVE_INFINITY) < theirs.minimum)
    messages.push(`${path}: from ${json.minimum}, the API from ${theirs.minimum}`);
  if (theirs.maximum !== undefined && json.maximum !== theirs.maximum)
    messages.push(`${path}: to ${json.maximum}, the API to ${theirs.maximum}`);
  return messages;
}
