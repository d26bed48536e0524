import { getValueAt } from "../../../util/json.ts";
import { hasSymptom, isUpload } from "../attempt.ts";
import { repositoryFields } from "../attempt-facts.ts";
import { type Cause, reportCertain, reportLikely, ruleOut } from "../cause.ts";

/** Bytes below which nothing of any size can be written. */
const least = 10_000_000;

const blobStore: Cause = {
  name: "blob-store",
  check: (facts) => {
    const { attempt, location: where, blobStores: stores } = facts;
    if (!where || !stores || !(isUpload(attempt) || where.repository.type === "proxy")) return undefined;
    const name = String(
      getValueAt(repositoryFields(facts, where.repository.name), "storage.blobStoreName") ?? "default",
    );
    const store = stores.find((one) => one.name === name);
    if (!store)
      return reportCertain(
        `there is no blob store ${name}, where ${where.repository.name} keeps its content`,
        [],
        "declare it",
      );
    const free = store.availableBytes;
    const evidence = [`blob store ${name}: ${free === undefined ? "free space not told" : `${megabytes(free)} free`}`];
    const todo =
      "give it space: let cleanup policies delete, then new task.BlobstoreCompact(...) gives the space back (by hand: POST /service/rest/v1/tasks/ID/run), or a larger disk";
    if (store.isUnavailable)
      return reportCertain(
        `the blob store ${name} is not available`,
        evidence,
        "look at its disk or bucket, and at Nexus's log",
      );
    if (hasSymptom(attempt, "full") || (free !== undefined && free < least))
      return (free !== undefined && free < least ? reportCertain : reportLikely)(
        `the blob store ${name} is full`,
        evidence,
        todo,
      );
    // A quota is soft: Nexus warns, and takes what comes.
    if (store.quotaMessage !== undefined)
      return reportLikely(
        `the blob store ${name} is over its quota, which Nexus itself only warns of`,
        [...evidence, store.quotaMessage],
        todo,
      );
    return ruleOut(`the blob store ${name} has space (${evidence[0]?.split(": ")[1]})`);
  },
};

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1_000_000)} MB`;
}

export const storageCauses: readonly Cause[] = [blobStore];
