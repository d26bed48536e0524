import { type Estate, getDeclaredIdentity } from "../estate/estate.ts";
import type { Family } from "../model/field-metadata.ts";
import { getIdentity, type Kind, toIdentityKey } from "../model/kind.ts";
import type { Fields } from "../util/json.ts";
import type { Server } from "../util/release.ts";

/** Represents the objects that a running Nexus had when it was read, as plain data. */
export interface NexusSnapshot {
  /** The URL of Nexus, as the configuration has it. */
  url: string;
  /** Its release and edition. */
  server: Server;
  /** Its objects, as declarations of the same kinds as a program's. */
  estate: Estate;
  /** Families that could not be read: it is not known whether Nexus has objects of them. */
  unreadable: ReadonlySet<Family>;
}

/**
 * Finds the fields of the object in Nexus that a declaration is about: `undefined` where Nexus has no such object,
 * "unknown" where its family could not be read, for an action, and for an object whose identity only the state has.
 */
export type LiveLookup = (kind: Kind, declared: Fields | undefined) => Fields | undefined | "unknown";

/** Creates the lookup of a snapshot. Without a snapshot every object is "unknown". */
export function createLiveLookup(snapshot: NexusSnapshot | undefined): LiveLookup {
  const live = new Map(
    snapshot?.estate.declarations.map((declaration) => [
      toIdentityKey(declaration.kind, getDeclaredIdentity(declaration)),
      declaration.fields,
    ]),
  );
  return (kind, declared) => {
    const isReadable =
      snapshot && !kind.externallyCreatedIn && !kind.action && !kind.retrieves && !snapshot.unreadable.has(kind.family);
    const found = live.get(toIdentityKey(kind, getIdentity(kind, declared ?? {})));
    return found ?? (isReadable ? undefined : "unknown");
  };
}
