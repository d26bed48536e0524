import type { JsonObject } from "../json.ts";
import type { RepositoryRecord } from "../state.ts";

/** Tells the formats whose repositories are registries and have connectors. */
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
