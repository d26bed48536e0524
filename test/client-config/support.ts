import type { ClientConfig, ServedRepository } from "../../src/client-config/client-config.ts";

/** Returns a hosted Docker repository at https://nexus.example. */
export function served(name: string, more: Partial<ServedRepository> = {}): ServedRepository {
  return { name, format: "docker", type: "hosted", url: `https://nexus.example/repository/${name}`, ...more };
}

/** Returns a client configuration of the stack lab at https://nexus.example with the repositories only. */
export function clientConfigWith(repositories: ServedRepository[], more: Partial<ClientConfig> = {}): ClientConfig {
  const url = "https://nexus.example";
  return { version: 1, stack: "lab", url, repositories, cleanupPolicies: [], chains: [], ...more };
}
