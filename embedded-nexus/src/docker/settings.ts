import type { JsonObject } from "../json.ts";
import type { Repository } from "../state.ts";

/** Formats whose repositories hold container images and have connectors; their part is called as they are. */
export function isOfImages(format: string): boolean {
  return format === "docker" || format === "oci";
}

/** How clients reach a repository of images; nothing for any other. */
export function connectorSettings({
  format,
  attributes,
}: Pick<Repository, "format" | "attributes">): JsonObject | undefined {
  return isOfImages(format) ? attributes[format] : undefined;
}
