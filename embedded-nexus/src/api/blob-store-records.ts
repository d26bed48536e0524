import { messageError, plainMessageError, validationError } from "../http/responses.ts";
import type { Json } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { isAtLeast } from "../release.ts";
import type { BlobStoreRecord, SoftQuota } from "../state.ts";

/** The type of blob stores in folders; a record without a type has it. */
export const FILE = "File";

/** Returns the names of a group's members; empty for any other blob store. */
export function getMembers({ settings }: BlobStoreRecord): Json[] {
  return Array.isArray(settings?.members) ? settings.members : [];
}

/** Rejects a name that a blob store has already. */
export function checkNameIsFree(nexus: Nexus, name: string): void {
  if (!nexus.state.blobStores.some((store) => store.name.toLowerCase() === name.toLowerCase())) return;
  throw validationError([{ id: "name", message: "Name is already used, must be unique (ignoring case)" }]);
}

/** Counts the repositories that store their content in a blob store. */
export function countRepositoriesIn(nexus: Nexus, name: string): number {
  return nexus.state.repositories.filter(({ attributes }) => attributes.storage?.blobStoreName === name).length;
}

/** Finds a blob store by its name, which is exact. */
export function findBlobStore(nexus: Nexus, name: string): BlobStoreRecord | undefined {
  return nexus.state.blobStores.find((store) => store.name === name);
}

/** Returns a blob store of a type, or of any type if it is empty. Throws 404 if there is none. */
export function getBlobStore(nexus: Nexus, name: string, type: string): BlobStoreRecord {
  const store = findBlobStore(nexus, name);
  if (store && (type === "" || (store.type ?? FILE) === type)) return store;
  const message = `Unable to find ${type} '${name}' blobstore`;
  // 3.71: with inner quotes; 3.77: without.
  throw isAtLeast(nexus.release, "3.77") ? plainMessageError(404, message) : messageError(404, message);
}

export const USED = "spaceUsedQuota";
export const REMAINING = "spaceRemainingQuota";

/** Validates a quota: a limit without a type is stored as it is; with a type the limit must be above 0 (3.71). */
export function parseQuota(quota: Partial<SoftQuota> | null | undefined): SoftQuota | null {
  if (!quota) return null;
  const { type = null, limit = null } = quota;
  const invalid = (message: string) => validationError([{ id: "*", message }]);
  if (type !== null && type !== USED && type !== REMAINING) {
    throw invalid("To enable Soft Quota, you must select a Type of Quota");
  }
  if (type !== null && (limit ?? 0) <= 0) {
    const kind = type === USED ? "Space Used" : "Space Remaining";
    throw invalid(`${kind} quotas must have a Quota Limit greater than 0`);
  }
  return { type, limit };
}

/** Converts a quota to its response body. */
export function toQuota(softQuota: SoftQuota | null): Json {
  return softQuota ? { type: softQuota.type, limit: softQuota.limit } : null;
}
