import type { Command } from "commander";
import { formatExamples, stackOption } from "../shared/command-options.ts";
import { readSelectedStack, readStackDeclaration } from "../shared/pulumi-cli.ts";
import { toIndentedJson, writeOutputFile } from "../shared/report-files.ts";
import { printLines } from "../shared/terminal.ts";

/** Adds `nexus-iac client-config`: the client configuration as JSON. */
export function clientConfigCommand(program: Command): void {
  program
    .command("client-config")
    .summary("write the client configuration (addresses, names, chains) as JSON")
    .description(
      "Writes the client configuration that a stack's program declares: repositories and their addresses, naming rules of " +
        "images, promotion chains, images that may run. Other commands read it with --client-config if there is no " +
        "checkout of the program. It contains no secrets. Schema: docs/schemas/client-config.schema.json.",
    )
    .addOption(stackOption())
    .option("--out <file>", "the file to write (default: standard output)")
    .addHelpText("after", formatExamples("nexus-iac client-config --stack lab --out client-config.json"))
    .action(async ({ stack, out }: { stack?: string; out?: string }) => {
      const text = `${toIndentedJson((await readStackDeclaration(stack ?? (await readSelectedStack()))).clientConfig)}\n`;
      if (out === undefined) process.stdout.write(text);
      else printLines(writeOutputFile(out, text));
    });
}
