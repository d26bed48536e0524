import { evaluateCheck } from "../../../clients/probe/evaluate-check.ts";
import type { ProbeCheck, ProbePlan, ProbeRequest } from "../../../clients/probe/probe-plan.ts";
import { createProbeReport, type ProbeReport } from "../../../clients/probe/probe-report.ts";
import { mapConcurrently } from "../../../util/concurrency.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { ProbeClient } from "./probe-client.ts";
import { type ProbeSettings, UnknownPassword } from "./probe-settings.ts";

/** Names and certificates are checked first: the checks of a host that cannot be reached are skipped. */
const rounds: readonly ((type: ProbeRequest["type"]) => boolean)[] = [
  (type) => type === "name",
  (type) => type === "certificate",
  (type) => type !== "name" && type !== "certificate",
];

type CheckResult = ProbeReport["checks"][number];

/** The reason by host, or by host and port, for those that cannot be reached. */
type Unreachable = Map<string, string>;

/** Runs the checks of a plan and returns the report. */
export async function runProbe({ stack, checks, skipped }: ProbePlan, settings: ProbeSettings): Promise<ProbeReport> {
  const client = new ProbeClient(settings);
  try {
    const unreachable: Unreachable = new Map();
    const results = new Map<ProbeCheck, CheckResult>();
    for (const isInRound of rounds) {
      const round = checks.filter(({ request }) => isInRound(request.type));
      await mapConcurrently(round, async (check) => results.set(check, await runCheck(check, client, unreachable)));
    }
    const skippedResults = skipped.map(
      ({ reason, ...check }): CheckResult => ({ ...check, outcome: "skipped", evidence: reason, milliseconds: 0 }),
    );
    return createProbeReport(stack, [...checks.flatMap((check) => results.get(check) ?? []), ...skippedResults]);
  } finally {
    await client.close();
  }
}

async function runCheck(
  { area, name, ...check }: ProbeCheck,
  client: ProbeClient,
  unreachable: Unreachable,
): Promise<CheckResult> {
  const hosts = hostsOf(check.request);
  const reason = hosts.map((host) => unreachable.get(host)).find((text) => text !== undefined);
  if (reason !== undefined) return { area, name, outcome: "skipped", evidence: reason, milliseconds: 0 };
  const started = performance.now();
  const response = await client.send(check.request);
  const finding =
    response instanceof UnknownPassword
      ? { outcome: "skipped" as const, evidence: response.reason }
      : evaluateCheck({ area, name, ...check }, response);
  const milliseconds = Math.round(performance.now() - started);
  const evidence = toDisplayText(finding.evidence, 600);
  const [host] = hosts;
  const isReachabilityCheck = check.request.type === "name" || check.request.type === "certificate";
  if (isReachabilityCheck && host !== undefined && !(response instanceof UnknownPassword) && response.type === "error")
    unreachable.set(host, `unreachable: ${evidence}`);
  return { area, name, outcome: finding.outcome, evidence, milliseconds };
}

/** Returns the target of a request as host and port, and as host. */
function hostsOf(request: ProbeRequest): string[] {
  if (request.type === "name") return [request.host];
  if (request.type === "certificate") return [`${request.host}:${request.port}`, request.host];
  const { protocol, hostname, port } = new URL(request.url);
  const host = hostname.replace(/^\[|\]$/g, "");
  return [`${host}:${port || (protocol === "https:" ? 443 : 80)}`, host];
}
