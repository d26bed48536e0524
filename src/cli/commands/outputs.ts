import { join } from "node:path";
import { type Command, Option } from "commander";
import { ConsumerContext, type ConsumerFile } from "../../clients/consumers/consumer-context.ts";
import { type ConsumerKind, consumerFileGenerators } from "../../clients/consumers/consumer-files.ts";
import { securityOf } from "../../estate/security.ts";
import { UsageError } from "../../util/user-error.ts";
import { declaredBy } from "../shared/declared.ts";
import { shownPath, writeFile } from "../shared/output.ts";
import { type Passwords, passwordOf, passwordsOf } from "../shared/passwords.ts";
import { selectedStack } from "../shared/pulumi.ts";
import { writeSecretFile } from "../shared/secret-files.ts";

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
      const stack = named ?? (await selectedStack());
      const files = only(filesOf(await siteOf(stack, image), kinds), file);
      if (out === "-") process.stdout.write(onOutput(files));
      else for (const line of written(out, files)) console.log(line);
    });
}

/** What each of the consumers is given; where they are several, in a folder of its own. */
export function filesOf(site: ConsumerContext, kinds: readonly ConsumerKind[]): ConsumerFile[] {
  return kinds.flatMap((kind) =>
    consumerFileGenerators[kind](site).map((file) =>
      kinds.length === 1 ? file : { ...file, path: `${kind}/${file.path}` },
    ),
  );
}

async function siteOf(stack: string, image: string | undefined): Promise<ConsumerContext> {
  const [{ estate, clientConfig }, passwords] = await Promise.all([declaredBy(stack), knownPasswords(stack)]);
  return new ConsumerContext(clientConfig, securityOf(estate), passwords, image);
}

/** The passwords of a stack's users, and the one that the environment has for a user. */
export async function knownPasswords(stack: string): Promise<Passwords> {
  const { NEXUS_USERNAME } = process.env;
  const password = NEXUS_USERNAME ? passwordOf(process.env) : undefined;
  const given = NEXUS_USERNAME && password !== undefined ? { [NEXUS_USERNAME]: password } : {};
  return { ...given, ...(await passwordsOf(stack)) };
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

/** Writes the files, and says so of each. */
export function* written(folder: string, files: readonly ConsumerFile[]): Iterable<string> {
  for (const { path, text, secret } of files) {
    const place = join(folder, path);
    if (secret) writeSecretFile(place, text);
    else writeFile(place, text);
    yield `Wrote ${shownPath(place)}${secret ? ", which holds a password: for its owner alone (0600)" : ""}`;
  }
}
