/** Detects drift of a stack for the commands that report it. */
import type { Estate } from "../../estate/estate.ts";
import { metadataVariable } from "../../estate/program-metadata.ts";
import { findFormerUrls, readPlan } from "../../plan/plan.ts";
import { parseIgnorePatterns } from "../../resources/stack-configuration.ts";
import { createDriftReport, toCurrentEstate } from "../../review/drift.ts";
import type { DriftReport } from "../../review/report-schemas.ts";
import { CommandError } from "./command-error.ts";
import { openSession, settingsFromConfiguration, takeNexusSnapshot } from "./nexus-session.ts";
import { readStackConfiguration, runPulumiForOutput } from "./pulumi-cli.ts";

export interface DriftOptions {
  /** Patterns of undeclared objects to ignore, in addition to `nexus:ignore`. */
  ignore: readonly string[];
  /** Looks for undeclared objects too. */
  unmanaged: boolean;
}

export interface DriftResult {
  report: DriftReport;
  /** The current state of Nexus. */
  world: Estate;
}

/**
 * `pulumi refresh --preview-only --json` does not list the differences it found; a preview with --refresh lists them as
 * updates. Without --run-program Pulumi would use the URL and the password that the last `up` stored.
 */
const previewWithRefresh = ["preview", "--refresh", "--run-program", "--json", "--show-sames"];

/**
 * Compares what a stack declares with what its Nexus has.
 *
 * @throws CommandError if `nexus:url` has changed since the last `up`
 */
export async function detectDrift(stack: string, options: DriftOptions): Promise<DriftResult> {
  const configuration = await readStackConfiguration(stack);
  const patterns = parseIgnorePatterns([...parseList(configuration["nexus:ignore"]), ...options.ignore]);
  const open = async () => openSession(settingsFromConfiguration(configuration));
  const [text, nexusRead] = await Promise.all([
    runPulumiForOutput([...previewWithRefresh, "--stack", stack], { [metadataVariable]: "1" }),
    options.unmanaged ? takeNexusSnapshot(open) : undefined,
  ]);
  await nexusRead?.session?.client.close();
  const plan = { ...readPlan(text), stack };
  const [former] = findFormerUrls(plan);
  if (former !== undefined)
    throw new CommandError(
      `The last \`up\` of ${stack} was against ${former}, but nexus:url has changed. Run \`up\` before \`drift\``,
    );
  return {
    report: createDriftReport(plan, { ...nexusRead, ignored: patterns }),
    world: toCurrentEstate(plan, nexusRead?.snapshot),
  };
}

/** Parses a list in a stack's configuration, whose values are texts. */
function parseList(text = "[]"): unknown[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : [list];
  } catch {
    return [text];
  }
}
