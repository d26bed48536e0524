import { type Command, Option } from "commander";
import { formatDriftJunit } from "../../review/junit.ts";
import { formatDriftMarkdown, summarizeDrift } from "../../review/markdown/drift.ts";
import { renderDriftPage } from "../../review/page/page.ts";
import { describeRun } from "../../review/report-run.ts";
import type { DriftedResource, DriftReport } from "../../review/report-schemas.ts";
import { joinWithAnd, toDisplayText } from "../../util/display-text.ts";
import { objectLabel } from "../shared/column-layout.ts";
import { CommandError } from "../shared/command-error.ts";
import { formatExamples, stackOption } from "../shared/command-options.ts";
import { type DriftResult, detectDrift } from "../shared/drift-detection.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { readSelectedStack, runPulumiForOutput } from "../shared/pulumi-cli.ts";
import { readPageAssets, toIndentedJson, writeReports } from "../shared/report-files.ts";
import { printLines } from "../shared/terminal.ts";

interface Options {
  stack?: string;
  out: string;
  heal?: true;
  ignore: string[];
  unmanaged: boolean;
}

/** Adds `nexus-iac drift`: objects of Nexus that differ from their declaration, are missing, or are not declared. */
export function driftCommand(program: Command): void {
  program
    .command("drift")
    .summary("find objects of Nexus that differ from their declaration, are missing, or are not declared")
    .description(
      "Compares everything that a stack declares with everything that its Nexus holds, and writes drift.md, drift.html, " +
        "drift.json and drift.xml (JUnit). Read-only unless --heal is given. Exits with 2 if there is drift.",
    )
    .addOption(stackOption())
    .option("--out <folder>", "the folder for the report files", "nexus-iac-drift")
    .option("--heal", "run `pulumi up` to restore the declared state, and check again")
    .addOption(
      new Option(
        "--ignore <pattern...>",
        "undeclared objects to ignore, such as `repository/legacy-*` or `user/*`, in addition to nexus:ignore",
      ).default([], "none"),
    )
    .option("--no-unmanaged", "do not look for undeclared objects")
    .addHelpText(
      "after",
      formatExamples(
        "nexus-iac drift --stack lab",
        "nexus-iac drift --stack lab --ignore 'user/*' 'repository/legacy-*'",
        "nexus-iac drift --stack lab --heal",
      ),
    )
    .action(async (options: Options) => {
      const stack = options.stack ?? (await readSelectedStack());
      const result = await detectDrift(stack, options);
      if (!options.heal || !result.report.drift.length) return publish(result, options);
      // A merged change may still wait for its approval: healing must not apply it along the way.
      if (result.report.waiting.length) {
        publish(result, options);
        throw new CommandError(
          `Nothing was healed: healing would also apply pending changes: ${pendingText(result.report)}. ` +
            "Run `up --refresh` to apply both",
        );
      }
      printLines(formatDriftReport(result.report));
      await heal(stack);
      const { report, world } = await detectDrift(stack, options);
      publish({ report: { ...report, mended: result.report.drift }, world }, options);
    });
}

/** Prints the report, writes its files and sets the exit code. */
function publish({ report: found, world }: DriftResult, { out }: Options): void {
  const report = { ...found, run: describeRun(process.env, new Date()) };
  printLines(formatDriftReport(report));
  const paths = writeReports(out, {
    "drift.md": formatDriftMarkdown(report),
    "drift.html": renderDriftPage(report, world, readPageAssets()),
    "drift.json": toIndentedJson(report),
    "drift.xml": formatDriftJunit(report),
  });
  printLines(`Written: ${paths.join(", ")}`);
  if (report.drift.length || report.unmanaged.length) process.exitCode = exitCodes.finding;
}

function pendingText({ waiting }: DriftReport): string {
  const names = waiting.slice(0, 5).map(objectLabel);
  const more = waiting.length > names.length ? [`${waiting.length - names.length} more`] : [];
  return joinWithAnd([...names, ...more]);
}

/** Runs `pulumi up` and prints only its summary. */
async function heal(stack: string): Promise<void> {
  const text = await runPulumiForOutput([
    "up",
    "--refresh",
    "--run-program",
    "--yes",
    "--skip-preview",
    "--stack",
    stack,
  ]);
  const [, resources = ""] = text.split(/^Resources:$/m);
  printLines(`pulumi up --refresh:\n    ${resources.trim()}`);
}

function formatDriftReport(report: DriftReport): string {
  return [
    `${report.stack}: ${summarizeDrift(report)}`,
    ...report.risks.map(
      ({ level, name, reason }) => `  ${level.padEnd(6)} ${toDisplayText(name)}: ${toDisplayText(reason, 600)}`,
    ),
    ...report.drift.map((drifted) => `  ${objectLabel(drifted)}: ${driftText(drifted)}`),
    ...report.unmanaged.map((unmanaged) => `  ${objectLabel(unmanaged)}: not declared`),
    ...report.waiting.map((pending) => `  ${objectLabel(pending)}: pending change, not applied yet (no drift)`),
    ...report.notChecked.map((text) => `  not checked: ${toDisplayText(text, 600)}`),
  ].join("\n");
}

function driftText({ missing, fields }: DriftedResource): string {
  if (missing) return "deleted in Nexus";
  return fields
    .map(({ path, before, after, secret }) =>
      secret ? `${path} differs` : `${path} ${formatValue(before)} => ${formatValue(after)}`,
    )
    .join(", ");
}

function formatValue(value: DriftedResource["fields"][number]["before"]): string {
  return value === undefined ? "(none)" : toDisplayText(JSON.stringify(value), 200);
}
