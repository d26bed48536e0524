import type { Command } from "commander";
import type { ClientConfig } from "../../client-config/client-config.ts";
import { createImageLinter, type ImageLintResult } from "../../client-config/naming/image-linter.ts";
import { toDisplayText } from "../../util/display-text.ts";
import { UsageError } from "../../util/user-error.ts";
import { type ClientConfigOptions, resolveClientConfig, withClientConfig } from "../shared/client-config-options.ts";
import { CommandError } from "../shared/failures.ts";
import { formatJson } from "../shared/report-files.ts";
import { readInputLines } from "../shared/text-input.ts";

interface Options extends ClientConfigOptions {
  file?: readonly string[];
  repository?: string;
  json?: true;
}

/** `nexus-iac lint-image`: whether images are called as the estate wants. */
export function lintImageCommand(program: Command): void {
  const command = program
    .command("lint-image")
    .summary("whether images are called as the estate wants")
    .description(
      "Holds image references against the estate's naming rules, and says what is wrong and what would be right. A " +
        "reference without a registry is right where any rule takes it. It ends with 0 where all are right, with 2 " +
        "where one is wrong, with 1 where it fails.",
    )
    .argument("[reference...]", 'such as registry.example/team/app:build-1; "-" reads them from standard input')
    .option("--file <file...>", "files with a reference on each line")
    .option("--repository <repository>", "where references without a registry are meant for")
    .option("--json", "prints JSON");
  withClientConfig(command).action(async (given: string[], { file = [], repository, json, ...asked }: Options) => {
    const references = [
      ...given.flatMap((one) => (one === "-" ? readInputLines(one) : [one])),
      ...file.flatMap((one) => readInputLines(one)),
    ];
    if (!references.length)
      throw new UsageError("there is nothing to lint: give references, or a file of them with --file");
    const clientConfig = await resolveClientConfig(asked);
    const lint = createImageLinter(withNaming(clientConfig, repository), repository);
    const linted = references.map(lint);
    console.log(json ? formatJson(linted) : terminalText(linted));
    if (linted.some(({ wrong }) => wrong.length)) process.exitCode = 2;
  });
}

/** @throws UsageError, CommandError where there are no rules at all */
function withNaming(clientConfig: ClientConfig, repository: string | undefined): ClientConfig {
  const ruled = (clientConfig.naming ?? []).flatMap(({ repositories }) => repositories);
  if (!ruled.length)
    throw new CommandError(
      `${clientConfig.stack} has no naming rules: declare them as clientConfig.naming of its estate`,
    );
  if (repository !== undefined && !ruled.includes(repository))
    throw new UsageError(
      `no naming rule holds for ${repository}: there are rules for ${[...new Set(ruled)].join(", ")}`,
    );
  return clientConfig;
}

function terminalText(linted: readonly ImageLintResult[]): string {
  const bad = linted.filter(({ wrong }) => wrong.length).length;
  const lines = linted.flatMap(({ reference, wrong, right }) => [
    `${wrong.length ? "wrong" : "right"}  ${toDisplayText(reference, 400)}`,
    ...wrong.map((message) => `         ${toDisplayText(message, 800)}`),
    ...(right.length ? [`         would be right: ${right.map((one) => toDisplayText(one, 400)).join(" or ")}`] : []),
  ]);
  const count = `${bad} of ${linted.length}`;
  return [...lines, bad ? `${count} ${bad === 1 ? "is" : "are"} wrong` : "All are right"].join("\n");
}
