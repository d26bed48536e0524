import type { ProbePlan } from "../../../clients/probe/probe-plan.ts";
import type { ProbeReport } from "../../../clients/probe/probe-report.ts";
import { toDisplayText } from "../../../util/display-text.ts";

/** Formats a report for the terminal, grouped by area. Failed checks are repeated at the end if the report is longer than a screen. */
export function formatProbeReport({ stack, checks, summary }: ProbeReport): string {
  const parts = [...Map.groupBy(checks, ({ area }) => area)].map(([area, areaChecks]) =>
    [area, ...checkLines(areaChecks)].join("\n"),
  );
  const { ok, warning, failed, skipped } = summary;
  const counts = [
    warning && countText(warning, "warning"),
    failed && `${failed} failed`,
    skipped && `${skipped} skipped`,
  ];
  const failedChecks = checks.filter(({ outcome }) => outcome === "failed");
  const isLong = parts.join("\n\n").split("\n").length > screenLines;
  const repeated = failedChecks.map(
    ({ area, name, evidence }) => `  ${area}: ${toDisplayText(name, 300)}: ${evidence}`,
  );
  return [
    ...parts,
    ...(isLong && failedChecks.length ? [["failed", ...repeated].join("\n")] : []),
    `${toDisplayText(stack)}: ${countText(checks.length, "check")}, ${[`${ok} ok`, ...counts].filter(Boolean).join(", ")}`,
  ].join("\n\n");
}

/** Returns a line for each check. Checks that were skipped for the same reason are combined into one line. */
function checkLines(checks: ProbeReport["checks"]): string[] {
  const byReason = Map.groupBy(checks, ({ outcome, evidence }) => (outcome === "skipped" ? evidence : undefined));
  return checks.flatMap((check) => {
    const { outcome, name, evidence } = check;
    const same = outcome === "skipped" ? (byReason.get(evidence) ?? []) : [];
    if (same.length < combineFrom) return [`  ${outcome.padEnd(8)}${toDisplayText(name, 300)}: ${evidence}`];
    return same[0] === check ? [`  skipped ${same.length} checks: ${evidence}`] : [];
  });
}

/** The number of lines of a terminal. */
const screenLines = 24;

/** The number of skipped checks from which they are combined; JSON and JUnit list each one. */
const combineFrom = 4;

/** Formats the checks that a probe would run, for --dry-run. */
export function formatProbePlan({ checks, skipped }: ProbePlan): string {
  const parts = [...Map.groupBy(checks, ({ area }) => area)].map(([area, areaChecks]) =>
    [area, ...areaChecks.map(({ name }) => `  ${toDisplayText(name, 300)}`)].join("\n"),
  );
  const skippedLines = skipped.map(
    ({ area, name, reason }) => `  ${area}: ${toDisplayText(name, 300)}: ${toDisplayText(reason, 300)}`,
  );
  return [...parts, ...(skippedLines.length ? [["not checked", ...skippedLines].join("\n")] : [])].join("\n\n");
}

function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
