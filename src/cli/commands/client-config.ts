import { type Command, Option } from "commander";
import { type ClientConfig, clientConfigSchema } from "../../client-config/client-config.ts";
import { formatPath } from "../../util/json.ts";
import { UsageError } from "../../util/user-error.ts";
import { declaredBy } from "../shared/declared.ts";
import { textIn, unreadable } from "../shared/input.ts";
import { toJson, writeFile } from "../shared/output.ts";
import { selectedStack } from "../shared/pulumi.ts";

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
      const text = `${toJson((await declaredBy(stack ?? (await selectedStack()))).clientConfig)}\n`;
      if (out === undefined) process.stdout.write(text);
      else console.log(writeFile(out, text));
    });
}

export interface ClientConfigOptions {
  stack?: string;
  clientConfig?: string;
}

/** The options of a command that reads the client configuration. */
export function withClientConfig(command: Command): Command {
  return command
    .option("--stack <stack>", "the stack whose client configuration counts; by default the one that is selected")
    .addOption(
      new Option(
        "--client-config <file>",
        "a client configuration that `nexus-iac client-config` wrote, instead of a stack",
      ).conflicts("stack"),
    );
}

export async function resolveClientConfig({ stack, clientConfig: file }: ClientConfigOptions): Promise<ClientConfig> {
  return file === undefined
    ? (await declaredBy(stack ?? (await selectedStack()))).clientConfig
    : readClientConfig(file);
}

/** @throws UsageError */
function readClientConfig(file: string): ClientConfig {
  const parsed = clientConfigSchema.safeParse(jsonIn(file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.length ? ` at ${formatPath(issue.path)}` : "";
  throw new UsageError(
    `${file} is no client configuration${place} (${issue?.message}): write one with nexus-iac client-config`,
  );
}

function jsonIn(file: string): unknown {
  const wanted = "give a client configuration that nexus-iac client-config wrote";
  const text = textIn(file, wanted);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(file, error, wanted);
  }
}
