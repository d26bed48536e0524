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
  const hasContent = existing.fields.type !== "group";
  const loss = hasContent ? `loses its content${await describeAmount(session, kind, existing)}` : "is created again";
  session.notice(`${kind.noun} "${existing.identity}": ${loss}: ${reason}`);
}

/** Nexus counts the blobs of a blob store itself; users without permission to read the components get no number. */
async function describeAmount(session: Session, kind: Kind, { fields, identity }: ExistingObject): Promise<string> {
  if (!kind.repository) return typeof fields.blobCount === "number" ? ` (${fields.blobCount} blobs)` : "";
  try {
    return ` (${formatComponentCount(await countComponents(session, identity))})`;
  } catch (error) {
    if (error instanceof NexusError || error instanceof ConnectionError) return "";
    throw error;
  }
}
