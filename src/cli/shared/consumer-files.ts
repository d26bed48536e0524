import { dirname, join } from "node:path";
import type { ConsumerContext, ConsumerFile } from "../../clients/consumers/consumer-context.ts";
import { type ConsumerKind, consumerFileGenerators } from "../../clients/consumers/consumer-file-generators.ts";
import { relativePath, writeOutputFile } from "./report-files.ts";
import { assertNoTrackedTarget, createSecretFolder, writeSecretFile } from "./secret-files.ts";
import { printErrorLines } from "./terminal.ts";

/** Returns the files for the consumers; with several consumers each gets a folder of its own. */
export function createConsumerFiles(context: ConsumerContext, kinds: readonly ConsumerKind[]): ConsumerFile[] {
  return kinds.flatMap((kind) =>
    consumerFileGenerators[kind](context).map((file) =>
      kinds.length === 1 ? file : { ...file, path: `${kind}/${file.path}` },
    ),
  );
}

/** Writes the files and yields a line of output for each. A warning goes to standard error. */
export function* writeConsumerFiles(folder: string, files: readonly ConsumerFile[]): Iterable<string> {
  const secretFolders = files.filter(({ secret }) => secret).map(({ path }) => dirname(join(folder, path)));
  const folders = secretFolders.length ? new Set([folder, ...secretFolders]) : [];
  const [warning] = [...folders].flatMap((path) => createSecretFolder(path) ?? []);
  if (warning !== undefined) printErrorLines(`warning: ${warning}`);
  for (const { path, text, secret } of files) {
    const target = join(folder, path);
    if (secret) {
      writeSecretFile(target, text);
    } else {
      assertNoTrackedTarget(target);
      writeOutputFile(target, text);
    }
    yield `Wrote ${relativePath(target)}${secret ? " (contains a password, mode 0600)" : ""}`;
  }
}
