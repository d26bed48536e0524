import { createHash } from "node:crypto";

/** `sha256:...`, as registries name bytes. */
export function computeDigest(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
