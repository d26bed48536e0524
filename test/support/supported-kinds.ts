import { findCreationDefect, possiblyUnsupportedBy, unsupportedBy } from "../../src/model/compatibility.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Server } from "../../src/util/release.ts";

/** Returns true if a server certainly has objects of a kind and can create them. */
export function canCreate(server: Server, kind: Kind): boolean {
  const limits = [...unsupportedBy(server, kind, {}), ...possiblyUnsupportedBy(server, kind, {})];
  return limits.length === 0 && findCreationDefect(server, kind) === undefined;
}
