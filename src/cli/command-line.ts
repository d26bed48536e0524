/** The command `nexus-iac`: one file a subcommand. It ends with 0, with 2 where it was used wrongly, else with 1. */
import { Command } from "commander";
import { UsageError, UserError } from "../util/user-error.ts";
import { accessCommand } from "./commands/access/access.ts";
import { clientConfigCommand } from "./commands/client-config.ts";
import { diffCommand } from "./commands/diff.ts";
import { doctorCommand } from "./commands/doctor/doctor.ts";
import { driftCommand } from "./commands/drift.ts";
import { exportCommand } from "./commands/export.ts";
import { imagesCommand } from "./commands/images/images.ts";
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
import { withVaultCommand } from "./commands/vault/with-vault.ts";

const program = new Command("nexus-iac")
  .description("Sonatype Nexus Repository 3 as code.")
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));

const groups: Readonly<Record<string, readonly ((program: Command) => void)[]>> = {
  "What a change does, and what is there:": [reviewCommand, driftCommand, accessCommand, exportCommand, diffCommand],
  "Whether clients can do what they should:": [probeCommand, doctorCommand],
  "What is in the repositories:": [promoteCommand, keepAliveCommand, imagesCommand],
  "What clients are told and given:": [clientConfigCommand, outputsCommand, rotateCommand],
  "What Jenkins and clusters are given:": [jenkinsCredentialsCommand, localRegistryCommand],
  "What clients are held to:": [lintImageCommand, lintPipelineCommand],
  "Besides:": [kindsCommand, withVaultCommand],
};
for (const [heading, commands] of Object.entries(groups)) {
  program.commandsGroup(heading);
  for (const add of commands) add(program);
}

// Who reads only the first lines, as `head` does, closes the pipe.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
