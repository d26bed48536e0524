import { getValueAt } from "../../../util/json.ts";
import { hasSymptom, isUpload } from "../attempt.ts";
import { repositoryFields } from "../attempt-facts.ts";
import { type Cause, reportCertain, reportLikely, ruleOut } from "../cause.ts";

/** A blob store with less free space, in bytes, counts as full: no upload of normal size fits. */
const minimumFreeBytes = 10_000_000;

const blobStore: Cause = {
  name: "blob-store",
  check: (facts) => {
    const { attempt, location, blobStores } = facts;
    if (!location || !blobStores || !(isUpload(attempt) || location.repository.type === "proxy")) return undefined;
    const name = String(
      getValueAt(repositoryFields(facts, location.repository.name), "storage.blobStoreName") ?? "default",
    );
    const store = blobStores.find((candidate) => candidate.name === name);
    if (!store)
      return reportCertain(
        `the blob store ${name} of ${location.repository.name} does not exist`,
        [],
        "declare the blob store",
      );
    const free = store.availableBytes;
    const freeText = free === undefined ? "free space not known" : `${formatMegabytes(free)} free`;
    const evidence = [`blob store ${name}: ${freeText}`];
    const advice =
      "free space: let cleanup policies delete content, then new task.BlobstoreCompact(...) releases the space (manually: POST /service/rest/v1/tasks/ID/run), or use a larger disk";
    if (store.isUnavailable)
      return reportCertain(
        `the blob store ${name} is not available`,
        evidence,
        "check its disk or bucket, and Nexus's log",
      );
    const isFull = free !== undefined && free < minimumFreeBytes;
    if (isFull || hasSymptom(attempt, "full"))
      return (isFull ? reportCertain : reportLikely)(`the blob store ${name} is full`, evidence, advice);
    // A quota is soft: Nexus logs a warning and accepts the upload.
    if (store.quotaMessage !== undefined)
      return reportLikely(
        `the blob store ${name} exceeds its quota; Nexus itself only warns`,
        [...evidence, store.quotaMessage],
        advice,
      );
    return ruleOut(`the blob store ${name} has space (${freeText})`);
  },
};

function formatMegabytes(bytes: number): string {
  return `${Math.floor(bytes / 1_000_000)} MB`;
}

export const storageCauses: readonly Cause[] = [blobStore];
