import { type Command, Option } from "commander";
import { getDeclaredIdentity } from "../../../estate/estate.ts";
import { metadataVariable } from "../../../estate/program-metadata.ts";
import { type Plan, PlanError, readPlan } from "../../../plan/plan.ts";
import { createPlanContext, type PlanContext } from "../../../plan/plan-context.ts";
import { countCleanupCandidates } from "../../../provider/cleanup-preview.ts";
import { countComponents } from "../../../provider/count-components.ts";
import type { Session } from "../../../provider/session.ts";
import { formatReviewMarkdown, summarizeReview } from "../../../review/markdown/review.ts";
import { renderReviewPage } from "../../../review/page/page.ts";
import { describeRun } from "../../../review/report-run.ts";
import { type Level, levels, type Review } from "../../../review/report-schemas.ts";
import { createReview } from "../../../review/review.ts";
import { findWiderCleanups } from "../../../review/risks/cleanup.ts";
import { findRepositoriesLosingContent } from "../../../review/risks/content.ts";
import type { ComponentCounts } from "../../../review/risks/risk-rule.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { objectLabel } from "../../shared/column-layout.ts";
import { formatExamples, sendCredentialsToOption, stackOption } from "../../shared/command-options.ts";
import { exitCodes } from "../../shared/exit-codes.ts";
import {
  openPlanSession,
  openStackSession,
  type SnapshotResult,
  takeNexusSnapshot,
} from "../../shared/nexus-session.ts";
import { readSelectedStack, runPulumiForOutput } from "../../shared/pulumi-cli.ts";
import { readPageAssets, toIndentedJson, writeReports } from "../../shared/report-files.ts";
import { printLines } from "../../shared/terminal.ts";
import { inputName, readTextInput } from "../../shared/text-input.ts";
import { assertPlatform, type PlatformName, platformNames, postNote } from "./note/post-note.ts";

interface Options {
  stack?: string;
  plan?: string;
  destroy?: true;
  out: string;
  failOn?: Level;
  post?: PlatformName;
  offline?: true;
  sendCredentialsTo?: readonly string[];
}

/** Adds `nexus-iac review`: a report about a change for the reviewers of its merge request. */
export function reviewCommand(program: Command): void {
  program
    .command("review")
    .summary("report what a change would do: risks, access gained and lost, drift")
    .description(
      "Runs `pulumi preview` for a stack, reads its Nexus, and writes a report: review.md (a note for the merge request), " +
        "review.html (a page), review.json (for tools) and gitlab-terraform.json (for GitLab's merge request widget). " +
        "Read-only. Exits with 2 if there is a risk of the level of --fail-on or higher.",
    )
    .addOption(stackOption())
    .option(
      "--plan <file>",
      "read a saved `pulumi preview --json --show-sames` instead of running it; - for standard input",
    )
    .addOption(new Option("--destroy", "report what `pulumi destroy` would do").conflicts("plan"))
    .option("--out <folder>", "the folder for the report files", "nexus-iac-review")
    .addOption(
      new Option("--fail-on <level>", "exit with 2 if there is a risk of this level or higher").choices(levels),
    )
    .addOption(
      new Option(
        "--post <platform>",
        "create or update one note about the stack on the merge request or pull request",
      ).choices(platformNames),
    )
    .addOption(sendCredentialsToOption())
    .option("--offline", "do not read Nexus")
    .addHelpText(
      "after",
      formatExamples(
        "nexus-iac review --stack lab --fail-on high",
        "nexus-iac review --stack lab --destroy",
        "nexus-iac review --plan plan.json --offline --out report",
      ),
    )
    .action(async (options: Options) => {
      if (options.post) assertPlatform(options.post, process.env);
      const { review, files } = await createReports(options);
      const paths = writeReports(options.out, files);
      printLines(formatReview(review));
      printLines(`Written: ${paths.join(", ")}`);
      const note = { about: `review ${review.stack}`, markdown: files["review.md"] ?? "", environment: process.env };
      if (options.post) printLines(await postNote({ platform: options.post, ...note }));
      if (isRisky(review, options.failOn)) process.exitCode = exitCodes.finding;
    });
}

async function createReports(options: Options): Promise<{ review: Review; files: Record<string, string> }> {
  const { plan, nexusRead } =
    options.plan === undefined ? await runPreview(options) : await readSavedPlan(options, options.plan);
  if (plan.errors.length) throw new PlanError(`The preview failed:\n${plan.errors.join("\n")}`);
  const context = createPlanContext(plan, nexusRead.snapshot);
  const counted = nexusRead.session
    ? await countCleanups(nexusRead.session, context)
    : { cleanupCounts: new Map(), notChecked: [] };
  const contentCounts = nexusRead.session ? await countContent(nexusRead.session, context) : new Map();
  const review = createReview(context, {
    cleanupCounts: counted.cleanupCounts,
    contentCounts,
    run: describeRun(process.env, new Date()),
    notChecked: [...nexusRead.notChecked, ...counted.notChecked],
  });
  await nexusRead.session?.client.close();
  return {
    review,
    files: {
      "review.md": formatReviewMarkdown(review),
      "review.html": renderReviewPage(review, context, readPageAssets()),
      "review.json": toIndentedJson(review),
      "gitlab-terraform.json": toIndentedJson(gitlabCounts(review)),
    },
  };
}

