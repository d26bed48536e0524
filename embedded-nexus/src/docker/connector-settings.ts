import type { JsonObject } from "../json.ts";
import type { RepositoryRecord } from "../state.ts";

/** Formats whose repositories hold container images and have connectors; their part is called as they are. */
export function isRegistryFormat(format: string): boolean {
  return format === "docker" || format === "oci";
}

/** How clients reach a repository of images; nothing for any other. */
export function readConnectorSettings({
  format,
  attributes,
}: Pick<RepositoryRecord, "format" | "attributes">): JsonObject | undefined {
  return isRegistryFormat(format) ? attributes[format] : undefined;
}
