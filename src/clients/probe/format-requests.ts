import type { EstateRepository } from "../../estate/estate.ts";
import { getValueAt } from "../../util/json.ts";
import { uniquePlaceholder } from "./probe-plan.ts";

/** A path that a proxy of a format hands on, as it does not have it; a format of which none is known is not here. */
const unknownPaths: Readonly<Record<string, string>> = {
  raw: `nexus-iac-probe/${uniquePlaceholder}`,
  maven2: `nexus-iac-probe/${uniquePlaceholder}/maven-metadata.xml`,
  npm: `nexus-iac-probe-${uniquePlaceholder}`,
  pypi: `simple/nexus-iac-probe-${uniquePlaceholder}/`,
  yum: `nexus-iac-probe/${uniquePlaceholder}.rpm`,
};

export function findMissingPath(format: string): string | undefined {
  return Object.hasOwn(unknownPaths, format) ? unknownPaths[format] : undefined;
}

/**
 * What a hosted repository refuses with 400 from those who may write, so that nothing is left there (3.71, 3.77);
 * nothing where it would take it.
 */
export function findRejectedWrite({
  format,
  declaration,
}: EstateRepository): { path: string; body: string } | undefined {
  const at = (path: string) => getValueAt(declaration?.fields ?? {}, path);
  const isStrict = at("storage.strictContentTypeValidation") !== false;
  if (at("storage.writePolicy") === "DENY") return { path: "nexus-iac-probe", body: "nexus-iac" };
  // It is a text, and no picture.
  if (format === "raw" && isStrict) return { path: "nexus-iac-probe.png", body: "nexus-iac" };
  if (format === "maven2" && at("maven.layoutPolicy") === "STRICT")
    return { path: "nexus-iac-probe", body: "nexus-iac" };
  return undefined;
}
