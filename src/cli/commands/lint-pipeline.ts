import { relative, sep } from "node:path";
import type { Command } from "commander";
import { toCodeQualityReport } from "../../clients/lint/code-quality.ts";
import type { LintFinding } from "../../clients/lint/lint-finding.ts";
import { createPipelineLinter } from "../../clients/lint/pipeline-linter.ts";
import { toDisplayText } from "../../util/display-text.ts";
import { type ClientConfigOptions, resolveClientConfig, withClientConfig } from "../shared/client-config-options.ts";
import { formatJson, writeOutputFile } from "../shared/report-files.ts";
import { readTextInput } from "../shared/text-input.ts";

interface Options extends ClientConfigOptions {
  json?: true;
  codeQuality?: string;
}

/** `nexus-iac lint-pipeline`: what runbooks forbid, found in the files that would do it. */
export function lintPipelineCommand(program: Command): void {
  const command = program
    .command("lint-pipeline")
    .summary("what pipelines and scripts must not do, found in their files")
    .description(
      "Looks through Jenkinsfiles, GitLab's files, Dockerfiles and scripts for what must not be: a mirror outside of what " +
        "installs platforms, pushes to a group, images pulled from Docker Hub, credentials in clear, images called " +
        "otherwise than the estate wants. No secret that it finds is shown. A comment `nexus-iac: allow RULE reason`, in " +
        "the line or above it, lets a finding be. It ends with 0 where nothing is found, with 2 where something is, with " +
        "1 where it fails.",
    )
    .argument("<file...>", "the files")
    .option("--json", "prints JSON")
    .option("--code-quality <file>", "writes a code quality report of GitLab's besides");
  withClientConfig(command).action(async (files: string[], { json, codeQuality: report, ...asked }: Options) => {
    const sources = files.map((file) => ({
      file: named(file),
      text: readTextInput(file, "give files, such as Jenkinsfile or scripts/*.sh"),
    }));
    const lint = createPipelineLinter(await resolveClientConfig(asked));
    const findings = sources.flatMap(lint);
    if (report !== undefined) writeOutputFile(report, `${formatJson(toCodeQualityReport(findings))}\n`);
    console.log(json ? formatJson(findings) : terminalText(findings, files.length));
    if (findings.length) process.exitCode = 2;
  });
}

/** As GitLab and an estate's patterns name it: from the working directory, with slashes. */
function named(file: string): string {
  return (relative(process.cwd(), file) || file).split(sep).join("/");
}

function terminalText(findings: readonly LintFinding[], count: number): string {
  if (!findings.length) return `Nothing is found in ${count === 1 ? "the file" : `${count} files`}`;
  return findings
    .flatMap(({ file, line, column, rule, message, right }) => [
      `${toDisplayText(file, 400)}:${line}:${column}: ${rule}: ${toDisplayText(message, 800)}`,
      `    right would be: ${toDisplayText(right, 800)}`,
    ])
    .join("\n");
}
