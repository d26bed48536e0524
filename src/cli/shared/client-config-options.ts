import { type Command, Option } from "commander";
import { type ClientConfig, clientConfigSchema } from "../../client-config/client-config.ts";
import { listDeclaredAddresses } from "../../client-config/endpoint.ts";
import { formatPath } from "../../util/json.ts";
import { describeIssue } from "../../util/schema-issues.ts";
import { UsageError } from "../../util/user-error.ts";
import { sendCredentialsToOption, stackOption } from "./command-options.ts";
import { readSelectedStack, readStackDeclaration } from "./pulumi-cli.ts";
import { inputName, readTextInput, unreadableInput } from "./text-input.ts";

/** Options of commands that read the client configuration. */
export interface ClientConfigOptions {
  stack?: string;
  clientConfig?: string;
}

/** Adds the options `--stack` and `--client-config` to a command. */
export function withClientConfig(command: Command): Command {
  return command
    .addOption(stackOption("the stack whose client configuration is used (default: the selected stack)"))
    .addOption(
      new Option(
        "--client-config <file>",
        "read the client configuration from a file written by `nexus-iac client-config` instead of a stack",
      ).conflicts("stack"),
    );
}

/** Options of commands that read the client configuration and log in to Nexus. */
export interface TrustedServerOptions extends ClientConfigOptions {
  sendCredentialsTo?: readonly string[];
}

/** Adds the options `--stack`, `--client-config` and `--send-credentials-to` to a command. */
export function withTrustedServers(command: Command): Command {
  return withClientConfig(command).addOption(sendCredentialsToOption());
}

/**
 * Returns the addresses of the servers that may receive credentials: those that the stack declares. A file may be from
 * anywhere, so with `--client-config` only those that the user of the command names, with `--send-credentials-to` or NEXUS_URL.
 */
export function listTrustedServers(
  { clientConfig: file, sendCredentialsTo = [] }: TrustedServerOptions,
  clientConfig: ClientConfig,
): string[] {
  const { NEXUS_URL } = process.env;
  const known = file === undefined ? listDeclaredAddresses(clientConfig) : NEXUS_URL ? [NEXUS_URL] : [];
  return [...known, ...sendCredentialsTo];
}

/** Returns the client configuration of the file or the stack that the options name. */
export async function resolveClientConfig({ stack, clientConfig: file }: ClientConfigOptions): Promise<ClientConfig> {
  return file === undefined
    ? (await readStackDeclaration(stack ?? (await readSelectedStack()))).clientConfig
    : readClientConfig(file);
}

const advice = "Give a file written by nexus-iac client-config";

/** @throws UsageError if the file is not a client configuration */
async function readClientConfig(file: string): Promise<ClientConfig> {
  const parsed = clientConfigSchema.safeParse(await readJson(file), { error: describeIssue });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.length ? ` at ${formatPath(issue.path)}` : "";
  throw new UsageError(`${inputName(file)} is not a client configuration${place}: ${issue?.message}. ${advice}`);
}

async function readJson(file: string): Promise<unknown> {
  const text = await readTextInput(file, advice);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadableInput(file, error, advice);
  }
}
