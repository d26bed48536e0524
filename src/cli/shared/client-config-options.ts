import { type Command, Option } from "commander";
import { type ClientConfig, clientConfigSchema } from "../../client-config/client-config.ts";
import { formatPath } from "../../util/json.ts";
import { UsageError } from "../../util/user-error.ts";
import { declaredBy } from "./declared.ts";
import { readSelectedStack } from "./pulumi-cli.ts";
import { readTextInput, unreadableInput } from "./text-input.ts";

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
    ? (await declaredBy(stack ?? (await readSelectedStack()))).clientConfig
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
  const text = readTextInput(file, wanted);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadableInput(file, error, wanted);
  }
}
