import { join } from "node:path";
import type { ConsumerContext, ConsumerFile } from "../../clients/consumers/consumer-context.ts";
import { type ConsumerKind, consumerFileGenerators } from "../../clients/consumers/consumer-files.ts";
import { relativePath, writeOutputFile } from "./report-files.ts";
import { writeSecretFile } from "./secret-files.ts";

/** What each of the consumers is given; where they are several, in a folder of its own. */
export function createConsumerFiles(site: ConsumerContext, kinds: readonly ConsumerKind[]): ConsumerFile[] {
  return kinds.flatMap((kind) =>
    consumerFileGenerators[kind](site).map((file) =>
      kinds.length === 1 ? file : { ...file, path: `${kind}/${file.path}` },
    ),
  );
}

/** Writes the files, and says so of each. */
export function* writeConsumerFiles(folder: string, files: readonly ConsumerFile[]): Iterable<string> {
  for (const { path, text, secret } of files) {
    const place = join(folder, path);
    if (secret) writeSecretFile(place, text);
    else writeOutputFile(place, text);
    yield `Wrote ${relativePath(place)}${secret ? ", which holds a password: for its owner alone (0600)" : ""}`;
  }
}
