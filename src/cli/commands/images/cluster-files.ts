/** Files of clusters: what they are called, and what they hold. */
import { readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { collectInventory, isSupportedDocument } from "../../../clients/images/cluster-inventory.ts";
import type { ClusterInput } from "../../../clients/images/create-images-report.ts";
import { parseImageDocuments } from "../../../clients/images/image-documents.ts";
import { type ImageException, imageExceptionsSchema } from "../../../clients/images/image-exceptions.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { formatPath, type Json } from "../../../util/json.ts";
import { UsageError } from "../../../util/user-error.ts";
import { CommandError } from "../../shared/failures.ts";
import { readTextInput } from "../../shared/text-input.ts";

/**
 * The clusters of what was named: `FILE`, a folder, or `-` for standard input, each called by its base name, or
 * `NAME=FILE`; files of one name are of one cluster.
 *
 * @throws UsageError, ImagesFileError, CommandError
 */
export function readClusters(named: readonly string[]): ClusterInput[] {
  const asked = named.map((text) => {
    const [, name, path = text] = /^([\w.-]+)=(.+)$/s.exec(text) ?? [];
    return { name: name ?? nameOf(path), path, isNamed: name !== undefined };
  });
  return [...Map.groupBy(asked, ({ name }) => name)].map(([name, files]) => {
    const [first, second] = files;
    // What one cluster is told is not to count for another.
    if (first && second && !files.every(({ isNamed }) => isNamed))
      throw new UsageError(
        `${toDisplayText(first.path)} and ${toDisplayText(second.path)} would both be the cluster ${toDisplayText(name)}: name it, NAME=FILE`,
      );
    const paths = files.map(({ path }) => path);
    return { name, inventory: nestedIn(paths, () => collectInventory(paths.flatMap(documentsAt))) };
  });
}

/** @throws CommandError where lists are in lists without an end, or nearly so */
function nestedIn<T>(paths: readonly string[], work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CommandError(`${paths.map(called).join(" and ")} cannot be read: what is in there is nested too deeply`);
  }
}

function nameOf(path: string): string {
  return path === "-" ? "stdin" : basename(resolve(path)).replace(/(?<=.)\.(json|ya?ml|txt|list)$/i, "");
}

/** A file holds something; of a folder, the files that do count. */
function documentsAt(path: string): Json[] {
  const files = path !== "-" && isFolder(path) ? filesIn(path) : [path];
  const documents = files.flatMap((file) =>
    parseImageDocuments(file === "-" ? stdin : file, readTextInput(file, "give a file, or a folder")),
  );
  const known = documents.filter(isSupportedDocument);
  if (known.length) return known;
  throw new CommandError(
    `${called(path)} holds no images: it must be what \`kubectl get pods -A -o json\` prints, ` +
      "manifests, a compose file, or a list of images",
  );
}

const stdin = "standard input";

function called(path: string): string {
  return path === "-" ? stdin : toDisplayText(path, 1000);
}

const readable = /\.(json|ya?ml|txt|list)$/i;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && readable.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** @throws CommandError */
export function readExceptions(file: string): ImageException[] {
  const [document = [], ...more] = parseImageDocuments(
    file,
    readTextInput(file, "give a YAML or JSON list of exceptions"),
  );
  const parsed = imageExceptionsSchema.safeParse(more.length ? undefined : (document ?? []));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.length ? `: ${formatPath(issue.path)}` : "";
  throw new CommandError(
    `${toDisplayText(file, 1000)}${place} (${toDisplayText(issue?.message ?? "", 300)}): a list of exceptions has image, reason and ends (2027-01-31), and may have cluster`,
  );
}
