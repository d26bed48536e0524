/** The command `nexus-iac`, with one file for each subcommand. docs/exit-codes.md describes the exit codes. */
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { z } from "zod";
import { UsageError, UserError } from "../util/user-error.ts";
import { accessCommand } from "./commands/access/access.ts";
import { clientConfigCommand } from "./commands/client-config.ts";
import { completionCommand } from "./commands/completion.ts";
import { diffCommand } from "./commands/diff.ts";
import { doctorCommand } from "./commands/doctor/doctor.ts";
import { driftCommand } from "./commands/drift.ts";
import { exportCommand } from "./commands/export.ts";
import { imagesCommand } from "./commands/images/images.ts";
import { initCommand } from "./commands/init/init.ts";
import { jenkinsCredentialsCommand } from "./commands/jenkins/jenkins-credentials.ts";
import { keepAliveCommand } from "./commands/keep-alive.ts";
import { kindsCommand } from "./commands/kinds.ts";
import { lintImageCommand } from "./commands/lint-image.ts";
import { lintPipelineCommand } from "./commands/lint-pipeline.ts";
import { localRegistryCommand } from "./commands/local-registry.ts";
import { outputsCommand } from "./commands/outputs.ts";
import { probeCommand } from "./commands/probe/probe.ts";
import { promoteCommand } from "./commands/promote/promote.ts";
import { reviewCommand } from "./commands/review/review.ts";
import { rotateCommand } from "./commands/rotate.ts";
import { statusCommand } from "./commands/status/status.ts";
import { withVaultCommand } from "./commands/vault/with-vault.ts";
import { exitCodes } from "./shared/exit-codes.ts";
import { printErrorLines } from "./shared/terminal.ts";

const groups: Readonly<Record<string, readonly ((program: Command) => void)[]>> = {
  "Start:": [initCommand],
  "Changes and current state:": [statusCommand, reviewCommand, driftCommand, accessCommand, exportCommand, diffCommand],
  "Checks from the view of clients:": [probeCommand, doctorCommand],
  "Content of repositories:": [promoteCommand, keepAliveCommand, imagesCommand],
  "Configuration of clients:": [clientConfigCommand, outputsCommand, rotateCommand],
  "Jenkins and clusters:": [jenkinsCredentialsCommand, localRegistryCommand],
  "Rules for clients:": [lintImageCommand, lintPipelineCommand],
  "Other:": [kindsCommand, withVaultCommand, completionCommand],
};

/**
 * Runs a command line. It sets `process.exitCode`, and returns when the command has ended.
 *
 * @param args - the arguments after the name of the program
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exitCodes.success : exitCodes.usage;
    } else if (error instanceof UserError) {
      printErrorLines(error.message);
      process.exitCode = error instanceof UsageError ? exitCodes.usage : exitCodes.failure;
    } else throw error;
  }
}

/** Returns the version of the package: package.json is two folders up, in a checkout and in the package. */
function readVersion(): string {
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return z.object({ version: z.string() }).parse(JSON.parse(manifest)).version;
}

/** Returns the command with all subcommands. */
export function createProgram(): Command {
  const program = new Command("nexus-iac")
    .version(readVersion())
    .description("Manages Sonatype Nexus Repository 3 as code: reviews, drift, access, client configuration.")
    .addHelpText(
      "after",
      "\nExit codes: 0 success, 1 failure, 2 a finding (drift, risk, difference), 64 wrong usage. See docs/exit-codes.md.",
    )
    .exitOverride();
  for (const [heading, commands] of Object.entries(groups)) {
    program.commandsGroup(heading);
    for (const add of commands) add(program);
  }
  return program;
}
