import type { ServedRepository } from "../../src/handbook/handbook.ts";

/** A hosted Docker repository of https://nexus.example. */
export function served(name: string, more: Partial<ServedRepository> = {}): ServedRepository {
  return { name, format: "docker", type: "hosted", url: `https://nexus.example/repository/${name}`, ...more };
}
