import type { Json } from "../util/json.ts";

/** The text that Nexus returns instead of some secrets. An update that contains it keeps the stored secret. */
export const secretPlaceholder = "#~NXRM~PLACEHOLDER~PASSWORD~#";

/** Returns true for a text that stands for a secret in a response: the placeholder, or a reference such as `_20` (3.93). */
export function isMaskedSecret(value: Json | undefined): boolean {
  return typeof value === "string" && (value === secretPlaceholder || /^_\d+$/.test(value));
}

/** Returns true if a property with this name may be a secret. */
export function mayBeSecret(name: string): boolean {
  return /pass|secret|token|credential|key/i.test(name);
}
