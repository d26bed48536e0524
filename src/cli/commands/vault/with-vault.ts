import { spawn } from "node:child_process";
import type { Command } from "commander";
import { CommandError } from "../../shared/command-error.ts";
import { formatExamples } from "../../shared/command-options.ts";
import { waitForExit } from "../../shared/signals.ts";
import { readVaultSecret } from "./vault-client.ts";

/** Variables with the job's identity token. They are removed from the environment of the command. */
const identityVariables = ["VAULT_ID_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL"];

/** Adds `nexus-iac with-vault`: runs a command with credentials from Vault. */
export function withVaultCommand(program: Command): void {
  program
    .command("with-vault")
    .summary("run a command with credentials from Vault, using the identity of the CI job")
    .description(
      "Reads a secret from Vault's key-value store with the identity token of a GitLab, GitHub or Jenkins job, and runs a " +
        "command with it: each key becomes an environment variable, such as NEXUS_PASSWORD. Secrets are not printed or " +
        "written. Variables: VAULT_ADDR (address of Vault), VAULT_AUTH_ROLE (role), VAULT_AUTH_PATH (mount path of the jwt " +
        "method, default: jwt), VAULT_NAMESPACE, VAULT_CACERT (PEM file). Exits with the exit code of the command.",
    )
    .argument("<secret>", "the path in Vault's API, such as secret/data/nexus/lab")
    .argument("<command...>", "the command, after --")
    .addHelpText(
      "after",
      formatExamples("nexus-iac with-vault secret/data/nexus/lab/preview -- nexus-iac review --stack lab"),
    )
    .action(async (path: string, [command = "", ...args]: string[]) => {
      const secret = await readVaultSecret(path, process.env);
      const environment = Object.entries(process.env).filter(([name]) => !identityVariables.includes(name));
      process.exitCode = await run(command, args, { ...Object.fromEntries(environment), ...secret });
    });
}

/** Returns the exit code of the command. */
async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    return (await waitForExit(spawn(command, args, { env, stdio: "inherit" }))).code;
  } catch (error) {
    throw new CommandError(`Cannot run ${command}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
