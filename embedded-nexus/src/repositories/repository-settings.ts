import { isRegistryFormat } from "../docker/connector-settings.ts";
import { toHashOrder } from "../java-hash-order.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { isWithin, type ReleaseRange } from "../release.ts";
import type { RepositoryRecord } from "../state.ts";
import type { AttributeBlock } from "./recipes.ts";

/** Blocks that responses do not contain in some releases, although requests can (other clients' tests and documents). */
const NOT_RETURNED: Readonly<Record<string, ReleaseRange>> = {
  "alpine hosted component": {},
  "ansiblegalaxy hosted component": {},
  "conan proxy conanProxy": { before: "3.86" },
  "pypi proxy firewall": { from: "3.94", before: "3.96" },
  "raw proxy firewall": { from: "3.94", before: "3.96" },
  "terraform hosted component": {},
};

/** Converts a repository to the response of GET: with all fields, null for those that were never set (3.77). */
export function toRepositorySettings(nexus: Nexus, repository: RepositoryRecord, base: string): JsonObject {
  const { format, type } = repository;
  const entries = Object.entries(toAllSettings(nexus, repository, base)).filter(([block]) => {
    const releases = NOT_RETURNED[`${format} ${type} ${block}`];
    return !releases || !isWithin(nexus.release, releases);
  });
  return Object.fromEntries(entries);
}

function toAllSettings(nexus: Nexus, repository: RepositoryRecord, base: string): JsonObject {
  const { name, format, type, online, attributes } = repository;
  const url = `${base}/repository/${name}`;
  const blocks = Object.fromEntries(
    nexus
      .findRecipe(format, type)
      .attributeBlocks.map((block) => [block.name, toShownBlock(nexus, block, attributes[block.name])]),
  );
  if (type === "group") {
    return {
      name,
      format,
      url,
      online,
      storage: toStorage(repository),
      group: toGroup(nexus, repository),
      ...blocks,
      type,
    };
  }
  const typeBlocks =
    type === "proxy" ? toProxySettings(nexus, repository) : { component: toComponent(attributes.component) };
  const common = { name, url, online, storage: toStorage(repository), cleanup: toCleanup(attributes.cleanup) };
  return { ...common, ...typeBlocks, ...blocks, format, type };
}

function toStorage({ format, type, attributes }: RepositoryRecord): JsonObject {
  const {
    blobStoreName = null,
    strictContentTypeValidation = null,
    writePolicy,
    latestPolicy,
  } = attributes.storage ?? {};
  const shown: JsonObject = { blobStoreName, strictContentTypeValidation };
  if (type === "proxy") shown.writePolicy = "ALLOW";
  if (type === "hosted") shown.writePolicy = writePolicy ?? null;
  // Returned with ALLOW_ONCE only (from other clients' tests on 3.85, not measured).
  if (isRegistryFormat(format) && writePolicy === "ALLOW_ONCE") shown.latestPolicy = latestPolicy ?? false;
  return shown;
}

function toCleanup(section: JsonObject | undefined): Json {
  return section ? { policyNames: toHashOrder(section.policyNames as string[]) } : null;
}

function toComponent(section: JsonObject | undefined): JsonObject {
  return { proprietaryComponents: section?.proprietaryComponents ?? false };
}

function toGroup(nexus: Nexus, { format, attributes }: RepositoryRecord): JsonObject {
  const { memberNames = [], writableMember } = attributes.group ?? {};
  // Only formats whose groups accept uploads have the field.
  const deployable =
    nexus.schemas.field(nexus.findRecipe(format, "group").schema, "group")?.ref === "GroupDeployAttributes";
  return deployable ? { memberNames, writableMember: writableMember ?? null } : { memberNames };
}

function toProxySettings(nexus: Nexus, { format, routingRule, attributes }: RepositoryRecord): JsonObject {
  const { schema } = nexus.findRecipe(format, "proxy");
  const { proxy, negativeCache, httpClient, replication, firewall } = attributes;
  const shown: JsonObject = {
    proxy: toAllFields(nexus, "ProxyAttributes", proxy),
    negativeCache: toAllFields(nexus, "NegativeCacheAttributes", negativeCache),
    httpClient: toHttpClientSettings(nexus, schema, httpClient),
    routingRuleName: routingRule,
  };
  if (replication) shown.replication = replication;
  if (nexus.schemas.field(schema, "firewall")) shown.firewall = firewall ?? null;
  return shown;
}

function toHttpClientSettings(nexus: Nexus, request: string, section: JsonObject = {}): JsonObject {
  const schema = nexus.schemas.field(request, "httpClient")?.ref ?? "HttpClientAttributes";
  const { blocked = null, autoBlock = null, connection, authentication } = section;
  return {
    blocked,
    autoBlock,
    connection: toAllFields(nexus, "HttpClientConnectionAttributes", isObject(connection) ? connection : {}, {
      enableCircularRedirects: false,
      enableCookies: false,
      useTrustStore: false,
    }),
    authentication: isObject(authentication) ? toAuthenticationSettings(nexus, schema, authentication) : null,
  };
}

/** Returns no secret; formats with pre-emptive authentication return it, and a bearerToken that is always null (3.77). */
function toAuthenticationSettings(nexus: Nexus, httpClient: string, section: JsonObject): JsonObject {
  const { type = null, username = null, ntlmHost = null, ntlmDomain = null, preemptive = null } = section;
  const schema = nexus.schemas.field(httpClient, "authentication")?.ref ?? "";
  const shown: JsonObject = { type, username, ntlmHost, ntlmDomain };
  if (nexus.schemas.field(schema, "preemptive")) {
    shown.preemptive = preemptive;
    if (nexus.schemas.field(schema, "bearerToken")) shown.bearerToken = null;
  }
  return shown;
}

function toShownBlock(nexus: Nexus, block: AttributeBlock, section: JsonObject | undefined): Json {
  if (section === undefined && !block.required && !block.whenAbsent) return null;
  if (block.shownOnlyWith !== undefined && (section?.[block.shownOnlyWith] ?? null) === null) return null;
  const shown = toAllFields(nexus, block.schema, section, block.defaults);
  if (block.wrong && isWithin(nexus.release, block.wrong.releases)) Object.assign(shown, block.wrong.values);
  for (const secret of block.secrets ?? []) hideSecret(shown, secret);
  return shown;
}

function hideSecret(shown: JsonObject, secret: string): void {
  for (const [name, value] of Object.entries(shown)) {
    if (name === secret) shown[name] = null;
    else if (isObject(value)) {
      const { [secret]: _, ...rest } = value;
      shown[name] = rest;
    }
  }
}

/** Returns all fields of a schema in this release, with their stored values. */
function toAllFields(nexus: Nexus, schema: string, section: JsonObject = {}, defaults: JsonObject = {}): JsonObject {
  const names = nexus.schemas.fields(schema).map((field) => field.name);
  return Object.fromEntries(names.map((name) => [name, section[name] ?? defaults[name] ?? null]));
}
