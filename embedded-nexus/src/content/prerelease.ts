import { isSnapshot, toBaseVersion } from "../formats/maven/maven-path.ts";
import type { RepositoryRecord } from "../state.ts";
import type { ComponentCoordinates } from "./components.ts";

/** By the documents: of Maven a snapshot, of the others a version that says so, as 1.0.0-beta or 1.0rc1 does. */
export function isPrerelease(
  { format }: Pick<RepositoryRecord, "format">,
  { version }: Pick<ComponentCoordinates, "version">,
): boolean {
  const given = version ?? "";
  if (format === "maven2") return isSnapshot(toBaseVersion(given));
  return format === "pypi" ? /\d(a|b|rc|\.dev)\d/.test(given) : given.includes("-");
}
