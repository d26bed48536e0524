/** Digests of declared fields, to find those that were changed between a program and the provider. */
import { createHash } from "node:crypto";
import { type Fields, isFields, type Json } from "../util/json.ts";
import { omitPaths } from "./ignored-paths.ts";

/** Returns a digest of each field. Ignored paths are left out, as Pulumi replaces their values. */
export function digestFields(fields: Fields, ignored: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(omitPaths(fields, ignored)).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, createHash("sha256").update(toCanonicalJson(value)).digest("base64url")]],
    ),
  );
}

function toCanonicalJson(value: Json): string {
  return JSON.stringify(value, (_, inner: Json) =>
    isFields(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}
