import type { EstateRepository } from "../../estate/estate.ts";
import { getValueAt } from "../../util/json.ts";
import { uniquePlaceholder } from "./probe-plan.ts";

/** For each format, a path of missing content that makes a proxy contact its upstream. Other formats have no known path. */
const missingPaths: Readonly<Record<string, string>> = {
  raw: `nexus-iac-probe/${uniquePlaceholder}`,
  maven2: `nexus-iac-probe/${uniquePlaceholder}/maven-metadata.xml`,
  npm: `nexus-iac-probe-${uniquePlaceholder}`,
  pypi: `simple/nexus-iac-probe-${uniquePlaceholder}/`,
  yum: `nexus-iac-probe/${uniquePlaceholder}.rpm`,
};

/** Returns a path that makes a proxy of the format contact its upstream. */
export function findMissingPath(format: string): string | undefined {
  return Object.hasOwn(missingPaths, format) ? missingPaths[format] : undefined;
}

/**
 * Returns a write that a hosted repository rejects with 400 even if the user may write, so that it leaves nothing in
 * Nexus (3.71, 3.77). Returns undefined if the repository would accept every known write.
 */
export function findRejectedWrite({
  format,
  declaration,
}: EstateRepository): { path: string; body: string } | undefined {
  const at = (path: string) => getValueAt(declaration?.fields ?? {}, path);
  const isStrict = at("storage.strictContentTypeValidation") !== false;
  if (at("storage.writePolicy") === "DENY") return { path: "nexus-iac-probe", body: "nexus-iac" };
  // Strict content type validation rejects a text that is named as a picture.
  if (format === "raw" && isStrict) return { path: "nexus-iac-probe.png", body: "nexus-iac" };
  if (format === "maven2" && at("maven.layoutPolicy") === "STRICT")
    return { path: "nexus-iac-probe", body: "nexus-iac" };
  return undefined;
}
