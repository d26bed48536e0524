import type { ClientConfig, ServedRepository } from "../../src/client-config/client-config.ts";

/** A hosted Docker repository of https://nexus.example. */
export function served(name: string, more: Partial<ServedRepository> = {}): ServedRepository {
  return { name, format: "docker", type: "hosted", url: `https://nexus.example/repository/${name}`, ...more };
}

/** The client configuration of the stack lab, https://nexus.example, with nothing else in it. */
export function clientConfigWith(repositories: ServedRepository[], more: Partial<ClientConfig> = {}): ClientConfig {
  const url = "https://nexus.example";
  return { version: 1, stack: "lab", url, repositories, cleanupPolicies: [], chains: [], ...more };
}
