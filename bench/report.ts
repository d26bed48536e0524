import {
  type EvaluatedMeasurement,
  evaluateReviews,
  evaluateTerraform,
  evaluateUnchanged,
  maxEngineFactor,
  maxLoopFactor,
  maxPreviewFactor,
} from "./budgets.ts";
import { evaluateGrowth, maxGrowthFactor, type StepGrowth } from "./growth.ts";
import { stepTitles } from "./measurements.ts";
import { type Cell, formatTable } from "./table.ts";

/** The measurements of one estate on one server. */
export interface ServerReport {
  title: string;
  /** The contents of the estate. */
  estate: string;
  /** The number of resources of the estate. */
  resources: number;
  measurements: readonly EvaluatedMeasurement[];
  stateBytesPerResource: number;
}

/** The results of a benchmark. */
export interface BenchmarkReport {
  rounds: number;
  node: string;
  pulumi: string;
  cores: number;
  servers: readonly ServerReport[];
}

/** Returns true if a request budget is exceeded. Only requests count, as seconds depend on the machine. */
export function exceedsRequestBudget({ servers }: BenchmarkReport): boolean {
  return servers.some(({ measurements }) => measurements.some(({ requestsMet }) => requestsMet === false));
}

/** Formats the report as text. */
export function formatReport(report: BenchmarkReport): string {
  const { rounds, node, pulumi, cores, servers } = report;
  return [
    `Node ${node}, Pulumi ${pulumi}, ${cores} cores, ${rounds === 1 ? "one round" : `medians of ${rounds} rounds`}`,
    "",
    formatTable([header, ...servers.flatMap(formatServerRows)]),
    "",
    ...notes,
    "",
    ...groupByServer(servers).flatMap(formatGrowth),
    ...formatSummary(report),
  ].join("\n");
}

const header = ["", "seconds", "CPU s", "peak MB", "x loop", "budget", "", "requests", "budget", ""];

const notes = [
  "Requests: + N are logins as users, by which a refresh detects changed passwords.",
  "CPU s: user and system time of all processes. peak MB: memory of the largest process. Both on Linux only.",
  "x loop: time as a multiple of the plain loop's creation. Processes are timed from their start, the loop without it.",
];

function formatServerRows({ title, estate, resources, measurements, stateBytesPerResource }: ServerReport): Cell[][] {
  const ways = [...new Set(measurements.map(({ way }) => way))];
  return [
    [""],
    [`${title}, ${resources} resources: ${estate}`],
    ...ways.flatMap((way) => [
      [`  ${way}`],
      ...measurements.filter((measurement) => measurement.way === way).map(formatRow),
    ]),
    [`  state: ${stateBytesPerResource} bytes a resource`],
  ];
}

/** Groups the reports of several sizes by server. */
export function groupByServer(servers: readonly ServerReport[]): ServerReport[][] {
  return [...Map.groupBy(servers, ({ title }) => title).values()];
}

/** Formats how the cost of each step grows with the number of resources. Empty for a single size. */
function formatGrowth(sizes: readonly ServerReport[]): string[] {
  const growth = evaluateGrowth(sizes);
  if (!growth.length) return [];
  const titles = sizes.slice(1).map(({ resources }, index) => `${sizes[index]?.resources} to ${resources}`);
  const rows = growth.map((step): Cell[] => [
    stepTitles[step.step],
    ...step.marginalMs.map((milliseconds) => milliseconds.toFixed(1)),
    formatLinear(step),
  ]);
  return [
    `${sizes[0]?.title}: CPU milliseconds of a further resource (budget: ${maxGrowthFactor} x the first column)`,
    formatTable([["", ...titles, ""], ...rows]),
    "",
  ];
}

const formatLinear = ({ isLinear }: StepGrowth) => (isLinear === undefined ? "" : isLinear ? "linear" : "NOT LINEAR");

function formatRow(measurement: EvaluatedMeasurement): Cell[] {
  const { step, seconds, usage, timesLoop, timeMet, requests, passwordChecks, requestBudget, requestsMet } =
    measurement;
  return [
    `    ${stepTitles[step]}`,
    seconds.toFixed(2),
    usage?.cpuSeconds.toFixed(1),
    usage?.peakMegabytes.toFixed(0),
    timesLoop?.toFixed(1),
    timeMet === undefined ? "" : maxLoopFactor,
    formatVerdict(timeMet),
    formatCounts(requests, passwordChecks),
    requestBudget && formatCounts(requestBudget.requests, requestBudget.passwordChecks),
    formatVerdict(requestsMet),
  ];
}

function formatCounts(requests: number, passwordChecks: number): string {
  return passwordChecks ? `${requests} + ${passwordChecks}` : String(requests);
}

function formatVerdict(isMet: boolean | undefined): string {
  if (isMet === undefined) return "";
  return isMet ? "met" : "NOT MET";
}

function formatSummary({ servers }: BenchmarkReport): string[] {
  const all = servers.flatMap(({ measurements }) => measurements);
  const tally = (what: string, verdicts: readonly (boolean | undefined)[]) => {
    const given = verdicts.filter((isMet) => isMet !== undefined);
    return `${what}: ${given.filter(Boolean).length} of ${given.length} met`;
  };
  const reviews = servers.flatMap(({ measurements }) => evaluateReviews(measurements));
  const unchanged = servers.flatMap(({ measurements }) => evaluateUnchanged(measurements));
  const list = (factors: readonly { times: number }[]) =>
    factors.map(({ times }) => times.toFixed(1)).join(", ") || "none";
  return [
    tally(
      "Request budgets",
      all.map(({ requestsMet }) => requestsMet),
    ),
    tally(
      `Up within ${maxLoopFactor} x the plain loop`,
      all.map(({ timeMet }) => timeMet),
    ),
    tally(
      `Review within ${maxPreviewFactor} x the preview (${list(reviews)})`,
      reviews.map(({ isMet }) => isMet),
    ),
    ...servers.flatMap(({ measurements }) =>
      evaluateTerraform(measurements).map(
        ({ step, times, limit, isMet }) =>
          `${stepTitles[step]}: ${times.toFixed(2)} x Terraform (goal: ${limit}, ${formatVerdict(isMet)})`,
      ),
    ),
    tally(
      `Unchanged up within ${maxEngineFactor} x the CPU time of the bare engine (${list(unchanged)})`,
      unchanged.map(({ isMet }) => isMet),
    ),
  ];
}
