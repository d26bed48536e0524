import { messageError } from "../http/responses.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { isAtLeast } from "../release.ts";
import type { RepositoryConfiguration } from "../state.ts";
import type { Recipe } from "./recipes.ts";

/** The body of a repository request, deserialized and validated by its schema. */
export interface RepositoryRequest {
  readonly name: string;
  readonly online: boolean;
  readonly storage: JsonObject;
  readonly cleanup?: { readonly policyNames?: string[] | null } | null;
  readonly component?: JsonObject | null;
  readonly proxy?: JsonObject;
  readonly negativeCache?: JsonObject;
  readonly httpClient?: JsonObject;
  readonly replication?: JsonObject | null;
  readonly firewall?: JsonObject | null;
  readonly routingRule?: string | null;
  readonly routingRuleName?: string | null;
  readonly group?: { readonly memberNames: (string | null)[]; readonly writableMember?: string | null };
  readonly [block: string]: unknown;
}

/**
 * Converts a request to a configuration, by the recipe of the request's path. Invalid requests are rejected here, before the
 * permission is checked (3.71).
 */
export function toConfiguration(nexus: Nexus, recipe: Recipe, request: RepositoryRequest): RepositoryConfiguration {
  const attributes: Record<string, JsonObject> = { storage: toStorageAttributes(recipe, request) };
  if (request.cleanup) attributes.cleanup = { policyNames: [...new Set(getPolicyNames(request.cleanup))] };
  if (recipe.type === "hosted" && request.component) attributes.component = request.component;
  if (recipe.type === "proxy") Object.assign(attributes, toProxyAttributes(nexus, request));
  if (request.group) attributes.group = toGroupAttributes(nexus, request.group);
  for (const block of recipe.attributeBlocks) {
    const value = request[block.name];
    if (isObject(value)) attributes[block.name] = toStoredBlock(nexus, block.name, value, block.proFields);
    else if (block.whenAbsent) attributes[block.name] = block.whenAbsent;
  }
  return { online: request.online, routingRule: findRoutingRule(nexus, recipe, request), attributes };
}

function toStorageAttributes(recipe: Recipe, { storage }: RepositoryRequest): JsonObject {
  const { blobStoreName = null, strictContentTypeValidation = null } = storage;
  const stored: JsonObject = { blobStoreName, strictContentTypeValidation };
  // 3.77: only hosted repositories read a write policy, and store it in the case of the request.
  if (recipe.type === "hosted") stored.writePolicy = storage.writePolicy ?? null;
  if (storage.latestPolicy !== undefined) stored.latestPolicy = storage.latestPolicy;
  return stored;
}

function getPolicyNames(cleanup: { readonly policyNames?: string[] | null }): string[] {
  if (cleanup.policyNames) return cleanup.policyNames;
  // 3.71: the response to `cleanup: {}` is Java's message.
  throw messageError(400, 'Cannot invoke "java.lang.Iterable.iterator()" because "elements" is null');
}

function toProxyAttributes(nexus: Nexus, request: RepositoryRequest): Record<string, JsonObject> {
  const { proxy = {}, negativeCache = {}, httpClient = {}, replication, firewall } = request;
  const remoteUrl = String(proxy.remoteUrl);
  const connection = httpClient.connection;
  if (isObject(connection) && connection.useTrustStore === true && !/^https:/i.test(remoteUrl)) {
    throw messageError(400, "TrustStore is available only with HTTPS remote URLs");
  }
  const attributes: Record<string, JsonObject> = { proxy, negativeCache, httpClient };
  // Pre-emptive pull exists on Pro only.
  if (replication && nexus.edition === "PRO") attributes.replication = replication;
  if (firewall) attributes.firewall = firewall;
  return attributes;
}

function toGroupAttributes(
  nexus: Nexus,
  { memberNames, writableMember }: NonNullable<RepositoryRequest["group"]>,
): JsonObject {
  const attributes: JsonObject = { memberNames };
  if (writableMember !== undefined && nexus.edition === "PRO") attributes.writableMember = writableMember;
  return attributes;
}

/** Returns the routing rule of a request: `routingRule`, from 3.94 on `routingRuleName` too. Unknown rules are ignored (3.77). */
function findRoutingRule(nexus: Nexus, recipe: Recipe, request: RepositoryRequest): string | null {
  if (recipe.type !== "proxy") return null;
  const named = request.routingRule ?? request.routingRuleName ?? null;
  return nexus.state.routingRules.some((rule) => rule.name === named) ? named : null;
}

function toStoredBlock(nexus: Nexus, name: string, block: JsonObject, proFields: readonly string[] = []): JsonObject {
  // 3.71: contentDisposition is required; from 3.93 on the block has other fields and it is optional.
  if (name === "raw" && (block.contentDisposition ?? null) === null && !isAtLeast(nexus.release, "3.93")) {
    const method = "org.sonatype.nexus.repository.raw.rest.RawAttributes.getContentDisposition()";
    const call = "org.sonatype.nexus.repository.raw.ContentDisposition.name()";
    throw messageError(400, `Cannot invoke "${call}" because the return value of "${method}" is null`);
  }
  if (nexus.edition === "PRO") return block;
  const entries = Object.entries(block).filter(([field]) => !proFields.includes(field));
  return Object.fromEntries(entries) as Record<string, Json>;
}
