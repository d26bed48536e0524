import { readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { getDeclaredIdentity } from "../../../estate/estate.ts";
import { metadataVariable } from "../../../estate/program-metadata.ts";
import { type Plan, PlanError, readPlan } from "../../../plan/plan.ts";
import { createPlanContext, type PlanContext } from "../../../plan/plan-context.ts";
import { countCleanupCandidates } from "../../../provider/cleanup-preview.ts";
import type { Session } from "../../../provider/session.ts";
import { formatReviewMarkdown, summarizeReview } from "../../../review/markdown/review.ts";
import { renderReviewPage } from "../../../review/page/page.ts";
import { type Level, levels, type Review } from "../../../review/report-schemas.ts";
import { createReview } from "../../../review/review.ts";
import { findWiderCleanups } from "../../../review/risks/cleanup.ts";
import type { CleanupCounts } from "../../../review/risks/risk-rule.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { objectLabel } from "../../shared/column-layout.ts";
import {
  type Looked,
  openSession,
  openStackSession,
  settingsFromConfiguration,
  takeNexusSnapshot,
} from "../../shared/nexus-session.ts";
import { readSelectedStack, runPulumiForOutput } from "../../shared/pulumi-cli.ts";
import { formatJson, readPageAssets, writeReports } from "../../shared/report-files.ts";
import { assertPlatform, type PlatformName, platformNames, postNote } from "./note/post-note.ts";

interface Options {
  stack?: string;
  plan?: string;
  out: string;
  failOn?: Level;
  post?: PlatformName;
  offline?: true;
}

/** `nexus-iac review`: what a merge request would do to a Nexus, for who decides on it. */
export function reviewCommand(program: Command): void {
  program
    .command("review")
    .summary("what a change would do: what needs a careful look, who gains or loses access")
    .description(
      "Runs `pulumi preview` for a stack, looks at its Nexus where it may, and writes what a reviewer needs: review.md " +
        "for a note, review.html to look at, review.json for machines, gitlab-terraform.json for GitLab's own widget. " +
        "Nothing is changed. It ends with 0; with 2 where there is a risk of the level of --fail-on; with 1 where it fails.",
    )
    .option("--stack <stack>", "the stack; by default the one that is selected")
    .option(
      "--plan <file>",
      "a saved `pulumi preview --json --show-sames`, instead of running it; - for standard input",
    )
    .option("--out <folder>", "where the files go", "nexus-iac-review")
    .addOption(new Option("--fail-on <level>", "ends with 2 where there is a risk of that level").choices(levels))
    .addOption(
      new Option("--post <platform>", "keeps one note about the stack up to date on the merge or pull request").choices(
        platformNames,
      ),
    )
    .option("--offline", "does not look at Nexus")
    .action(async (options: Options) => {
      if (options.post) assertPlatform(options.post, process.env);
      const { review, files } = await prepared(options);
      const paths = writeReports(options.out, files);
      console.log(terminalText(review));
      console.log(`Written: ${paths.join(", ")}`);
      const note = { about: `review ${review.stack}`, markdown: files["review.md"] ?? "", environment: process.env };
      if (options.post) console.log(await postNote({ platform: options.post, ...note }));
      if (isRisky(review, options.failOn)) process.exitCode = 2;
    });
}

async function prepared(options: Options): Promise<{ review: Review; files: Record<string, string> }> {
  const { plan, looked } = options.plan === undefined ? await planned(options) : await saved(options, options.plan);
  if (plan.errors.length) throw new PlanError(`the preview failed:\n${plan.errors.join("\n")}`);
  const situation = createPlanContext(plan, looked.snapshot);
  const counted = looked.session ? await counts(looked.session, situation) : { wouldRemove: new Map(), notChecked: [] };
  const review = createReview(situation, {
    cleanupCounts: counted.wouldRemove,
    notChecked: [...looked.notChecked, ...counted.notChecked],
  });
  await looked.session?.client.close();
  return {
    review,
    files: {
      "review.md": formatReviewMarkdown(review),
      "review.html": renderReviewPage(review, situation, readPageAssets()),
      "review.json": formatJson(review),
      "gitlab-terraform.json": formatJson(gitlabCounts(review)),
    },
  };
}

/** Runs the preview, and looks at Nexus meanwhile. */
async function planned({ stack: named, offline }: Options): Promise<{ plan: Plan; looked: Looked }> {
  const stack = named ?? (await readSelectedStack());
  const [text, looked] = await Promise.all([
    runPulumiForOutput(["preview", "--json", "--show-sames", "--stack", stack], { [metadataVariable]: "1" }),
    takeNexusSnapshot(offline ? undefined : () => openStackSession(stack)),
  ]);
  return { plan: readPlan(text), looked };
}

/** A plan that was saved tells where its Nexus is; who may look is told by the environment. */
async function saved({ offline }: Options, file: string): Promise<{ plan: Plan; looked: Looked }> {
  const plan = named(file, () => readPlan(readFileSync(file === "-" ? 0 : file, "utf8")));
  const look = async () => openSession(settingsFromConfiguration(plan.configuration));
  return { plan, looked: await takeNexusSnapshot(offline ? undefined : look) };
}

function named<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof PlanError) throw new PlanError(`${file} ${error.message}`);
    throw new PlanError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Asks Nexus what cleanups that reach further would remove. */
async function counts(
  session: Session,
  situation: PlanContext,
): Promise<{ wouldRemove: CleanupCounts; notChecked: string[] }> {
  const wouldRemove = new Map<string, { components: number; isMore: boolean }>();
  const notChecked: string[] = [];
  for (const { repository, policy } of findWiderCleanups(situation)) {
    const name = getDeclaredIdentity(repository);
    try {
      const components = await countCleanupCandidates(session, name, policy.fields);
      const before = wouldRemove.get(name);
      // Several policies may remove the same: at least as many as the one that removes most.
      wouldRemove.set(name, {
        components: Math.max(components, before?.components ?? 0),
        isMore: before !== undefined,
      });
    } catch (error) {
      notChecked.push(`what a cleanup would remove from ${name} was not counted: ${session.describeError(error)}`);
    }
  }
  return { wouldRemove, notChecked };
}

/** What GitLab shows in a merge request by itself (artifacts:reports:terraform). */
function gitlabCounts({ summary }: Review): Record<"create" | "update" | "delete", number> {
  const { create = 0, adopt = 0, update = 0, delete: gone = 0 } = summary;
  return { create, update: update + adopt, delete: gone };
}

function isRisky({ risks }: Review, failOn: Level | undefined): boolean {
  return failOn !== undefined && risks.some(({ level }) => levels.indexOf(level) >= levels.indexOf(failOn));
}

function terminalText(review: Review): string {
  return [
    `${review.stack}: ${summarizeReview(review)}`,
    ...review.risks.map(
      ({ level, name, reason, consequence }) =>
        `  ${level.padEnd(6)} ${toDisplayText(name)}: ${toDisplayText(reason, 600)}\n         ${toDisplayText(consequence, 600)}`,
    ),
    ...review.drift.map((one) => `  drift  ${objectLabel(one)}: ${driftText(one)}`),
    ...review.notChecked.map((text) => `  not checked: ${toDisplayText(text, 600)}`),
  ].join("\n");
}

function driftText({ missing, mended, fields }: Review["drift"][number]): string {
  const what = missing ? "is gone from Nexus" : fields.map(({ path }) => path).join(", ");
  return mended ? `${what}, which this change mends` : what;
}
