import { type Command, Option } from "commander";
import { ConsumerContext, type ConsumerFile } from "../../clients/consumers/consumer-context.ts";
import { type ConsumerKind, consumerFileGenerators } from "../../clients/consumers/consumer-file-generators.ts";
import { toSecurityModel } from "../../estate/declared-security.ts";
import { UsageError } from "../../util/user-error.ts";
import { formatExamples, stackOption } from "../shared/command-options.ts";
import { createConsumerFiles, writeConsumerFiles } from "../shared/consumer-files.ts";
import { readKnownPasswords } from "../shared/passwords.ts";
import { readSelectedStack, readStackDeclaration } from "../shared/pulumi-cli.ts";
import { printLines } from "../shared/terminal.ts";

interface Options {
  for: readonly ConsumerKind[];
  stack?: string;
  out: string;
  image?: string;
  file?: string;
}

/** Adds `nexus-iac outputs`: configuration files for the consumers of a Nexus. */
export function outputsCommand(program: Command): void {
  program
    .command("outputs")
    .summary("write configuration for consumers: CI variables, pull secrets, settings.xml, .npmrc, ...")
    .description(
      "Writes the configuration files of consumers of a stack's Nexus, as clientConfig.consumers declares them, with the " +
        "passwords of the stack's users. A file with a password gets mode 0600 and never replaces a file that git tracks. " +
        "Passwords are printed to standard output only with `--out -`.",
    )
    .addOption(
      new Option("--for <consumer...>", "the consumers; with several each gets a folder of its own")
        .choices(Object.keys(consumerFileGenerators))
        .makeOptionMandatory(),
    )
    .addOption(stackOption())
    .option("--out <folder>", "the folder for the files; - for standard output", "nexus-iac-outputs")
    .option("--image <image>", "gitlab, jenkins: the image that builds create, such as orchestrator/server")
    .option("--file <name>", "write only this file")
    .addHelpText(
      "after",
      formatExamples(
        "nexus-iac outputs --for gitlab --stack lab --image team/app",
        "nexus-iac outputs --for docker --stack lab --out -",
      ),
    )
    .action(async ({ for: kinds, stack: stackName, out, image, file }: Options) => {
      const stack = stackName ?? (await readSelectedStack());
      const files = selectFile(createConsumerFiles(await createContext(stack, image), kinds), file);
      if (out === "-") process.stdout.write(joinFiles(files));
      else for (const line of writeConsumerFiles(out, files)) printLines(line);
    });
}

async function createContext(stack: string, image: string | undefined): Promise<ConsumerContext> {
  const [{ estate, clientConfig }, passwords] = await Promise.all([
    readStackDeclaration(stack),
    readKnownPasswords(stack),
  ]);
  return new ConsumerContext(clientConfig, toSecurityModel(estate), passwords, image);
}

function selectFile(files: readonly ConsumerFile[], name: string | undefined): readonly ConsumerFile[] {
  if (name === undefined) return files;
  const matches = files.filter(({ path }) => path === name);
  if (matches.length) return matches;
  throw new UsageError(`Unknown file "${name}". Files: ${files.map(({ path }) => path).join(", ")}`);
}

function joinFiles(files: readonly ConsumerFile[]): string {
  if (files.length === 1) return files.map(({ text }) => text).join("");
  return files.map(({ path, text }) => `==> ${path} <==\n${text}`).join("\n");
}
