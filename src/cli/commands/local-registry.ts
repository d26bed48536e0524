import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import type { LocalRegistry } from "../../client-config/local-registry.ts";
import {
  createHtpasswdLine,
  isTooLongForBcrypt,
  readHtpasswdLine,
} from "../../clients/consumers/local-registry/htpasswd.ts";
import { createNodeFiles } from "../../clients/consumers/local-registry/node-files.ts";
import {
  createHtpasswdSecret,
  createRegistryManifests,
} from "../../clients/consumers/local-registry/registry-manifests.ts";
import { toDisplayText } from "../../util/display-text.ts";
import { type ClientConfigOptions, resolveClientConfig, withClientConfig } from "../shared/client-config-options.ts";
import { CommandError } from "../shared/command-error.ts";
import { formatExamples } from "../shared/command-options.ts";
import { writeConsumerFiles } from "../shared/consumer-files.ts";
import { readSecretInput } from "../shared/passwords.ts";
import { relativePath } from "../shared/report-files.ts";
import { printLines } from "../shared/terminal.ts";

interface Options extends ClientConfigOptions {
  out: string;
  keepPassword?: true;
}

const manifestsFile = "manifests.yaml";
const secretFile = "htpasswd-secret.yaml";

/** Adds `nexus-iac local-registry`: the manifests and node files of a registry inside a cluster. */
export function localRegistryCommand(program: Command): void {
  const command = program
    .command("local-registry")
    .summary("write the manifests and node files of a registry inside a cluster")
    .description(
      "Writes the Kubernetes manifests of a registry with anonymous pulls and one push user, as clientConfig.localRegistry " +
        "declares it, and the containerd files for the nodes. The password is taken from LOCAL_REGISTRY_PASSWORD, otherwise " +
        "from the first line of standard input, otherwise asked for. Only its bcrypt hash is written. The same password " +
        "gives the same files.",
    )
    .option("--out <folder>", "the folder for the files", "local-registry")
    .option("--keep-password", "keep the existing htpasswd and do not ask for a password")
    .addHelpText("after", formatExamples("nexus-iac local-registry --stack p2c --out local-registry"));
  withClientConfig(command).action(async ({ out, keepPassword, ...source }: Options) => {
    const { localRegistry: registry, stack } = await resolveClientConfig(source);
    if (!registry)
      throw new CommandError(`${stack} declares no local registry. Declare clientConfig.localRegistry in its estate`);
    const path = join(out, secretFile);
    const existing = existsSync(path) ? readFileSync(path, "utf8") : undefined;
    const line = keepPassword ? keepLine(registry, existing, path) : await createLine(registry, existing);
    const files = [
      { path: secretFile, text: createHtpasswdSecret(registry, line), secret: true as const },
      { path: manifestsFile, text: createRegistryManifests(registry) },
      ...Object.entries(createNodeFiles(registry)).map(([file, text]) => ({ path: `node/${file}`, text })),
    ];
    for (const output of writeConsumerFiles(out, files)) printLines(output);
    printLines(`Next: kubectl apply -f ${relativePath(join(out, manifestsFile))} -f ${relativePath(path)}`);
    printLines(`Copy the files in ${relativePath(join(out, "node"))} to each node (docs/local-registry.md).`);
  });
}

/** @throws CommandError if the existing file has no htpasswd line of the user */
function keepLine({ user }: LocalRegistry, existing: string | undefined, path: string): string {
  const line = readHtpasswdLine(existing ?? "");
  if (line?.startsWith(`${user}:`)) return line;
  throw new CommandError(`No htpasswd line of ${user} in ${path}. Run once without --keep-password`);
}

async function createLine({ user, push }: LocalRegistry, existing: string | undefined): Promise<string> {
  const password =
    process.env.LOCAL_REGISTRY_PASSWORD ||
    (await readSecretInput(`Password of ${toDisplayText(user)} for pushes to ${push}: `));
  if (isTooLongForBcrypt(password))
    throw new CommandError(`The password of ${user} is longer than 72 bytes, the limit of bcrypt`);
  return createHtpasswdLine(user, password, existing);
}
