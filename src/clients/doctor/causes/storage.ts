import { getValueAt } from "../../../util/json.ts";
import { isSaid, uploads } from "../attempt.ts";
import { fieldsOf } from "../facts.ts";
import { type Cause, certain, likely, not } from "../verdict.ts";

/** Bytes below which nothing of any size can be written. */
const least = 10_000_000;

const blobStore: Cause = {
  name: "blob-store",
  look: (facts) => {
    const { attempt, where, stores } = facts;
    if (!where || !stores || !(uploads(attempt) || where.repository.type === "proxy")) return undefined;
    const name = String(getValueAt(fieldsOf(facts, where.repository.name), "storage.blobStoreName") ?? "default");
    const store = stores.find((one) => one.name === name);
    if (!store)
      return certain(
        `there is no blob store ${name}, where ${where.repository.name} keeps its content`,
        [],
        "declare it",
      );
    const free = store.available;
    const evidence = [`blob store ${name}: ${free === undefined ? "free space not told" : `${megabytes(free)} free`}`];
    const todo =
      "give it space: let cleanup policies delete, then new task.BlobstoreCompact(...) gives the space back (by hand: POST /service/rest/v1/tasks/ID/run), or a larger disk";
    if (store.unavailable)
      return certain(
        `the blob store ${name} is not available`,
        evidence,
        "look at its disk or bucket, and at Nexus's log",
      );
    if (isSaid(attempt, "full") || (free !== undefined && free < least))
      return (free !== undefined && free < least ? certain : likely)(`the blob store ${name} is full`, evidence, todo);
    // A quota is soft: Nexus warns, and takes what comes.
    if (store.exceeded !== undefined)
      return likely(
        `the blob store ${name} is over its quota, which Nexus itself only warns of`,
        [...evidence, store.exceeded],
        todo,
      );
    return not(`the blob store ${name} has space (${evidence[0]?.split(": ")[1]})`);
  },
};

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1_000_000)} MB`;
}

export const storage: readonly Cause[] = [blobStore];
