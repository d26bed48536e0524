/** Random declarations of any kind, generated from its schema. */
import fc from "fast-check";
import { z } from "zod";
import { validateLdapServers } from "../../src/estate/rules/ldap-servers.ts";
import { unsupportedBy } from "../../src/model/compatibility.ts";
import { type FieldMetadata, fieldMetadata } from "../../src/model/field-metadata.ts";
import type { Kind } from "../../src/model/kind.ts";
import { findLimit } from "../../src/model/support.ts";
import { type Fields, getValueAt } from "../../src/util/json.ts";
import type { Server } from "../../src/util/release.ts";

/** Names that a generated declaration can refer to, by family; repositories also by format. */
export interface Names {
  repository: Readonly<Record<string, readonly string[]>>;
  blobStore: readonly string[];
  /** Blob stores that can be members of a group. */
  memberBlobStores: readonly string[];
  cleanupPolicy: readonly string[];
  privilege: readonly string[];
  role: readonly string[];
  contentSelector: readonly string[];
  proxy: readonly string[];
  /** Empty if Nexus refuses scripts. */
  script: readonly string[];
  routingRule: readonly string[];
  ldapServer: readonly string[];
  /** Certificates that are not in the trust store. */
  certificate: readonly string[];
  /** The release and edition of the server. */
  server: Server;
}

