import type { ClientConfig, ServedRepository } from "./client-config.ts";

/** The endpoint of a Docker repository's registry API. */
export interface RegistryEndpoint {
  /** The URL before `/v2/`: `https://nexus.example:8443`. */
  url: string;
  /** The prefix of each image path at this endpoint: empty, or `docker-dev-hosted/`. */
  prefix: string;
}

/** Returns the addresses of Nexus and of all its Docker registries that a client configuration declares. */
export function listDeclaredAddresses(clientConfig: Pick<ClientConfig, "url" | "repositories">): string[] {
  const endpoints = clientConfig.repositories.flatMap(
    (repository) => resolveEndpoint(clientConfig, repository)?.url ?? [],
  );
  return [...new Set([clientConfig.url, ...endpoints])];
}

/**
 * Returns the endpoint of a Docker repository: its own address, or the path on the main address if `pathEnabled` is set.
 * Returns nothing if Docker clients cannot reach it.
 */
export function resolveEndpoint(
  { url }: Pick<ClientConfig, "url">,
  { name, registry, insecure, pathEnabled }: ServedRepository,
): RegistryEndpoint | undefined {
  if (registry !== undefined) {
    const [host = "", ...path] = registry.split("/").filter(Boolean);
    return { url: `${insecure ? "http" : "https"}://${host}`, prefix: path.map((part) => `${part}/`).join("") };
  }
  return pathEnabled && URL.canParse(url) ? { url: new URL(url).origin, prefix: `${name}/` } : undefined;
}
