import type { Command } from "commander";
import type { ClientConfig } from "../../client-config/client-config.ts";
import { createImageLinter, type ImageLintResult } from "../../client-config/naming/image-linter.ts";
import { toDisplayText } from "../../util/display-text.ts";
import { UsageError } from "../../util/user-error.ts";
import { type ClientConfigOptions, resolveClientConfig, withClientConfig } from "../shared/client-config-options.ts";
import { CommandError } from "../shared/command-error.ts";
import { formatExamples } from "../shared/command-options.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { toIndentedJson } from "../shared/report-files.ts";
import { printLines } from "../shared/terminal.ts";
import { readInputLines } from "../shared/text-input.ts";

interface Options extends ClientConfigOptions {
  file?: readonly string[];
  repository?: string;
  json?: true;
}

/** Adds `nexus-iac lint-image`: image references checked against naming rules. */
export function lintImageCommand(program: Command): void {
  const command = program
    .command("lint-image")
    .summary("check image references against the naming rules")
    .description(
      "Checks image references against the naming rules of the client configuration, and prints for each violation what " +
        "is wrong and a correct name. A reference without a registry is correct if any rule accepts it. Exits with 2 if a " +
        "reference violates the rules.",
    )
    .argument(
      "[reference...]",
      'an image reference such as registry.example/team/app:build-1; "-" reads references from standard input',
    )
    .option("--file <file...>", "files with one reference per line")
    .option("--repository <repository>", "the repository whose rules apply to references without a registry")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      formatExamples(
        "nexus-iac lint-image --stack lab registry.example/team/app:build-1",
        "nexus-iac lint-image --client-config client-config.json --file images.txt",
      ),
    );
  withClientConfig(command).action(async (given: string[], { file = [], repository, json, ...source }: Options) => {
    const inputs = [
      ...(await Array.fromAsync(given, (argument) => (argument === "-" ? readInputLines(argument) : [argument]))),
      ...(await Array.fromAsync(file, readInputLines)),
    ];
    const references = inputs.flat();
    if (!references.length)
      throw new UsageError("No image references given. Give references, or a file of references with --file");
    const clientConfig = await resolveClientConfig(source);
    const lint = createImageLinter(requireRules(clientConfig, repository), repository);
    const results = references.map(lint);
    printLines(json ? toIndentedJson(results) : formatResults(results));
    if (results.some(({ wrong }) => wrong.length)) process.exitCode = exitCodes.finding;
  });
}

/** @throws CommandError if there are no rules at all, UsageError if none applies to the repository */
function requireRules(clientConfig: ClientConfig, repository: string | undefined): ClientConfig {
  const repositoriesWithRules = (clientConfig.naming ?? []).flatMap(({ repositories }) => repositories);
  if (!repositoriesWithRules.length)
    throw new CommandError(`${clientConfig.stack} has no naming rules. Declare clientConfig.naming in its estate`);
  if (repository !== undefined && !repositoriesWithRules.includes(repository))
    throw new UsageError(
      `No naming rule applies to ${repository}. Repositories with rules: ${[...new Set(repositoriesWithRules)].join(", ")}`,
    );
  return clientConfig;
}

function formatResults(results: readonly ImageLintResult[]): string {
  const violations = results.filter(({ wrong }) => wrong.length).length;
  const lines = results.flatMap(({ reference, wrong, right }) => [
    `${wrong.length ? "wrong" : "ok   "}  ${toDisplayText(reference, 400)}`,
    ...wrong.map((message) => `         ${toDisplayText(message, 800)}`),
    ...(right.length ? [`         correct: ${right.map((name) => toDisplayText(name, 400)).join(" or ")}`] : []),
  ]);
  const summary = violations
    ? `${violations} of ${results.length} ${violations === 1 ? "violates" : "violate"} the naming rules`
    : "All names are correct";
  return [...lines, summary].join("\n");
}
