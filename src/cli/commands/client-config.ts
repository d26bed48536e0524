import type { Command } from "commander";
import { declaredBy } from "../shared/declared.ts";
import { readSelectedStack } from "../shared/pulumi-cli.ts";
import { formatJson, writeOutputFile } from "../shared/report-files.ts";

/** `nexus-iac client-config`: what a Nexus's clients need to know, as JSON. */
export function clientConfigCommand(program: Command): void {
  program
    .command("client-config")
    .summary("what a Nexus's clients need to know, as JSON")
    .description(
      "Writes what clients of a stack's Nexus need to know, as its program declares it: repositories and how they are " +
        "reached, what images are called, promotion chains, what may run. Commands that check what clients do take it by " +
        "--client-config where there is no checkout of the estate. There is no secret in it. Schema: docs/schemas/client-config.schema.json.",
    )
    .option("--stack <stack>", "the stack; by default the one that is selected")
    .option("--out <file>", "the file; by default standard output")
    .action(async ({ stack, out }: { stack?: string; out?: string }) => {
      const text = `${formatJson((await declaredBy(stack ?? (await readSelectedStack()))).clientConfig)}\n`;
      if (out === undefined) process.stdout.write(text);
      else console.log(writeOutputFile(out, text));
    });
}
