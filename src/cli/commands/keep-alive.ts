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
import { type ClientConfigOptions, resolveClientConfig, withClientConfig } from "../shared/client-config-options.ts";
import { caFileOption } from "../shared/connection-options.ts";
import { CommandError } from "../shared/failures.ts";
import { type LoginOptions, type NexusLogin, resolveLogin } from "../shared/nexus-login.ts";
import { readSelectedStack } from "../shared/pulumi-cli.ts";
import { formatJson } from "../shared/report-files.ts";
import { readInputLines } from "../shared/text-input.ts";

interface Options extends ClientConfigOptions, LoginOptions {
  json?: true;
}

/** `nexus-iac keep-alive`: pulls what must not age out. */
export function keepAliveCommand(program: Command): void {
  const command = program
    .command("keep-alive")
    .summary("pulls the images that no cleanup may age out, and says which are gone")
    .description(
      "Pulls the manifest of each image of a list, and those of all its platforms, so that Nexus notes a download, which " +
        "is what cleanup policies count from. Layers are not pulled: what a manifest names stays with it. It ends with 0 " +
        "where all are there, with 2 where one is gone, with 1 where one could not be asked for.",
    )
    .argument("<file>", 'a reference with its registry on each line, by tag or digest; "-" reads standard input')
    .option("--as <user>", "the user who pulls; by default NEXUS_USERNAME")
    .addOption(caFileOption())
    .option("--json", "prints JSON");
  withClientConfig(command).action(async (file: string, options: Options) => {
    const references = readInputLines(file);
    // A list that something failed to write would let all age out, and nobody know.
    const called = file === "-" ? "standard input" : toDisplayText(file, 1000);
    if (!references.length) throw new CommandError(`${called} holds no reference: give one on each line`);
    const stack = options.clientConfig === undefined ? (options.stack ?? (await readSelectedStack())) : undefined;
    const clientConfig = await resolveClientConfig({ ...options, stack });
    const entry = await resolveLogin(options, stack);
    const kept = await keptAll(references, clientConfig, entry);
    console.log(
      options.json
        ? formatJson(kept)
        : formatKeepAliveResults(kept)
            .map((line) => toDisplayText(line, 1000))
            .join("\n"),
    );
    const has = (outcome: KeepAliveResult["outcome"]) => kept.some((one) => one.outcome === outcome);
    process.exitCode = has("failed") ? 1 : has("gone") ? 2 : 0;
  });
}

async function keptAll(
  references: readonly string[],
  clientConfig: ClientConfig,
  entry: NexusLogin,
): Promise<KeepAliveResult[]> {
  const registries = new Map<string, RegistryClient>();
  const keep = async (reference: string): Promise<KeepAliveResult> => {
    try {
      return await pull(reference, clientConfig, entry, registries);
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
  entry: NexusLogin,
  registries: Map<string, RegistryClient>,
): Promise<KeepAliveResult> {
  const parsed = requireImageReference(reference);
  const place = locateImage(clientConfig, parsed);
  if (!place) return { reference, outcome: "failed", digests: [], reason: "it is at no Docker address of this Nexus" };
  const { url, prefix } = resolveImageEndpoint(place.repository, clientConfig.url, undefined);
  const registry = registries.get(url) ?? new RegistryClient({ url, ...entry });
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
  if (gone.length) return { reference, outcome: "gone", digests, reason: `there is no ${gone.join(", ")}` };
  return { reference, outcome: "pulled", digests };
}
