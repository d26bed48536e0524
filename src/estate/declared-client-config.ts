import type { Chain } from "../client-config/chains.ts";
import type { ClientConfig, ServedRepository } from "../client-config/client-config.ts";
import type { ClientSettings } from "../client-config/client-settings.ts";
import { getHost, isImageRepository } from "../client-config/image-reference.ts";
import type { ClientConfigArgs } from "../client-config/parts.ts";
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

/** What a program says of its clients, beside its resources. */
export interface ClientDeclarations {
  clients: ClientSettings;
  parts: ClientConfigArgs;
  chains: readonly Chain[];
}

/**
 * What clients need to know of an estate.
 *
 * @param nexus - `nexus:url`
 */
export function createClientConfig(
  stack: string,
  nexus: string,
  estate: Estate,
  { clients, parts, chains }: ClientDeclarations,
): ClientConfig {
  const url = (clients.url ?? nexus).replace(/\/+$/, "");
  return {
    version: 1,
    stack,
    url,
    ...(clients.health !== undefined && { health: clients.health }),
    ...(clients.inUse && { inUse: clients.inUse }),
    repositories: listRepositories(estate).map((repository) => served(repository, url, clients)),
    cleanupPolicies: listByFamily(estate, "cleanup policy").map(policyOf),
    chains: [...chains],
    ...parts,
  };
}

function served(
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
    ...(isImageRepository({ format }) && registryOf(fields, format, url, registries[name])),
    ...(internal[name] && { internal: internal[name].map(bareAddress) }),
    ...(typeof writePolicy === "string" && { writePolicy: writePolicy.toUpperCase() }),
    ...(getValueAt(fields, "storage.latestPolicy") === true && { latestPolicy: true as const }),
    ...(members.length && { members }),
    ...(cleanup.length && { cleanup }),
  };
}

/** How it is said to be reached, else by its connector on Nexus's own host. */
function registryOf(fields: Fields, format: string, url: string, said: string | undefined) {
  const at = (name: string) => getValueAt(fields, `${format}.${name}`);
  const port = at("httpsPort") ?? at("httpPort");
  const bare = said === undefined ? undefined : bareAddress(said);
  const registry = bare ?? (typeof port === "number" ? `${getHost(url).replace(/:\d+$/, "")}:${port}` : undefined);
  const isPlain = said === undefined ? /^http:/.test(url) && typeof at("httpsPort") !== "number" : /^http:/.test(said);
  return {
    ...(registry !== undefined && { registry }),
    ...(registry !== undefined && isPlain && { insecure: true as const }),
    ...(at("pathEnabled") === true && { pathEnabled: true as const }),
  };
}

function bareAddress(said: string): string {
  return said.replace(/^https?:\/\//, "");
}

function policyOf(policy: Declaration) {
  const { criteriaLastDownloaded, criteriaLastBlobUpdated, criteriaAssetRegex, retain } = policy.fields;
  return {
    name: getDeclaredIdentity(policy),
    ...(typeof criteriaLastDownloaded === "number" && { lastDownloaded: criteriaLastDownloaded }),
    ...(typeof criteriaLastBlobUpdated === "number" && { lastBlobUpdated: criteriaLastBlobUpdated }),
    ...(typeof criteriaAssetRegex === "string" && { assetRegex: criteriaAssetRegex }),
    ...(typeof retain === "number" && { retain }),
  };
}
