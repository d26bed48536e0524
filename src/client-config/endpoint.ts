import type { ClientConfig, ServedRepository } from "./client-config.ts";

/** Where a Docker repository's API is spoken. */
export interface RegistryEndpoint {
  /** `https://nexus.example:8443`: what `/v2/` comes behind. */
  url: string;
  /** What stands before each image's path there; empty, or `docker-dev-hosted/`. */
  prefix: string;
}

/** How Docker clients reach a repository: at its own address, else by its name; nothing where neither is. */
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
