import type { Check, Plan } from "../../probe/check.ts";
import { judge } from "../../probe/judge.ts";
import { type ProbeReport, reportOf } from "../../probe/report.ts";
import { visible } from "../../review/text.ts";
import { eachAtOnce } from "../at-once.ts";
import { type Means, Reach, Unknown } from "./reach.ts";

type Checked = ProbeReport["checks"][number];

/** Carries out a plan. */
export async function probed({ stack, checks, skipped }: Plan, means: Means): Promise<ProbeReport> {
  const reach = new Reach(means);
  try {
    const found = await eachAtOnce(checks, (check) => checked(check, reach));
    const left = skipped.map(
      ({ reason, ...about }): Checked => ({ ...about, outcome: "skipped", evidence: reason, milliseconds: 0 }),
    );
    return reportOf(stack, [...found, ...left]);
  } finally {
    await reach.close();
  }
}

async function checked(check: Check, reach: Reach): Promise<Checked> {
  const started = performance.now();
  const answer = await reach.ask(check.question);
  const finding =
    answer instanceof Unknown ? { outcome: "skipped" as const, evidence: answer.reason } : judge(check, answer);
  const { area, name } = check;
  const milliseconds = Math.round(performance.now() - started);
  return { area, name, outcome: finding.outcome, evidence: visible(finding.evidence, 600), milliseconds };
}
