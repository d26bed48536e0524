import { ConnectionError, NexusError } from "../client/errors.ts";
import { findDifferences } from "../model/comparison.ts";
import { formatComponentCount } from "../model/component-count.ts";
import type { Kind } from "../model/kind.ts";
import { containsUnknown, type Fields } from "../util/json.ts";
import { countComponents } from "./count-components.ts";
import type { ExistingObject } from "./nexus-reader.ts";
import type { ContentLoss } from "./reconcile.ts";
import type { Session } from "./session.ts";

/** Returns the declared fields that differ, except those that a preview does not know yet. */
export function findKnownDifferences(kind: Kind, declared: Fields, current: Fields) {
  return findDifferences(kind.shape, declared, current).filter(({ declared: value }) => !containsUnknown(value));
}

/** Describes changes that lose content: `storage.blobStoreName changes from "a" to "b": Nexus cannot move ...`. */
export function describeLosses(losses: readonly ContentLoss[]): string {
  return losses
    .map(
      ({ change, cause, forcesReplacement }) =>
        `${change}: ${cause}${forcesReplacement ? ", so it is deleted and created again" : ""}`,
    )
    .join("; ");
}

/** Shows what a change deletes, with the amount of content that Nexus reports, and the reason. */
export async function announceContentLoss(
  session: Session,
  kind: Kind,
  existing: ExistingObject,
  reason: string,
): Promise<void> {
  const isGroup = existing.fields.type === "group";
  const amount = isGroup ? undefined : await readContentAmount(session, kind, existing);
  const loss = isGroup ? "is created again" : `loses its content${amount ? ` (${amount.text})` : ""}`;
  session.notice(`${kind.noun} "${existing.identity}": ${loss}: ${reason}`);
}

/** The amount of content of an object: `12 components`. */
export interface ContentAmount {
  text: string;
  isEmpty: boolean;
}

/**
 * Reads the amount of content of a repository or blob store. Nexus counts the blobs of a blob store itself. Returns undefined if
 * Nexus gives no number: users without permission to read the components get none.
 */
export async function readContentAmount(
  session: Session,
  kind: Kind,
  { fields, identity }: Pick<ExistingObject, "fields" | "identity">,
): Promise<ContentAmount | undefined> {
  if (!kind.repository) {
    const { blobCount } = fields;
    return typeof blobCount === "number" ? { text: `${blobCount} blobs`, isEmpty: blobCount === 0 } : undefined;
  }
  try {
    const count = await countComponents(session, identity);
    return { text: formatComponentCount(count), isEmpty: count.components === 0 };
  } catch (error) {
    if (error instanceof NexusError || error instanceof ConnectionError) return undefined;
    throw error;
  }
}
