import type { JsonObject } from "../json.ts";
import type { RepositoryRecord } from "../state.ts";

/** Returns whether the repositories of a format are registries with connectors. */
export function isRegistryFormat(format: string): boolean {
  return format === "docker" || format === "oci";
}

/**
 * Reads the attributes of a registry repository that say how clients reach it: httpPort, pathEnabled, subdomain,
 * forceBasicAuth. They are named after the format. Returns undefined for any other repository.
 */
export function readConnectorSettings({
  format,
  attributes,
}: Pick<RepositoryRecord, "format" | "attributes">): JsonObject | undefined {
  return isRegistryFormat(format) ? attributes[format] : undefined;
}
