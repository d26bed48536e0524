import { type Judged, reviewsJudged, timesTheLoop, timesThePreview } from "./budgets.ts";
import { stepTitles } from "./measurements.ts";
import { type Cell, table } from "./table.ts";

/** What was measured on one server. */
export interface ServerReport {
  title: string;
  measurements: readonly Judged[];
  /** The state's size. */
  stateBytesPerResource: number;
}

export interface Report {
  /** How many repositories, roles and users, each. */
  each: number;
  rounds: number;
  /** What it was measured with and on. */
  node: string;
  pulumi: string;
  cores: number;
  servers: readonly ServerReport[];
}

/** Whether a request budget is broken: seconds depend on the machine, requests do not. */
export function isBroken({ servers }: Report): boolean {
  return servers.some(({ measurements }) => measurements.some(({ requestsMet }) => requestsMet === false));
}

/** The report as people read it. */
export function inWords(report: Report): string {
  const { each, rounds, node, pulumi, cores, servers } = report;
  return [
    `${3 * each} resources: ${each} raw hosted repositories, ${each} roles, ${each} users`,
    `Node ${node}, Pulumi ${pulumi}, ${cores} cores, ${rounds === 1 ? "one round" : `medians of ${rounds} rounds`}`,
    "",
    table([header, ...servers.flatMap(rowsOf)]),
    "",
    ...notes,
    "",
    ...summary(report),
  ].join("\n");
}

const header = ["", "seconds", "x loop", "budget", "", "requests", "budget", ""];

const notes = [
  "Requests: + N are tries of users' passwords, which a refresh must make as Nexus shows no password.",
  "x loop: times as long as the plain loop's creation. Every process counts from its start; the loop without that.",
];

function rowsOf({ title, measurements, stateBytesPerResource }: ServerReport): Cell[][] {
  const ways = [...new Set(measurements.map(({ way }) => way))];
  return [
    [""],
    [title],
    ...ways.flatMap((way) => [[`  ${way}`], ...measurements.filter((one) => one.way === way).map(row)]),
    [`  state: ${stateBytesPerResource} bytes a resource`],
  ];
}

function row(measurement: Judged): Cell[] {
  const { step, seconds, timesLoop, timeMet, requests, passwordChecks, requestBudget, requestsMet } = measurement;
  return [
    `    ${stepTitles[step]}`,
    seconds.toFixed(2),
    timesLoop?.toFixed(1),
    timeMet === undefined ? "" : timesTheLoop,
    verdict(timeMet),
    count(requests, passwordChecks),
    requestBudget && count(requestBudget.requests, requestBudget.passwordChecks),
    verdict(requestsMet),
  ];
}

function count(requests: number, passwordChecks: number): string {
  return passwordChecks ? `${requests} + ${passwordChecks}` : String(requests);
}

function verdict(isMet: boolean | undefined): string {
  if (isMet === undefined) return "";
  return isMet ? "met" : "NOT MET";
}

function summary({ servers }: Report): string[] {
  const all = servers.flatMap(({ measurements }) => measurements);
  const tally = (what: string, verdicts: readonly (boolean | undefined)[]) => {
    const given = verdicts.filter((one) => one !== undefined);
    return `${what}: ${given.filter(Boolean).length} of ${given.length} met`;
  };
  const reviews = servers.flatMap(({ measurements }) => reviewsJudged(measurements));
  const times = reviews.map(({ times }) => times.toFixed(1)).join(", ");
  return [
    tally(
      "Request budgets",
      all.map(({ requestsMet }) => requestsMet),
    ),
    tally(
      `Up within ${timesTheLoop} x the plain loop`,
      all.map(({ timeMet }) => timeMet),
    ),
    tally(
      `Review within ${timesThePreview} x the preview (${times || "none"})`,
      reviews.map(({ isMet }) => isMet),
    ),
  ];
}
