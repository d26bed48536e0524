/** Declarations of any kind, made up from its own schema. */
import fc from "fast-check";
import { z } from "zod";
import { validateLdapServers } from "../../src/estate/rules/ldap-servers.ts";
import { unsupportedBy } from "../../src/model/compatibility.ts";
import { type FieldMetadata, fieldMetadata } from "../../src/model/field-metadata.ts";
import type { Kind } from "../../src/model/kind.ts";
import { type Fields, getValueAt } from "../../src/util/json.ts";
import { isAtLeast, type Server } from "../../src/util/release.ts";

/** Names that a declaration may refer to, by family, and by format where it matters. */
export interface Names {
  repository: Readonly<Record<string, readonly string[]>>;
  blobStore: readonly string[];
  /** Those that a group of blob stores can have. */
  memberBlobStores: readonly string[];
  cleanupPolicy: readonly string[];
  privilege: readonly string[];
  role: readonly string[];
  contentSelector: readonly string[];
  proxy: readonly string[];
  /** None where scripts are switched off. */
  script: readonly string[];
  routingRule: readonly string[];
  ldapServer: readonly string[];
  /** Certificates that nobody has put into the trust store. */
  certificate: readonly string[];
  /** What the server is. */
  server: Server;
}

const words = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _.,-]{0,20}[A-Za-z0-9]$/);
const secrets = fc.stringMatching(/^[A-Za-z0-9!"#$%&'()*+,./:;<=>?@[\]^_{|}~-]{8,20}$/);

/** Fields that Nexus takes only some texts for, by their path; whatever the schema lets through would be refused. */
function texts(kind: Kind, names: Names): Record<string, () => fc.Arbitrary<unknown>> {
  const format = kind.repository?.format ?? "";
  return {
    "proxy.remoteUrl": () => fc.stringMatching(/^https:\/\/[a-z]{3,8}\.example(\/[a-z]{1,5}){0,2}$/),
    "storage.blobStoreName": () => fc.constantFrom(...names.blobStore),
    "cleanup.policyNames": () => fc.subarray([...names.cleanupPolicy]),
    "group.memberNames": () => fc.shuffledSubarray([...(names.repository[format] ?? [])], { minLength: 1 }),
    "group.writableMember": () => fc.constantFrom(...(names.repository[format] ?? [])),
    routingRuleName: () => fc.constantFrom("", ...names.routingRule),
    privileges: () => fc.subarray([...names.privilege]),
    roles: () => fc.subarray([...names.role], { minLength: kind.name === "user" || kind.externallyCreatedIn ? 1 : 0 }),
    names: () => fc.shuffledSubarray([...names.ldapServer], { minLength: names.ldapServer.length }),
    pem: () => fc.constantFrom(...names.certificate),
    contentSelector: () => fc.constantFrom(...names.contentSelector),
    repository: () => fc.constantFrom("*", ...(names.repository.raw ?? [])),
    expression: () => words.map((text) => `format == "raw" and path =^ "/${text}/"`),
    format: () => (kind.family === "cleanup policy" ? fc.constant("raw") : fc.constantFrom("*", "raw")),
    active: () =>
      fc.constantFrom(
        ["NexusAuthenticatingRealm"],
        ["NexusAuthenticatingRealm", "DefaultRole"],
        ["DefaultRole", "NexusAuthenticatingRealm"],
      ),
    userId: () => (kind.identity === "userId" ? words : fc.constantFrom("anonymous", "admin")),
    realmName: () => fc.constant("NexusAuthorizingRealm"),
    host: () => fc.stringMatching(/^[a-z]{1,8}\.example$/),
    fromAddress: () => fc.stringMatching(/^[a-z]{1,8}@[a-z]{1,8}\.example$/),
    emailAddress: () => fc.stringMatching(/^[a-z]{1,8}@[a-z]{1,8}\.example$/),
    ...Object.fromEntries(
      ["docker", "oci"].flatMap((part) => [
        // Below those that systems give: a server of the tests has one of them.
        [`${part}.httpPort`, () => fc.integer({ min: 20_000, max: 25_999 })],
        [`${part}.httpsPort`, () => fc.integer({ min: 26_000, max: 31_999 })],
        [`${part}Proxy.indexUrl`, () => fc.constant("https://index.example")],
        [`${part}Proxy.foreignLayerUrlWhitelist`, () => fc.uniqueArray(fc.constantFrom("https://a.*", "https://b.*"))],
      ]),
    ),
    "negativeCache.timeToLive": () => fc.integer({ min: 0, max: 9_999 }),
    "proxy.contentMaxAge": () => fc.integer({ min: -1, max: 9_999 }),
    "proxy.metadataMaxAge": () => fc.integer({ min: -1, max: 9_999 }),
    criteriaAssetRegex: () => fc.constantFrom(".*", "^/old/.*"),
    matchers: () => fc.array(fc.constantFrom("^/a/.*", "^/b/.*", ".*\\.zip"), { minLength: 1, maxLength: 3 }),
    "replication.assetPathRegex": () => fc.constantFrom(".*", "a+"),
    "raw.excludedQueryParameters": () => fc.uniqueArray(fc.constantFrom("a", "b", "c")),
    pattern: () => fc.constantFrom("nexus:users:read", "nexus:repository-view:raw:*:read"),
    domain: () => fc.constantFrom("users", "*", "blobstores"),
    path: () => words,
    scriptName: () => fc.constantFrom(...names.script),
    url: () => fc.constant("https://iq.example"),
    file: () => secrets.map((text) => Buffer.from(text).toString("base64")),
    ...Object.fromEntries(
      ["httpProxy", "httpsProxy"].map((proxy) => [`${proxy}.port`, () => fc.constantFrom("80", "3128")]),
    ),
    members: () => fc.shuffledSubarray([...names.memberBlobStores], { minLength: 1 }),
    // Where the content is cannot change.
    "bucketConfiguration.bucket.name": () => fc.constant("bucket"),
    "bucketConfiguration.bucket.region": () => fc.constant("eu-central-1"),
    "bucketConfiguration.accountName": () => fc.constant("account"),
    "bucketConfiguration.containerName": () => fc.constant("container"),
    alertEmail: () => fc.stringMatching(/^[a-z]{1,8}@[a-z]{1,8}\.example$/),
    schedule: () => schedules,
    ...textsOfProperties(kind, names),
  };
}

const times = fc.constantFrom("00:00", "02:30", "23:59");
const zones = fc.constantFrom({}, { timeZone: "+00:00" }, { timeZone: "+01:00" }, { timeZone: "-05:30" });
/** On a clock of UTC days of the month that are others in UTC are moved wrongly by Nexus: not made up. */
const schedules = fc.oneof(
  fc.constant("manual"),
  fc.tuple(fc.record({ hourly: fc.integer({ min: 0, max: 59 }) }), zones).map(together),
  fc.tuple(fc.record({ daily: times }), zones).map(together),
  fc
    .tuple(
      fc.record({ weekly: fc.uniqueArray(fc.constantFrom("MONDAY", "SUNDAY"), { minLength: 1 }), at: times }),
      zones,
    )
    .map(together),
  fc.record({ monthly: fc.uniqueArray(fc.constantFrom<number | string>(1, 15, "last"), { minLength: 1 }), at: times }),
  fc.tuple(fc.record({ once: fc.constantFrom("2031-12-01T02:00", "2032-02-29T23:59") }), zones).map(together),
  fc.tuple(fc.record({ cron: fc.constantFrom("0 0 2 * * ?", "0 30 4 ? * MON-FRI") }), zones).map(together),
);

function together([one, other]: [object, object]): object {
  return { ...one, ...other };
}

/** What tasks and capabilities are told. */
function textsOfProperties(kind: Kind, names: Names): Record<string, () => fc.Arbitrary<unknown>> {
  if (kind.family !== "task" && kind.family !== "capability") return {};
  const url = () => fc.constantFrom("https://a.example/x", "http://b.example");
  const any = {
    type: () => fc.constant(kind.family === "task" ? "blobstore.compact" : "LegacyUrlCapability"),
    properties: () => fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom("1", "x"), { maxKeys: 3 }),
  };
  return {
    ...(kind.shape.fields?.type && any),
    "properties.blobstoreName": () => fc.constantFrom(...names.blobStore),
    "properties.repositoryName": () =>
      kind.name === "task-create-browse-nodes"
        ? fc.constantFrom(["*"], ["maven-releases", "maven-central"])
        : fc.constant("*"),
    "properties.repository": () => fc.constant("maven-central"),
    "properties.role": () => fc.constantFrom(...names.role),
    "properties.regions[]": () => fc.constantFrom("a-1", "b-2"),
    "properties.url": () => (kind.name === "capability-webhook-repository" ? fc.constant("https://a.example") : url()),
  };
}

/** Fields of which Nexus takes each alone, and not every combination. */
const never: Partial<Record<string, readonly string[]>> = {
  // For other formats than the one that these policies are for.
  "cleanup-policy": ["criteriaReleaseType", "retain", "sortBy"],
};

/** Where not any name will do: an address; a SAML user beside the one who is found. */
const identities: Readonly<Record<string, string>> = {
  "ip-allow-list-entry": "198.51.100.0/24",
  "saml-user": "not signed in yet",
};
/** The name, or that of what there must be one of: a proxy repository. */
export function identityFor(kind: Kind, name: string, { proxy }: Names): string {
  const refersTo = kind.identity && kind.shape.fields?.[kind.identity]?.metadata.refersTo;
  return (refersTo && proxy[0]) || name;
}

/** A valid declaration with this identity, of what the server can hold. */
export function declarationOf(kind: Kind, identity: string, names: Names): fc.Arbitrary<Fields> {
  const special = texts(kind, names);
  const made = (schema: z.core.$ZodType, path: string): fc.Arbitrary<unknown> => {
    if (schema instanceof z.ZodOptional) return made(schema.unwrap() as z.core.$ZodType, path);
    if (schema instanceof z.ZodNullable) return made(schema.unwrap() as z.core.$ZodType, path);
    const given = special[path];
    if (given) return given();
    if (schema instanceof z.ZodObject) return object(schema, path);
    if (schema instanceof z.ZodRecord) return fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), words, { maxKeys: 3 });
    if (schema instanceof z.ZodBoolean) return fc.boolean();
    if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
    if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
    if (schema instanceof z.ZodNumber)
      return fc.integer({ min: Math.max(schema.minValue ?? 0, 1), max: Math.min(schema.maxValue ?? 9_999, 9_999) });
    if (schema instanceof z.ZodArray)
      return fc.uniqueArray(made(schema.element as z.core.$ZodType, `${path}[]`), { minLength: 1, maxLength: 4 });
    return fieldMetadata.get(schema)?.writeOnly ? secrets : words;
  };
  const object = (schema: z.ZodObject, above: string): fc.Arbitrary<Record<string, unknown>> => {
    const wanted = Object.entries(schema.shape).filter(([name, field]) => {
      const known = {
        ...fieldMetadata.get(field),
        ...(field instanceof z.ZodOptional && fieldMetadata.get(field.unwrap())),
      };
      const stays = known.losesContentOnChange && field instanceof z.ZodOptional;
      return !known.control && !stays && isKnownTo(known, names.server) && !never[kind.name]?.includes(name);
    });
    const required = wanted.filter(([, field]) => !(field instanceof z.ZodOptional)).map(([name]) => name);
    const fields = wanted.map(([name, field]) => [name, made(field, above ? `${above}.${name}` : name)] as const);
    return fc.record(Object.fromEntries(fields), { requiredKeys: required });
  };
  return object(kind.schema, "")
    .map(
      (fields) =>
        ({ ...fields, ...(kind.identity && { [kind.identity]: identities[kind.name] ?? identity }) }) as Fields,
    )
    .filter((fields) => kind.schema.safeParse(fields).success && isSensible(kind, fields))
    .filter((fields) => unsupportedBy(names.server, kind, fields).length === 0);
}

/** Fields that the server lacks are not made up at all. */
function isKnownTo({ since, pro }: FieldMetadata, { release, edition }: Server): boolean {
  return (!since || !release || isAtLeast(release, since)) && (!pro || edition === "PRO");
}

/** Rules across fields that are not in a schema: the estate's check has them. */
function isSensible(kind: Kind, fields: Fields): boolean {
  const [writable, members] = [getValueAt(fields, "group.writableMember"), getValueAt(fields, "group.memberNames")];
  if (writable !== undefined && !(Array.isArray(members) && members.includes(writable))) return false;
  if (kind.name === "ldap-server")
    return !validateLdapServers({ declarations: [{ kind, resource: "", fields }], existing: [] }).length;
  if (kind.name !== "cleanup-policy") return true;
  return ["criteriaLastDownloaded", "criteriaLastBlobUpdated", "criteriaAssetRegex"].some(
    (name) => fields[name] !== undefined,
  );
}
