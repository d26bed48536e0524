import type { Chain, ClientConfig, ServedRepository } from "../client-config/client-config.ts";
import type { ClientConfigArgs } from "../client-config/client-config-args.ts";
import type { ClientSettings } from "../client-config/client-settings.ts";
import { getHost, isImageRepository } from "../client-config/image-reference.ts";
import { type Fields, getValueAt } from "../util/json.ts";
import {
  type Declaration,
  type Estate,
  type EstateRepository,
  getDeclaredIdentity,
  getStrings,
  listByFamily,
  listRepositories,
} from "./estate.ts";

/** Everything that a program and its stack declare for clients, in addition to the resources. */
export interface ClientDeclarations {
  /** The stack's setting `nexus:clients`. */
  clients: ClientSettings;
  /** The `clientConfig` of the estate. */
  clientConfig: ClientConfigArgs;
  chains: readonly Chain[];
}

/**
 * Creates the client configuration of an estate.
 *
 * @param nexusUrl - `nexus:url`, the default of `nexus:clients.url`
 */
export function createClientConfig(
  stack: string,
  nexusUrl: string,
  estate: Estate,
  { clients, clientConfig, chains }: ClientDeclarations,
): ClientConfig {
  const url = (clients.url ?? nexusUrl).replace(/\/+$/, "");
  return {
    version: 1,
    stack,
    url,
    ...(clients.health !== undefined && { health: clients.health }),
    ...(clients.inUse && { inUse: clients.inUse }),
    repositories: listRepositories(estate).map((repository) => toServedRepository(repository, url, clients)),
    cleanupPolicies: listByFamily(estate, "cleanup policy").map(toCleanupPolicy),
    chains: [...chains],
    ...clientConfig,
  };
}

function toServedRepository(
  { name, format, type, declaration }: EstateRepository,
  url: string,
  { registries = {}, internal = {} }: ClientSettings,
): ServedRepository {
  const fields = declaration?.fields ?? {};
  const writePolicy = getValueAt(fields, "storage.writePolicy");
  const members = getStrings(fields, "group.memberNames");
  const cleanup = getStrings(fields, "cleanup.policyNames");
  return {
    name,
    format,
    type: type === "proxy" || type === "group" ? type : "hosted",
    url: `${url}/repository/${name}`,
    ...(isImageRepository({ format }) && resolveRegistry(fields, format, url, registries[name])),
    ...(internal[name] && { internal: internal[name].map(removeScheme) }),
    ...(typeof writePolicy === "string" && { writePolicy: writePolicy.toUpperCase() }),
    ...(getValueAt(fields, "storage.latestPolicy") === true && { latestPolicy: true as const }),
    ...(members.length && { members }),
    ...(cleanup.length && { cleanup }),
  };
}

/**
 * Returns the registry of a Docker or OCI repository. Uses the configured address. Default: the repository's connector on the
 * host of Nexus.
 */
function resolveRegistry(fields: Fields, format: string, url: string, configuredAddress: string | undefined) {
  const getField = (name: string) => getValueAt(fields, `${format}.${name}`);
  const port = getField("httpsPort") ?? getField("httpPort");
  const connector = typeof port === "number" ? `${getHost(url).replace(/:\d+$/, "")}:${port}` : undefined;
  const registry = configuredAddress === undefined ? connector : removeScheme(configuredAddress);
  const isPlainHttp =
    configuredAddress === undefined
      ? /^http:/.test(url) && typeof getField("httpsPort") !== "number"
      : /^http:/.test(configuredAddress);
  return {
    ...(registry !== undefined && { registry }),
    ...(registry !== undefined && isPlainHttp && { insecure: true as const }),
    ...(getField("pathEnabled") === true && { pathEnabled: true as const }),
  };
}

/**
 * Returns the address before the path of an image: that of the registry or, with `pathEnabled` alone, the host of Nexus and the
 * name of the repository. Returns nothing if Docker clients cannot reach the repository.
 *
 * @param nexusUrl - `nexus:url`, the default of `nexus:clients.url`
 */
export function resolveImagePrefix(
  { name, format, fields }: { name: string; format: string; fields: Fields },
  nexusUrl: string,
  clients: ClientSettings,
): string | undefined {
  if (!isImageRepository({ format })) return undefined;
  const url = clients.url ?? nexusUrl;
  const { registry, pathEnabled } = resolveRegistry(fields, format, url, clients.registries?.[name]);
  return registry ?? (pathEnabled && URL.canParse(url) ? `${getHost(url)}/${name}` : undefined);
}

function removeScheme(address: string): string {
  return address.replace(/^https?:\/\//, "");
}

function toCleanupPolicy(policy: Declaration) {
  const { criteriaLastDownloaded, criteriaLastBlobUpdated, criteriaAssetRegex, retain } = policy.fields;
  return {
    name: getDeclaredIdentity(policy),
    ...(typeof criteriaLastDownloaded === "number" && { lastDownloaded: criteriaLastDownloaded }),
    ...(typeof criteriaLastBlobUpdated === "number" && { lastBlobUpdated: criteriaLastBlobUpdated }),
    ...(typeof criteriaAssetRegex === "string" && { assetRegex: criteriaAssetRegex }),
    ...(typeof retain === "number" && { retain }),
  };
}
