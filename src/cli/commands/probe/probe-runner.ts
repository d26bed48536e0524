import { evaluateCheck } from "../../../clients/probe/evaluate-check.ts";
import type { ProbeCheck, ProbePlan, ProbeRequest } from "../../../clients/probe/probe-plan.ts";
import { createProbeReport, type ProbeReport } from "../../../clients/probe/probe-report.ts";
import { mapConcurrently } from "../../../util/concurrency.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { ProbeClient } from "./probe-client.ts";
import { type ProbeSettings, UnknownPassword } from "./probe-settings.ts";

/** Whether there is anybody to ask is looked at before anything is asked. */
const rounds: readonly ((by: ProbeRequest["by"]) => boolean)[] = [
  (by) => by === "name",
  (by) => by === "certificate",
  (by) => by !== "name" && by !== "certificate",
];

type Checked = ProbeReport["checks"][number];

/** Hosts, and hosts with their ports, that nobody can come to, and why. */
type Silent = Map<string, string>;

/** Carries out a plan. */
export async function runProbe({ stack, checks, skipped }: ProbePlan, means: ProbeSettings): Promise<ProbeReport> {
  const reach = new ProbeClient(means);
  try {
    const silent: Silent = new Map();
    const found = new Map<ProbeCheck, Checked>();
    for (const isOf of rounds) {
      const round = checks.filter(({ question }) => isOf(question.by));
      await mapConcurrently(round, async (check) => found.set(check, await checked(check, reach, silent)));
    }
    const left = skipped.map(
      ({ reason, ...about }): Checked => ({ ...about, outcome: "skipped", evidence: reason, milliseconds: 0 }),
    );
    return createProbeReport(stack, [...checks.flatMap((check) => found.get(check) ?? []), ...left]);
  } finally {
    await reach.close();
  }
}

async function checked({ area, name, ...check }: ProbeCheck, reach: ProbeClient, silent: Silent): Promise<Checked> {
  const places = placesOf(check.question);
  const why = places.map((place) => silent.get(place)).find((reason) => reason !== undefined);
  if (why !== undefined) return { area, name, outcome: "skipped", evidence: why, milliseconds: 0 };
  const started = performance.now();
  const answer = await reach.ask(check.question);
  const finding =
    answer instanceof UnknownPassword
      ? { outcome: "skipped" as const, evidence: answer.reason }
      : evaluateCheck({ area, name, ...check }, answer);
  const milliseconds = Math.round(performance.now() - started);
  const evidence = toDisplayText(finding.evidence, 600);
  const [place] = places;
  const isGate = check.question.by === "name" || check.question.by === "certificate";
  if (isGate && place !== undefined && !(answer instanceof UnknownPassword) && answer.is === "trouble")
    silent.set(place, `not asked: ${evidence}`);
  return { area, name, outcome: finding.outcome, evidence, milliseconds };
}

/** Where a question goes, the most exact first. */
function placesOf(question: ProbeRequest): string[] {
  if (question.by === "name") return [question.host];
  if (question.by === "certificate") return [`${question.host}:${question.port}`, question.host];
  const { protocol, hostname, port } = new URL(question.url);
  const host = hostname.replace(/^\[|\]$/g, "");
  return [`${host}:${port || (protocol === "https:" ? 443 : 80)}`, host];
}
