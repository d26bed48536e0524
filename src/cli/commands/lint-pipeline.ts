import { relative, sep } from "node:path";
import type { Command } from "commander";
import { toCodeQualityReport } from "../../clients/lint/code-quality.ts";
import type { LintFinding } from "../../clients/lint/lint-finding.ts";
import { createPipelineLinter } from "../../clients/lint/pipeline-linter.ts";
import { toDisplayText } from "../../util/display-text.ts";
import { type ClientConfigOptions, resolveClientConfig, withClientConfig } from "../shared/client-config-options.ts";
import { formatExamples } from "../shared/command-options.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { toIndentedJson, writeOutputFile } from "../shared/report-files.ts";
import { printLines } from "../shared/terminal.ts";
import { readTextInput } from "../shared/text-input.ts";

interface Options extends ClientConfigOptions {
  json?: true;
  codeQuality?: string;
}

/** Adds `nexus-iac lint-pipeline`: pipeline files checked for forbidden use of registries and credentials. */
export function lintPipelineCommand(program: Command): void {
  const command = program
    .command("lint-pipeline")
    .summary("check pipeline files and scripts for forbidden use of registries and credentials")
    .description(
      "Checks Jenkinsfiles, GitLab CI files, Dockerfiles and scripts: mirrors used outside of platform installation, pushes " +
        "to a group, images pulled from Docker Hub, credentials in clear, image names that violate the naming rules. Found " +
        "secrets are not printed. A comment `nexus-iac: allow RULE reason` on the line or above it suppresses a finding. " +
        "Exits with 2 if there are findings.",
    )
    .argument("<file...>", "the files to check")
    .option("--json", "print JSON")
    .option("--code-quality <file>", "also write a GitLab code quality report to this file")
    .addHelpText("after", formatExamples("nexus-iac lint-pipeline --stack lab Jenkinsfile Dockerfile scripts/*.sh"));
  withClientConfig(command).action(async (files: string[], { json, codeQuality: report, ...source }: Options) => {
    const sources = await Array.fromAsync(files, async (file) => ({
      file: toRepositoryPath(file),
      text: await readTextInput(file, "Give files such as Jenkinsfile or scripts/*.sh"),
    }));
    const lint = createPipelineLinter(await resolveClientConfig(source));
    const findings = sources.flatMap(lint);
    if (report !== undefined) writeOutputFile(report, `${toIndentedJson(toCodeQualityReport(findings))}\n`);
    printLines(json ? toIndentedJson(findings) : formatFindings(findings, files.length));
    if (findings.length) process.exitCode = exitCodes.finding;
  });
}

/** Returns the path relative to the working directory with slashes, as GitLab and `installPaths` expect it. */
function toRepositoryPath(file: string): string {
  return (relative(process.cwd(), file) || file).split(sep).join("/");
}

function formatFindings(findings: readonly LintFinding[], count: number): string {
  if (!findings.length) return `No findings in ${count} ${count === 1 ? "file" : "files"}`;
  return findings
    .flatMap(({ file, line, column, rule, message, right }) => [
      `${toDisplayText(file, 400)}:${line}:${column}: ${rule}: ${toDisplayText(message, 800)}`,
      `    correct: ${toDisplayText(right, 800)}`,
    ])
    .join("\n");
}
