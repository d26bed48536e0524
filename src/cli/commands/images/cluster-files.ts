/** Reads the files that describe what clusters run. */
import { readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { collectInventory, isSupportedDocument } from "../../../clients/images/cluster-inventory.ts";
import type { ClusterInput } from "../../../clients/images/create-images-report.ts";
import { parseImageDocuments } from "../../../clients/images/image-documents.ts";
import { type ImageException, imageExceptionsSchema } from "../../../clients/images/image-exceptions.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { formatPath, type Json } from "../../../util/json.ts";
import { describeIssue } from "../../../util/schema-issues.ts";
import { UsageError } from "../../../util/user-error.ts";
import { CommandError } from "../../shared/command-error.ts";
import { inputName, readTextInput } from "../../shared/text-input.ts";

/**
 * Returns the clusters of the values of `--cluster`: `FILE`, a folder, or `-` for standard input, with the base name as the
 * cluster's name, or `NAME=FILE`. Files with the same NAME belong to one cluster.
 *
 * @throws UsageError, ImagesFileError, CommandError
 */
export function readClusters(values: readonly string[]): Promise<ClusterInput[]> {
  const inputs = values.map((text) => {
    const [, name, path = text] = /^([\w.-]+)=(.+)$/s.exec(text) ?? [];
    return { name: name ?? clusterName(path), path, isNamed: name !== undefined };
  });
  return Array.fromAsync(
    Map.groupBy(inputs, ({ name }) => name),
    async ([name, files]) => {
      const [first, second] = files;
      // Mirror sets of one cluster must not count for another.
      if (first && second && !files.every(({ isNamed }) => isNamed))
        throw new UsageError(
          `${toDisplayText(first.path)} and ${toDisplayText(second.path)} would both be the cluster ${toDisplayText(name)}. Name the clusters: NAME=FILE`,
        );
      const paths = files.map(({ path }) => path);
      const collect = async () => collectInventory((await Array.fromAsync(paths, readDocuments)).flat());
      return { name, inventory: await guardNesting(paths, collect) };
    },
  );
}

/** @throws CommandError if a document is nested so deeply that the stack overflows */
async function guardNesting<T>(paths: readonly string[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CommandError(`Cannot read ${paths.map(inputName).join(" and ")}: the content is nested too deeply`);
  }
}

function clusterName(path: string): string {
  return path === "-" ? "stdin" : basename(resolve(path)).replace(/(?<=.)\.(json|ya?ml|txt|list)$/i, "");
}

/** Returns the documents of a file or a folder. A folder may contain other files; at least one must be supported. */
async function readDocuments(path: string): Promise<Json[]> {
  const files = path !== "-" && isFolder(path) ? listFiles(path) : [path];
  const documents = await Array.fromAsync(files, async (file) =>
    parseImageDocuments(file === "-" ? "standard input" : file, await readTextInput(file, "Give a file or a folder")),
  );
  const supported = documents.flat().filter(isSupportedDocument);
  if (supported.length) return supported;
  throw new CommandError(
    `No images in ${inputName(path)}. Supported: the output of \`kubectl get pods -A -o json\`, ` +
      "manifests, compose files, lists of images",
  );
}

const extensions = /\.(json|ya?ml|txt|list)$/i;

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extensions.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * Reads the list of exceptions.
 *
 * @throws CommandError if the file has another structure
 */
export async function readExceptions(file: string): Promise<ImageException[]> {
  const [document = [], ...more] = parseImageDocuments(
    file,
    await readTextInput(file, "Give a YAML or JSON list of exceptions"),
  );
  const parsed = imageExceptionsSchema.safeParse(more.length ? undefined : (document ?? []), { error: describeIssue });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.length ? `: ${formatPath(issue.path)}` : "";
  throw new CommandError(
    `${toDisplayText(file, 1000)}${place}: ${toDisplayText(issue?.message ?? "", 300)}. An exception has image, reason, ends (such as 2027-01-31) and optionally cluster`,
  );
}
