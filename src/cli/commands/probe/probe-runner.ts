import { evaluateCheck } from "../../../clients/probe/evaluate-check.ts";
import type { ProbeCheck, ProbePlan, ProbeRequest } from "../../../clients/probe/probe-plan.ts";
import { createProbeReport, type ProbeReport } from "../../../clients/probe/probe-report.ts";
import { mapConcurrently } from "../../../util/concurrency.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { ProbeClient } from "./probe-client.ts";
import { type ProbeSettings, UnknownPassword } from "./probe-settings.ts";

/** Whether there is anybody to ask is looked at before anything is asked. */
const rounds: readonly ((type: ProbeRequest["type"]) => boolean)[] = [
  (type) => type === "name",
  (type) => type === "certificate",
  (type) => type !== "name" && type !== "certificate",
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
      const round = checks.filter(({ request }) => isOf(request.type));
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
  const places = placesOf(check.request);
  const why = places.map((place) => silent.get(place)).find((reason) => reason !== undefined);
  if (why !== undefined) return { area, name, outcome: "skipped", evidence: why, milliseconds: 0 };
  const started = performance.now();
  const answer = await reach.ask(check.request);
  const finding =
    answer instanceof UnknownPassword
      ? { outcome: "skipped" as const, evidence: answer.reason }
      : evaluateCheck({ area, name, ...check }, answer);
  const milliseconds = Math.round(performance.now() - started);
  const evidence = toDisplayText(finding.evidence, 600);
  const [place] = places;
  const isGate = check.request.type === "name" || check.request.type === "certificate";
  if (isGate && place !== undefined && !(answer instanceof UnknownPassword) && answer.type === "error")
    silent.set(place, `not asked: ${evidence}`);
  return { area, name, outcome: finding.outcome, evidence, milliseconds };
}

/** Where a request goes, the most exact first. */
function placesOf(request: ProbeRequest): string[] {
  if (request.type === "name") return [request.host];
  if (request.type === "certificate") return [`${request.host}:${request.port}`, request.host];
  const { protocol, hostname, port } = new URL(request.url);
  const host = hostname.replace(/^\[|\]$/g, "");
  return [`${host}:${port || (protocol === "https:" ? 443 : 80)}`, host];
}
