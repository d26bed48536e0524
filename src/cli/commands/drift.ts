import type { Command } from "commander";
import type { Estate } from "../../estate/estate.ts";
import { metadataVariable } from "../../estate/program-metadata.ts";
import { findFormerUrls, readPlan } from "../../plan/plan.ts";
import { parseIgnorePatterns } from "../../resources/stack-configuration.ts";
import { createDriftReport, toCurrentEstate } from "../../review/drift.ts";
import { formatDriftJunit } from "../../review/junit.ts";
import { formatDriftMarkdown, summarizeDrift } from "../../review/markdown/drift.ts";
import { renderDriftPage } from "../../review/page/page.ts";
import type { DriftedResource, DriftReport } from "../../review/report-schemas.ts";
import { joinWithAnd, toDisplayText } from "../../util/display-text.ts";
import { objectLabel } from "../shared/column-layout.ts";
import { CommandError } from "../shared/failures.ts";
import { openSession, settingsFromConfiguration, takeNexusSnapshot } from "../shared/nexus-session.ts";
import { readSelectedStack, readStackConfiguration, runPulumiForOutput } from "../shared/pulumi-cli.ts";
import { formatJson, readPageAssets, writeReports } from "../shared/report-files.ts";

interface Options {
  stack?: string;
  out: string;
  heal?: true;
  ignore: string[];
  unmanaged: boolean;
}

/** `nexus-iac drift`: what in a Nexus is not as declared, missing, or declared by nobody. */
export function driftCommand(program: Command): void {
  program
    .command("drift")
    .summary("what in Nexus is not as declared, missing, or declared by nobody")
    .description(
      "Looks at everything that a stack declares, and at everything that its Nexus holds, and writes drift.md, drift.html, " +
        "drift.json and drift.xml (JUnit). Nothing is changed unless --heal is given. It ends with 0 where there is no " +
        "drift, with 2 where there is, with 1 where it fails.",
    )
    .option("--stack <stack>", "the stack; by default the one that is selected")
    .option("--out <folder>", "where the files go", "nexus-iac-drift")
    .option("--heal", "runs the `pulumi up` that makes all as declared again, and looks once more")
    .option(
      "--ignore <pattern...>",
      "what need not be declared: `repository/legacy-*`, `user/*`; beside those of nexus:ignore",
      [],
    )
    .option("--no-unmanaged", "does not look for what nobody declared")
    .action(async (options: Options) => {
      const stack = options.stack ?? (await readSelectedStack());
      const found = await look(stack, options);
      if (!options.heal || !found.report.drift.length) return tell(found, options);
      // Whoever merged a change may not have let it through yet: healing is not to do it by the way.
      if (found.report.waiting.length) {
        tell(found, options);
        throw new CommandError(
          `nothing was healed: ${waitingText(found.report)}; run \`up --refresh\`, which makes both`,
        );
      }
      console.log(terminalText(found.report));
      await heal(stack);
      const { report, world } = await look(stack, options);
      tell({ report: { ...report, mended: found.report.drift }, world }, options);
    });
}

interface Found {
  report: DriftReport;
  /** What Nexus has. */
  world: Estate;
}

/** At the terminal, in files, and by the exit code. */
function tell({ report, world }: Found, { out }: Options): void {
  console.log(terminalText(report));
  const paths = writeReports(out, {
    "drift.md": formatDriftMarkdown(report),
    "drift.html": renderDriftPage(report, world, readPageAssets()),
    "drift.json": formatJson(report),
    "drift.xml": formatDriftJunit(report),
  });
  console.log(`Written: ${paths.join(", ")}`);
  if (report.drift.length || report.unmanaged.length) process.exitCode = 2;
}

/**
 * `pulumi refresh --preview-only --json` tells not what it found; a preview tells it as what would be mended. With
 * --run-program, as otherwise Pulumi takes the URL and the password that the last `up` stored.
 */
const refreshed = ["preview", "--refresh", "--run-program", "--json", "--show-sames"];

async function look(stack: string, options: Options): Promise<Found> {
  const configuration = await readStackConfiguration(stack);
  const patterns = parseIgnorePatterns([...listIn(configuration["nexus:ignore"]), ...options.ignore]);
  const open = async () => openSession(settingsFromConfiguration(configuration));
  const [text, looked] = await Promise.all([
    runPulumiForOutput([...refreshed, "--stack", stack], { [metadataVariable]: "1" }),
    options.unmanaged ? takeNexusSnapshot(open) : undefined,
  ]);
  await looked?.session?.client.close();
  const plan = { ...readPlan(text), stack };
  const [former] = findFormerUrls(plan);
  if (former !== undefined)
    throw new CommandError(
      `the last up of ${stack} was at ${former}, and nexus:url is another one now: an \`up\` comes before a look for drift`,
    );
  return {
    report: createDriftReport(plan, { ...looked, ignored: patterns }),
    world: toCurrentEstate(plan, looked?.snapshot),
  };
}

/** A list in a stack's configuration, which is text. */
function listIn(text = "[]"): unknown[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : [list];
  } catch {
    return [text];
  }
}

function waitingText({ waiting }: DriftReport): string {
  const names = waiting.slice(0, 5).map(objectLabel);
  const more = waiting.length > names.length ? [`${waiting.length - names.length} more`] : [];
  return `it would also make what no up has made yet, ${joinWithAnd([...names, ...more])}`;
}

/** Shows what it did, and not the way. */
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
  console.log(`pulumi up --refresh:\n    ${resources.trim()}`);
}

function terminalText(report: DriftReport): string {
  return [
    `${report.stack}: ${summarizeDrift(report)}`,
    ...report.drift.map((one) => `  ${objectLabel(one)}: ${driftText(one)}`),
    ...report.unmanaged.map((one) => `  ${objectLabel(one)}: nobody declared it`),
    ...report.waiting.map((one) => `  ${objectLabel(one)}: is declared so by no up yet, which is no drift`),
    ...report.notChecked.map((text) => `  not checked: ${toDisplayText(text, 600)}`),
  ].join("\n");
}

function driftText({ missing, fields }: DriftedResource): string {
  if (missing) return "is gone from Nexus";
  return fields
    .map(({ path, before, after, secret }) =>
      secret ? `${path} is another one` : `${path} ${shown(before)} => ${shown(after)}`,
    )
    .join(", ");
}

function shown(value: DriftedResource["fields"][number]["before"]): string {
  return value === undefined ? "nothing" : toDisplayText(JSON.stringify(value), 200);
}
