import type { ProbePlan } from "../../../clients/probe/probe-plan.ts";
import type { ProbeReport } from "../../../clients/probe/probe-report.ts";
import { toDisplayText } from "../../../util/display-text.ts";

/** A report for the terminal: by what the checks belong to. At the end what failed once more, where a screen does not hold all. */
export function formatProbeReport({ stack, checks, summary }: ProbeReport): string {
  const parts = [...Map.groupBy(checks, ({ area }) => area)].map(([area, some]) => {
    return [area, ...folded(some)].join("\n");
  });
  const { ok, warning, failed, skipped } = summary;
  const others = [warning && some(warning, "warning"), failed && `${failed} failed`, skipped && `${skipped} skipped`];
  const wrong = checks.filter(({ outcome }) => outcome === "failed");
  const isLong = parts.join("\n\n").split("\n").length > screen;
  const again = wrong.map(({ area, name, evidence }) => `  ${area}: ${toDisplayText(name, 300)}: ${evidence}`);
  return [
    ...parts,
    ...(isLong && wrong.length ? [["failed", ...again].join("\n")] : []),
    `${toDisplayText(stack)}: ${some(checks.length, "check")}, ${[`${ok} ok`, ...others].filter(Boolean).join(", ")}`,
  ].join("\n\n");
}

/** A line each; many that were skipped for one reason are one, where the first of them is. */
function folded(checks: ProbeReport["checks"]): string[] {
  const alike = Map.groupBy(checks, ({ outcome, evidence }) => (outcome === "skipped" ? evidence : undefined));
  return checks.flatMap((check) => {
    const { outcome, name, evidence } = check;
    const same = outcome === "skipped" ? (alike.get(evidence) ?? []) : [];
    if (same.length < many) return [`  ${outcome.padEnd(8)}${toDisplayText(name, 300)}: ${evidence}`];
    return same[0] === check ? [`  skipped ${same.length} checks: ${evidence}`] : [];
  });
}

/** Lines of a terminal. */
const screen = 24;

/** From so many on they are told together; JSON and JUnit name each. */
const many = 4;

/** What would be checked. */
export function formatProbePlan({ checks, skipped }: ProbePlan): string {
  const parts = [...Map.groupBy(checks, ({ area }) => area)].map(([area, some]) =>
    [area, ...some.map(({ name }) => `  ${toDisplayText(name, 300)}`)].join("\n"),
  );
  const left = skipped.map(
    ({ area, name, reason }) => `  ${area}: ${toDisplayText(name, 300)}: ${toDisplayText(reason, 300)}`,
  );
  return [...parts, ...(left.length ? [["not checked", ...left].join("\n")] : [])].join("\n\n");
}

function some(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
