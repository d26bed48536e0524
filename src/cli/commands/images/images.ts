import type { Command } from "commander";
import { toClusterMarkdown } from "../../../clients/images/cluster-markdown.ts";
import {
  type ClusterInput,
  createImagesReport,
  hasUncoveredImages,
} from "../../../clients/images/create-images-report.ts";
import type { ImagesReport } from "../../../clients/images/images-report.ts";
import { listReferencesToLookUp } from "../../../clients/images/policy-evaluation.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { UsageError } from "../../../util/user-error.ts";
import { type ClientConfigOptions, resolveClientConfig, withClientConfig } from "../../shared/client-config-options.ts";
import { caFileOption } from "../../shared/connection-options.ts";
import { CommandError } from "../../shared/failures.ts";
import { formatJson, writeReports } from "../../shared/report-files.ts";
import { readClusters, readExceptions } from "./cluster-files.ts";
import { formatImagesReport } from "./images-report-formatter.ts";
import { type LookupOptions, lookUpImages } from "./registry-lookup.ts";

interface Options extends ClientConfigOptions, LookupOptions {
  cluster: string[];
  exceptions?: string;
  look?: true;
  json?: true;
  out?: string;
}

/** `nexus-iac images`: whether what clusters run is what an estate allows. */
export function imagesCommand(program: Command): void {
  const command = program
    .command("images")
    .summary("whether what clusters run is what an estate allows")
    .description(
      "Takes the images of clusters from files and holds each against what the estate's client configuration says may run: what nothing " +
        "allows, applications that pull from the platform's mirror, mutable tags, and with --look what Nexus does not have. " +
        "Mirror sets among the files count: an image is judged by where it is pulled from. It ends with 0 where all is " +
        "allowed or excused, with 2 where something is not, with 1 where it fails.",
    )
    .requiredOption(
      "--cluster <file...>",
      "what `kubectl get pods -A -o json` prints, manifests, compose files, lists of images; folders, - for standard " +
        "input; NAME=FILE names the cluster, and several files may be of one",
    );
  withClientConfig(command)
    .option("--exceptions <file>", "what may run all the same: a YAML or JSON list of image, reason, ends and cluster")
    .option("--look", "asks Nexus for each image")
    .option("--as <user...>", "asks as these users, until one is let in; by default as NEXUS_USERNAME, else as nobody")
    .addOption(caFileOption())
    .option("--json", "prints JSON; schema: docs/schemas/images.schema.json")
    .option("--out <folder>", "writes NAME.md and NAME.json of each cluster there")
    .action(async (options: Options) => {
      if (options.as && !options.look) throw new UsageError("--as is of no use without --look");
      const clusters = readClusters(options.cluster);
      const exceptions = options.exceptions === undefined ? [] : readExceptions(options.exceptions);
      const clientConfig = await resolveClientConfig(options);
      const { runtime } = clientConfig;
      if (!runtime)
        throw new CommandError(
          `the estate of ${toDisplayText(clientConfig.stack)} does not say what may run: declare clientConfig.runtime.allow`,
        );
      const rules = { clientConfig, runtime, exceptions, day: new Date().toISOString().slice(0, 10) };
      const stack = options.clientConfig === undefined ? clientConfig.stack : undefined;
      const answers = options.look
        ? await lookUpImages(lookedUp(clusters, rules), clientConfig, stack, options)
        : undefined;
      tell(createImagesReport(clusters, rules, answers), options);
    });
}

function lookedUp(clusters: readonly ClusterInput[], rules: Parameters<typeof listReferencesToLookUp>[2]) {
  return clusters.flatMap(({ inventory: { uses, mirrorSets } }) =>
    [...new Set(uses.map(({ image }) => image))].flatMap((image) => listReferencesToLookUp(image, mirrorSets, rules)),
  );
}

/** At the terminal, in files, and by the exit code. */
function tell(report: ImagesReport, { json, out }: Options): void {
  console.log(json ? formatJson(report) : formatImagesReport(report, process.stdout.columns ?? 120));
  if (out !== undefined) {
    const files = report.clusters.flatMap((cluster) => [
      [`${cluster.cluster}.md`, toClusterMarkdown(report, cluster)] as const,
      [`${cluster.cluster}.json`, formatJson({ ...report, clusters: [cluster] })] as const,
    ]);
    const paths = writeReports(out, Object.fromEntries(files));
    if (!json) console.log(`Written: ${paths.map((path) => toDisplayText(path)).join(", ")}`);
  }
  if (hasUncoveredImages(report)) process.exitCode = 2;
}
