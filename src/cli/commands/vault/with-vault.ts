import { spawn } from "node:child_process";
import type { Command } from "commander";
import { CommandError } from "../../shared/failures.ts";
import { waitForExit } from "../../shared/signals.ts";
import { readVaultSecret } from "./vault-client.ts";

/** What proves who the job is: nobody's business but Vault's. */
const proofs = ["VAULT_ID_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL"];

/** `nexus-iac with-vault`: credentials for one command, and nothing of them anywhere else. */
export function withVaultCommand(program: Command): void {
  program
    .command("with-vault")
    .summary("runs a command with credentials from Vault, by the CI job's identity")
    .description(
      "Reads a secret of Vault's key-value store, by the identity token of a job of GitLab, GitHub or Jenkins, and runs " +
        "a command with it: each key is an environment variable, such as NEXUS_PASSWORD. Nothing is printed or written. " +
        "VAULT_ADDR names Vault, VAULT_AUTH_ROLE the role, VAULT_AUTH_PATH where the method jwt is (jwt). " +
        "It ends as the command does.",
    )
    .argument("<secret>", "its path in the API, such as secret/data/nexus/lab")
    .argument("<command...>", "the command, after --")
    .action(async (path: string, [command = "", ...args]: string[]) => {
      const secret = await readVaultSecret(path, process.env);
      const others = Object.entries(process.env).filter(([name]) => !proofs.includes(name));
      process.exitCode = await run(command, args, { ...Object.fromEntries(others), ...secret });
    });
}

/** Its exit code. */
async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    return (await waitForExit(spawn(command, args, { env, stdio: "inherit" }))).code;
  } catch (error) {
    throw new CommandError(`${command} cannot be run: ${error instanceof Error ? error.message : String(error)}`);
  }
}
