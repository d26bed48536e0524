import { baseVersionOf, isSnapshot } from "../formats/maven/path.ts";
import type { Repository } from "../state.ts";
import type { Coordinates } from "./components.ts";

/** By the documents: of Maven a snapshot, of the others a version that says so, as 1.0.0-beta or 1.0rc1 does. */
export function isPrerelease(
  { format }: Pick<Repository, "format">,
  { version }: Pick<Coordinates, "version">,
): boolean {
  const given = version ?? "";
  if (format === "maven2") return isSnapshot(baseVersionOf(given));
  return format === "pypi" ? /\d(a|b|rc|\.dev)\d/.test(given) : given.includes("-");
}