// Creating a generator of texts takes longer than generating one, so each is created once.
const words = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _.,-]{0,20}[A-Za-z0-9]$/);
const secrets = fc.stringMatching(/^[A-Za-z0-9!"#$%&'()*+,./:;<=>?@[\]^_{|}~-]{8,20}$/);
const keys = fc.stringMatching(/^[a-z]{1,6}$/);
const hosts = fc.stringMatching(/^[a-z]{1,8}\.example$/);
const emailAddresses = fc.stringMatching(/^[a-z]{1,8}@[a-z]{1,8}\.example$/);
const remoteUrls = fc.stringMatching(/^https:\/\/[a-z]{3,8}\.example(\/[a-z]{1,5}){0,2}$/);

/** Generators by path, for fields of which Nexus accepts fewer values than the schema. */
function generatorsByPath(kind: Kind, names: Names): Record<string, () => fc.Arbitrary<unknown>> {
  const format = kind.repository?.format ?? "";
  return {
    "proxy.remoteUrl": () => remoteUrls,
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
    host: () => hosts,
    fromAddress: () => emailAddresses,
    emailAddress: () => emailAddresses,
    ...Object.fromEntries(
      ["docker", "oci"].flatMap((part) => [
        // Below the range of ephemeral ports, one of which a server of the tests uses.
        [`${part}.httpPort`, () => fc.integer({ min: 20_000, max: 25_999 })],
        [`${part}.httpsPort`, () => fc.integer({ min: 26_000, max: 31_999 })],
        [`${part}Proxy.indexUrl`, () => fc.constant("https://index.example")],
        [`${part}Proxy.foreignLayerUrlWhitelist`, () => fc.uniqueArray(fc.constantFrom("https://a.*", "https://b.*"))],
      ]),
    ),
    "dockerProxy.ecrAuth": () => ecrLogins,
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
    // The location of the content cannot change.
    "bucketConfiguration.bucket.name": () => fc.constant("bucket"),
    "bucketConfiguration.bucket.region": () => fc.constant("eu-central-1"),
    "bucketConfiguration.accountName": () => fc.constant("account"),
    "bucketConfiguration.containerName": () => fc.constant("container"),
    alertEmail: () => emailAddresses,
    schedule: () => schedules,
    ...propertyGenerators(kind, names),
  };
}

/** An access key has a secret: if only the key is declared, an update is refused, as Nexus may have the secret. */
const ecrLogins = fc
  .record(
    { enabled: fc.boolean(), awsRegion: words, registryId: words, key: fc.option(fc.tuple(words, secrets)) },
    { requiredKeys: [] },
  )
  .map(({ key, ...rest }) => ({ ...rest, ...(key && { accessKeyId: key[0], secretAccessKey: key[1] }) }));

const times = fc.constantFrom("00:00", "02:30", "23:59");
const zones = fc.constantFrom({}, { timeZone: "+00:00" }, { timeZone: "+01:00" }, { timeZone: "-05:30" });
/** Monthly schedules have no time zone: a Nexus with a UTC clock shifts days of the month wrongly (3.71). */
const schedules = fc.oneof(
  fc.constant("manual"),
  fc.tuple(fc.record({ hourly: fc.integer({ min: 0, max: 59 }) }), zones).map(mergeObjects),
  fc.tuple(fc.record({ daily: times }), zones).map(mergeObjects),
  fc
    .tuple(
      fc.record({ weekly: fc.uniqueArray(fc.constantFrom("MONDAY", "SUNDAY"), { minLength: 1 }), at: times }),
      zones,
    )
    .map(mergeObjects),
  fc.record({ monthly: fc.uniqueArray(fc.constantFrom<number | string>(1, 15, "last"), { minLength: 1 }), at: times }),
  fc.tuple(fc.record({ once: fc.constantFrom("2031-12-01T02:00", "2032-02-29T23:59") }), zones).map(mergeObjects),
  fc.tuple(fc.record({ cron: fc.constantFrom("0 0 2 * * ?", "0 30 4 ? * MON-FRI") }), zones).map(mergeObjects),
);

function mergeObjects([first, second]: [object, object]): object {
  return { ...first, ...second };
}

const anyRepositories = () => fc.constantFrom(["*"], ["maven-releases", "maven-central"]);
const tasksWithListOfRepositories: Partial<Record<string, () => fc.Arbitrary<readonly string[]>>> = {
  "task-blobstore-planReconciliation": anyRepositories,
  "task-create-browse-nodes": anyRepositories,
  "task-repository-pypi-generate-missing-sha256-checksums": () => fc.constant(["*"]),
};

/** Generators of the properties of tasks and capabilities. */
function propertyGenerators(kind: Kind, names: Names): Record<string, () => fc.Arbitrary<unknown>> {
  if (kind.family !== "task" && kind.family !== "capability") return {};
  const url = () => fc.constantFrom("https://a.example/x", "http://b.example");
  const any = {
    type: () => fc.constant(kind.family === "task" ? "security.purge-api-keys" : "LegacyUrlCapability"),
    properties: () => fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom("1", "x"), { maxKeys: 3 }),
  };
  return {
    ...(kind.shape.fields?.type && any),
    "properties.blobstoreName": () =>
      kind.name === "task-blobstore-planReconciliation"
        ? fc.subarray([...names.blobStore], { minLength: 1 })
        : fc.constantFrom(...names.blobStore),
    "properties.repositoryName": () => tasksWithListOfRepositories[kind.name]?.() ?? fc.constant("*"),
    "properties.moveRepositoryName": () => fc.constant("maven-releases"),
    "properties.moveTargetBlobstore": () => fc.constantFrom(...names.blobStore),
    "properties.fromGroup": () => fc.constantFrom(...names.blobStore),
    "properties.memberToRemove": () => fc.constantFrom(...names.blobStore),
    "properties.reconcileStartDate": () => fc.constant("06/24/2026"),
    "properties.reconcileEndDate": () => fc.constant("06/30/2026"),
    "properties.repository": () => fc.constant("maven-central"),
    "properties.role": () => fc.constantFrom(...names.role),
    "properties.regions[]": () => fc.constantFrom("a-1", "b-2"),
    "properties.url": () => (kind.name === "capability-webhook-repository" ? fc.constant("https://a.example") : url()),
  };
}

/** Fields that are not generated, because Nexus refuses most combinations. */
const excludedFields: Partial<Record<string, readonly string[]>> = {
  // These need another format than the generated policies have.
  "cleanup-policy": ["criteriaReleaseType", "retain", "sortBy"],
};

/** Optional fields that an update must declare, as it would remove their stored secret otherwise. */
const requiredInUpdates: Partial<Record<string, readonly string[]>> = { oauth2: ["clientSecret"] };

/** Identities of kinds that do not accept any name. The SAML user must differ from the one that the server finds. */
const identities: Readonly<Record<string, string>> = {
  "ip-allow-list-entry": "198.51.100.0/24",
  "saml-user": "not signed in yet",
};

/** Returns the identity for a declaration: the name, or the name of an existing proxy repository if the kind refers to one. */
export function identityFor(kind: Kind, name: string, { proxy }: Names): string {
  const refersTo = kind.identity && kind.shape.fields?.[kind.identity]?.metadata.refersTo;
  return (refersTo && proxy[0]) || name;
}

/**
 * Generates valid declarations with the identity that the server supports: with some of the optional fields, or `complete`,
 * with all of them and no value that Nexus could have by default.
 */
export function declarationOf(
  kind: Kind,
  identity: string,
  names: Names,
  { complete = false }: { complete?: boolean } = {},
): fc.Arbitrary<Fields> {
  const generators = generatorsByPath(kind, names);
  const generate = (schema: z.core.$ZodType, path: string): fc.Arbitrary<unknown> => {
    if (schema instanceof z.ZodOptional) return generate(schema.unwrap() as z.core.$ZodType, path);
    if (schema instanceof z.ZodNullable) return generate(schema.unwrap() as z.core.$ZodType, path);
    const generator = generators[path];
    if (generator) return generator();
    if (schema instanceof z.ZodObject) return generateObject(schema, path);
    if (schema instanceof z.ZodRecord) return fc.dictionary(keys, words, { maxKeys: 3 });
    if (schema instanceof z.ZodBoolean) return complete ? fc.constant(true) : fc.boolean();
    if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
    if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
    if (schema instanceof z.ZodNumber)
      return fc.integer({ min: Math.max(schema.minValue ?? 0, 1), max: Math.min(schema.maxValue ?? 9_999, 9_999) });
    if (schema instanceof z.ZodArray)
      return fc.uniqueArray(generate(schema.element as z.core.$ZodType, `${path}[]`), { minLength: 1, maxLength: 4 });
    return fieldMetadata.get(schema)?.writeOnly ? secrets : words;
  };
  const generateObject = (schema: z.ZodObject, parent: string): fc.Arbitrary<Record<string, unknown>> => {
    const included = Object.entries(schema.shape).filter(([name, field]) => {
      const metadata = {
        ...fieldMetadata.get(field),
        ...(field instanceof z.ZodOptional && fieldMetadata.get(field.unwrap())),
      };
      const isFixed = metadata.losesContentOnChange && field instanceof z.ZodOptional;
      return (
        !metadata.control &&
        !isFixed &&
        isSupported(metadata, names.server) &&
        !excludedFields[kind.name]?.includes(name)
      );
    });
    const required = included
      .filter(
        ([name, field]) =>
          complete || !(field instanceof z.ZodOptional) || requiredInUpdates[kind.name]?.includes(name),
      )
      .map(([name]) => name);
    const fields = included.map(
      ([name, field]) => [name, generate(field, parent ? `${parent}.${name}` : name)] as const,
    );
    return fc.record(Object.fromEntries(fields), { requiredKeys: required });
  };
  return generateObject(kind.schema, "")
    .map(
      (fields) =>
        ({ ...fields, ...(kind.identity && { [kind.identity]: identities[kind.name] ?? identity }) }) as Fields,
    )
    .filter(createFilter(kind, names.server));
}

/** The number of declarations in a row that may be invalid. More mean that a generator and the schema disagree. */
const maxInvalid = 2_000;

/** Accepts valid declarations. Throws with the reason instead of searching for one without end. */
function createFilter(kind: Kind, server: Server): (fields: Fields) => boolean {
  let invalid = 0;
  return (fields) => {
    const { error } = kind.schema.safeParse(fields);
    const [reason] = [
      ...(error ? [error.message] : []),
      ...unsupportedBy(server, kind, fields).map(({ message }) => message),
      ...(followsRules(kind, fields) ? [] : ["it breaks a rule over several fields"]),
    ];
    invalid = reason === undefined ? 0 : invalid + 1;
    if (invalid > maxInvalid) throw new Error(`${kind.name}: no generated declaration is valid, such as: ${reason}`);
    return reason === undefined;
  };
}

/** Returns false for a field that the server lacks, or may lack. It is not generated. */
function isSupported(metadata: FieldMetadata, { release, edition }: Server): boolean {
  return !findLimit(metadata, release) && (!metadata.pro || edition === "PRO");
}

/** Checks rules over several fields, which src/estate validates and no schema has. */
function followsRules(kind: Kind, fields: Fields): boolean {
  const [writable, members] = [getValueAt(fields, "group.writableMember"), getValueAt(fields, "group.memberNames")];
  if (writable !== undefined && !(Array.isArray(members) && members.includes(writable))) return false;
  if (kind.name === "ldap-server")
    return !validateLdapServers({ declarations: [{ kind, resource: "", fields }], existing: [] }).length;
  if (kind.name !== "cleanup-policy") return true;
  return ["criteriaLastDownloaded", "criteriaLastBlobUpdated", "criteriaAssetRegex"].some(
    (name) => fields[name] !== undefined,
  );
}