/** Runs the preview and reads Nexus at the same time. */
async function runPreview({
  stack: stackName,
  destroy,
  offline,
}: Options): Promise<{ plan: Plan; nexusRead: SnapshotResult }> {
  const stack = stackName ?? (await readSelectedStack());
  const operation = destroy ? ["destroy", "--preview-only", "--run-program"] : ["preview"];
  const [text, nexusRead] = await Promise.all([
    runPulumiForOutput([...operation, "--json", "--show-sames", "--stack", stack], { [metadataVariable]: "1" }),
    takeNexusSnapshot(offline ? undefined : () => openStackSession(stack)),
  ]);
  return { plan: readPlan(text), nexusRead };
}

/**
 * Reads a saved plan. The plan contains the URL of Nexus; the credentials come from the environment, so the URL must come from
 * NEXUS_URL or the command line as well.
 */
async function readSavedPlan(
  { offline, sendCredentialsTo = [] }: Options,
  file: string,
): Promise<{ plan: Plan; nexusRead: SnapshotResult }> {
  const text = await readTextInput(file, "Give the output of `pulumi preview --json --show-sames`");
  const plan = withFileName(file, () => readPlan(text));
  const open = async () => openPlanSession(plan.configuration, sendCredentialsTo);
  return { plan, nexusRead: await takeNexusSnapshot(offline ? undefined : open) };
}

/** Adds the name of the file to errors. */
function withFileName<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof PlanError) throw new PlanError(`${inputName(file)} ${error.message}`);
    throw new PlanError(`Cannot read ${inputName(file)}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Counts the components that cleanup policies with a wider scope would remove. */
async function countCleanups(
  session: Session,
  context: PlanContext,
): Promise<{ cleanupCounts: ComponentCounts; notChecked: string[] }> {
  const cleanupCounts = new Map<string, { components: number; isMore: boolean }>();
  const notChecked: string[] = [];
  for (const { repository, policy } of findWiderCleanups(context)) {
    const name = getDeclaredIdentity(repository);
    try {
      const components = await countCleanupCandidates(session, name, policy.fields);
      const previous = cleanupCounts.get(name);
      // Several policies may remove the same components: the result is at least the highest count.
      cleanupCounts.set(name, {
        components: Math.max(components, previous?.components ?? 0),
        isMore: previous !== undefined,
      });
    } catch (error) {
      notChecked.push(
        `components that a cleanup would remove from ${name} were not counted: ${session.describeError(error)}`,
      );
    }
  }
  return { cleanupCounts, notChecked };
}

/** Counts the components of repositories that are deleted. Without permission to read them there is no number. */
async function countContent(session: Session, { changes }: PlanContext): Promise<ComponentCounts> {
  const counts = findRepositoriesLosingContent(changes).map(async (name) => {
    const count = await countComponents(session, name).catch(() => undefined);
    return count ? [[name, count] as const] : [];
  });
  return new Map((await Promise.all(counts)).flat());
}

/** Returns the counts for GitLab's merge request widget (artifacts:reports:terraform). */
function gitlabCounts({ summary }: Review): Record<"create" | "update" | "delete", number> {
  const { create = 0, adopt = 0, update = 0, delete: deleted = 0 } = summary;
  return { create, update: update + adopt, delete: deleted };
}

function isRisky({ risks }: Review, failOn: Level | undefined): boolean {
  return failOn !== undefined && risks.some(({ level }) => levels.indexOf(level) >= levels.indexOf(failOn));
}

function formatReview(review: Review): string {
  return [
    `${review.stack}: ${summarizeReview(review)}`,
    ...review.risks.map(
      ({ level, name, reason, consequence }) =>
        `  ${level.padEnd(6)} ${toDisplayText(name)}: ${toDisplayText(reason, 600)}\n         ${toDisplayText(consequence, 600)}`,
    ),
    ...review.drift.map((drifted) => `  drift  ${objectLabel(drifted)}: ${driftText(drifted)}`),
    ...review.notChecked.map((text) => `  not checked: ${toDisplayText(text, 600)}`),
  ].join("\n");
}

function driftText({ missing, mended, fields }: Review["drift"][number]): string {
  const change = missing ? "deleted in Nexus" : fields.map(({ path }) => path).join(", ");
  return mended ? `${change} (this change restores it)` : change;
}
