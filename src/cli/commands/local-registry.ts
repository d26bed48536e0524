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
import { writeConsumerFiles } from "../shared/consumer-files.ts";
import { CommandError } from "../shared/failures.ts";
import { readSecretInput } from "../shared/passwords.ts";
import { relativePath } from "../shared/report-files.ts";

interface Options extends ClientConfigOptions {
  out: string;
  keepPassword?: true;
}

const manifestsFile = "manifests.yaml";
const secretFile = "htpasswd-secret.yaml";

/** `nexus-iac local-registry`: a cluster's own registry, as manifests and files for its nodes. */
export function localRegistryCommand(program: Command): void {
  const command = program
    .command("local-registry")
    .summary("a cluster's own registry, as manifests and files for its nodes")
    .description(
      "Writes the manifests of a registry that everybody pulls from and one user pushes to, as clientConfig.localRegistry " +
        "declares it, and what containerd on the nodes needs. The user's password is LOCAL_REGISTRY_PASSWORD, or the first " +
        "line of standard input, or asked for; only its bcrypt hash is written. The same password gives the same files. " +
        "It ends with 0 when all is written, with 2 where it was used wrongly, with 1 where it fails.",
    )
    .option("--out <folder>", "the folder of the files", "local-registry")
    .option("--keep-password", "keeps the htpasswd that is there, and asks for nothing");
  withClientConfig(command).action(async ({ out, keepPassword, ...asked }: Options) => {
    const { localRegistry: registry, stack } = await resolveClientConfig(asked);
    if (!registry)
      throw new CommandError(`${stack} has no registry of its own: declare clientConfig.localRegistry in its estate`);
    const path = join(out, secretFile);
    const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
    const line = keepPassword ? kept(registry, before, path) : await asGiven(registry, before);
    const files = [
      { path: secretFile, text: createHtpasswdSecret(registry, line), secret: true as const },
      { path: manifestsFile, text: createRegistryManifests(registry) },
      ...Object.entries(createNodeFiles(registry)).map(([file, text]) => ({ path: `node/${file}`, text })),
    ];
    for (const said of writeConsumerFiles(out, files)) console.log(said);
    console.log(`Then: kubectl apply -f ${relativePath(join(out, manifestsFile))} -f ${relativePath(path)}`);
    console.log(
      `What is in ${relativePath(join(out, "node"))} is for each node's own folders: docs/local-registry.md.`,
    );
  });
}

/** @throws CommandError */
function kept({ user }: LocalRegistry, before: string | undefined, path: string): string {
  const line = readHtpasswdLine(before ?? "");
  if (line?.startsWith(`${user}:`)) return line;
  throw new CommandError(`${path} holds no htpasswd of ${user} to keep: leave out --keep-password once`);
}

async function asGiven({ user, push }: LocalRegistry, before: string | undefined): Promise<string> {
  const given = process.env.LOCAL_REGISTRY_PASSWORD;
  const password = given || (await readSecretInput(`Password of ${toDisplayText(user)} for pushes to ${push}: `));
  if (isTooLongForBcrypt(password))
    throw new CommandError(`the password of ${user} has more than 72 bytes: a registry looks at no more of them`);
  return createHtpasswdLine(user, password, before);
}
