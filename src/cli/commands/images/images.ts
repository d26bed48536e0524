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
import {
  listTrustedServers,
  resolveClientConfig,
  type TrustedServerOptions,
  withTrustedServers,
} from "../../shared/client-config-options.ts";
import { CommandError } from "../../shared/command-error.ts";
import { caFileOption, formatExamples } from "../../shared/command-options.ts";
import { exitCodes } from "../../shared/exit-codes.ts";
import { toIndentedJson, writeReports } from "../../shared/report-files.ts";
import { printLines } from "../../shared/terminal.ts";
import { readClusters, readExceptions } from "./cluster-files.ts";
import { formatImagesReport } from "./images-report-formatter.ts";
import { type LookupOptions, lookUpImages } from "./registry-lookup.ts";

interface Options extends TrustedServerOptions, LookupOptions {
  cluster: string[];
  exceptions?: string;
  look?: true;
  json?: true;
  out?: string;
}

/** Adds `nexus-iac images`: the images of clusters checked against what may run. */
export function imagesCommand(program: Command): void {
  const command = program
    .command("images")
    .summary("check the images that clusters run against what the client configuration allows")
    .description(
      "Reads the images of clusters from files and checks them against clientConfig.runtime: images that no rule allows, " +
        "applications that pull from the platform's mirror, mutable tags, and with --look images that Nexus does not have. " +
        "Mirror sets among the files are applied: an image is checked by the registry it is pulled from. Exits with 2 if " +
        "an image violates the rules and no exception covers it.",
    )
    .requiredOption(
      "--cluster <file...>",
      "output of `kubectl get pods -A -o json`, manifests, compose files or lists of images; a folder; - for standard " +
        "input; NAME=FILE names the cluster, and a cluster may have several files",
    );
  withTrustedServers(command)
    .option("--exceptions <file>", "images that may run anyway: a YAML or JSON list of image, reason, ends and cluster")
    .option("--look", "check whether Nexus has each image")
    .option(
      "--as <user...>",
      "with --look: the users to log in as; the first who has access is used (default: NEXUS_USERNAME, otherwise anonymous)",
    )
    .addOption(caFileOption())
    .option("--json", "print JSON; schema: docs/schemas/images.schema.json")
    .option("--out <folder>", "write NAME.md and NAME.json for each cluster to this folder")
    .addHelpText(
      "after",
      formatExamples(
        "kubectl get pods -A -o json | nexus-iac images --stack lab --cluster lab=-",
        "nexus-iac images --client-config client-config.json --cluster lab=pods.json --look --out images",
      ),
    )
    .action(async (options: Options) => {
      if (options.as && !options.look) throw new UsageError("--as needs --look");
      const clusters = await readClusters(options.cluster);
      const exceptions = options.exceptions === undefined ? [] : await readExceptions(options.exceptions);
      const clientConfig = await resolveClientConfig(options);
      const { runtime } = clientConfig;
      if (!runtime)
        throw new CommandError(
          `${toDisplayText(clientConfig.stack)} declares no rules for running images. Declare clientConfig.runtime.allow in its estate`,
        );
      const rules = { clientConfig, runtime, exceptions, day: new Date().toISOString().slice(0, 10) };
      const stack = options.clientConfig === undefined ? clientConfig.stack : undefined;
      const presence = options.look
        ? await lookUpImages(
            listReferences(clusters, rules),
            clientConfig,
            listTrustedServers(options, clientConfig),
            stack,
            options,
          )
        : undefined;
      publish(createImagesReport(clusters, rules, presence), options);
    });
}

function listReferences(clusters: readonly ClusterInput[], rules: Parameters<typeof listReferencesToLookUp>[2]) {
  return clusters.flatMap(({ inventory: { uses, mirrorSets } }) =>
    [...new Set(uses.map(({ image }) => image))].flatMap((image) => listReferencesToLookUp(image, mirrorSets, rules)),
  );
}

/** Prints the report, writes its files and sets the exit code. */
function publish(report: ImagesReport, { json, out }: Options): void {
  printLines(json ? toIndentedJson(report) : formatImagesReport(report, process.stdout.columns ?? 120));
  if (out !== undefined) {
    const files = report.clusters.flatMap((cluster) => [
      [`${cluster.cluster}.md`, toClusterMarkdown(report, cluster)] as const,
      [`${cluster.cluster}.json`, toIndentedJson({ ...report, clusters: [cluster] })] as const,
    ]);
    const paths = writeReports(out, Object.fromEntries(files));
    if (!json) printLines(`Written: ${paths.map((path) => toDisplayText(path)).join(", ")}`);
  }
  if (hasUncoveredImages(report)) process.exitCode = exitCodes.finding;
}
