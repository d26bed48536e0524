import type { Command } from "commander";
import { RegistryError } from "../../client/errors.ts";
import { RegistryClient } from "../../client/registry-client.ts";
import type { ClientConfig } from "../../client-config/client-config.ts";
import { locateImage, requireImageReference } from "../../client-config/image-reference.ts";
import { listChildDigests, resolveImageEndpoint } from "../../clients/promotion/image-move.ts";
import { formatKeepAliveResults, type KeepAliveResult } from "../../clients/promotion/keep-alive-result.ts";
import { mapConcurrently } from "../../util/concurrency.ts";
import { toDisplayText } from "../../util/display-text.ts";
import { UserError } from "../../util/user-error.ts";
import {
  listTrustedServers,
  resolveClientConfig,
  type TrustedServerOptions,
  withTrustedServers,
} from "../shared/client-config-options.ts";
import { CommandError } from "../shared/command-error.ts";
import { caFileOption, formatExamples } from "../shared/command-options.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { type LoginOptions, type NexusLogin, resolveLogin } from "../shared/nexus-login.ts";
import { readSelectedStack } from "../shared/pulumi-cli.ts";
import { toIndentedJson } from "../shared/report-files.ts";
import { printLines } from "../shared/terminal.ts";
import { inputName, readInputLines } from "../shared/text-input.ts";

interface Options extends TrustedServerOptions, LoginOptions {
  json?: true;
}

/** Adds `nexus-iac keep-alive`: pulls images so that cleanup policies keep them. */
export function keepAliveCommand(program: Command): void {
  const command = program
    .command("keep-alive")
    .summary("pull images so that cleanup policies keep them, and report missing ones")
    .description(
      "Pulls the manifest of each image of a list, and the manifests of all its platforms, so that Nexus records a download. " +
        "Cleanup policies by last download then keep the image. Layers are not pulled: Nexus keeps them with their manifest. " +
        "Exits with 2 if an image is missing, with 1 if an image could not be checked.",
    )
    .argument(
      "<file>",
      'a file with one image reference per line, with registry and tag or digest; "-" reads standard input',
    )
    .option("--as <user>", "the user to pull as (default: NEXUS_USERNAME)")
    .addOption(caFileOption())
    .option("--json", "print JSON")
    .addHelpText("after", formatExamples("nexus-iac keep-alive images.txt --stack lab --as ci"));
  withTrustedServers(command).action(async (file: string, options: Options) => {
    const references = await readInputLines(file);
    // An empty list is an error: if the job that writes it failed, all images would expire unnoticed.
    if (!references.length)
      throw new CommandError(`No image references in ${inputName(file)}. Give one reference per line`);
    const stack = options.clientConfig === undefined ? (options.stack ?? (await readSelectedStack())) : undefined;
    const clientConfig = await resolveClientConfig({ ...options, stack });
    const login = await resolveLogin(options, listTrustedServers(options, clientConfig), stack);
    const results = await pullAll(references, clientConfig, login);
    printLines(
      options.json
        ? toIndentedJson(results)
        : formatKeepAliveResults(results)
            .map((line) => toDisplayText(line, 1000))
            .join("\n"),
    );
    const has = (outcome: KeepAliveResult["outcome"]) => results.some((result) => result.outcome === outcome);
    process.exitCode = has("failed") ? exitCodes.failure : has("gone") ? exitCodes.finding : exitCodes.success;
  });
}

async function pullAll(
  references: readonly string[],
  clientConfig: ClientConfig,
  login: NexusLogin,
): Promise<KeepAliveResult[]> {
  const registries = new Map<string, RegistryClient>();
  const keep = async (reference: string): Promise<KeepAliveResult> => {
    try {
      return await pull(reference, clientConfig, login, registries);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { reference, outcome: "failed", digests: [], reason: error.message };
    }
  };
  try {
    return await mapConcurrently(references, keep);
  } finally {
    await Promise.all([...registries.values()].map((registry) => registry.close()));
  }
}

async function pull(
  reference: string,
  clientConfig: ClientConfig,
  login: NexusLogin,
  registries: Map<string, RegistryClient>,
): Promise<KeepAliveResult> {
  const parsed = requireImageReference(reference);
  const place = locateImage(clientConfig, parsed);
  if (!place)
    return {
      reference,
      outcome: "failed",
      digests: [],
      reason: "not an image of this Nexus: no Docker address matches",
    };
  const { url, prefix } = resolveImageEndpoint(place.repository, clientConfig.url, undefined);
  const registry = registries.get(url) ?? new RegistryClient({ url, ...login });
  registries.set(url, registry);
  const image = prefix + place.image;
  const digests: string[] = [];
  const gone: string[] = [];
  const fetch = async (what: string): Promise<Buffer | undefined> => {
    try {
      const { digest, bytes } = await registry.getManifest(image, what);
      digests.push(digest);
      return bytes;
    } catch (error) {
      if (!(error instanceof RegistryError && error.isNotFound)) throw error;
      gone.push(what);
      return undefined;
    }
  };
  const manifest = await fetch(parsed.digest ?? parsed.tag ?? "latest");
  for (const child of manifest ? listChildDigests(manifest) : []) await fetch(child);
  if (gone.length) return { reference, outcome: "gone", digests, reason: `missing: ${gone.join(", ")}` };
  return { reference, outcome: "pulled", digests };
}
