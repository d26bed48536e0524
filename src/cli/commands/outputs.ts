import { type Command, Option } from "commander";
import { ConsumerContext, type ConsumerFile } from "../../clients/consumers/consumer-context.ts";
import { type ConsumerKind, consumerFileGenerators } from "../../clients/consumers/consumer-files.ts";
import { toSecurityModel } from "../../estate/declared-security.ts";
import { UsageError } from "../../util/user-error.ts";
import { createConsumerFiles, writeConsumerFiles } from "../shared/consumer-files.ts";
import { declaredBy } from "../shared/declared.ts";
import { readKnownPasswords } from "../shared/passwords.ts";
import { readSelectedStack } from "../shared/pulumi-cli.ts";

interface Options {
  for: readonly ConsumerKind[];
  stack?: string;
  out: string;
  image?: string;
  file?: string;
}

/** `nexus-iac outputs`: what those who use a Nexus are given. */
export function outputsCommand(program: Command): void {
  program
    .command("outputs")
    .summary("what consumers are given: CI variables, pull secrets, settings.xml, .npmrc, ...")
    .description(
      "Writes what a consumer of a stack's Nexus wants to know, as the estate's client configuration declares it (consumers), with " +
        "the passwords of the stack's users. A file with a password in it has mode 0600, and is none that git tracks; " +
        "to standard output it goes only with `--out -`.",
    )
    .addOption(
      new Option("--for <consumer...>", "who it is for; where they are several, each gets a folder")
        .choices(Object.keys(consumerFileGenerators))
        .makeOptionMandatory(),
    )
    .option("--stack <stack>", "the stack; by default the one that is selected")
    .option("--out <folder>", "where the files go; - for standard output", "nexus-iac-outputs")
    .option("--image <image>", "gitlab, jenkins: the image that builds make, such as orchestrator/server")
    .option("--file <name>", "only that one of the files")
    .action(async ({ for: kinds, stack: named, out, image, file }: Options) => {
      const stack = named ?? (await readSelectedStack());
      const files = only(createConsumerFiles(await siteOf(stack, image), kinds), file);
      if (out === "-") process.stdout.write(onOutput(files));
      else for (const line of writeConsumerFiles(out, files)) console.log(line);
    });
}

async function siteOf(stack: string, image: string | undefined): Promise<ConsumerContext> {
  const [{ estate, clientConfig }, passwords] = await Promise.all([declaredBy(stack), readKnownPasswords(stack)]);
  return new ConsumerContext(clientConfig, toSecurityModel(estate), passwords, image);
}

function only(files: readonly ConsumerFile[], name: string | undefined): readonly ConsumerFile[] {
  if (name === undefined) return files;
  const found = files.filter(({ path }) => path === name);
  if (found.length) return found;
  throw new UsageError(`there is no file "${name}" among ${files.map(({ path }) => path).join(", ")}`);
}

function onOutput(files: readonly ConsumerFile[]): string {
  if (files.length === 1) return files.map(({ text }) => text).join("");
  return files.map(({ path, text }) => `==> ${path} <==\n${text}`).join("\n");
}
