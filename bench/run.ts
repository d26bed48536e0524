/** `npm run bench`: measures an estate in seconds and requests to Nexus, compared with a plain loop that creates the same. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { UsageError, usageExitCode } from "../src/util/user-error.ts";
import { measureBareEngine } from "./bare-engine.ts";
import type { BenchmarkContext } from "./benchmark-context.ts";
import { evaluateBudgets } from "./budgets.ts";
import { evaluateGrowth } from "./growth.ts";
import { measureKilledUpdate } from "./killed-update.ts";
import { MeasuredNexus, type ServerName } from "./measured-nexus.ts";
import { type Measurement, median, mergeRounds } from "./measurements.ts";
import { type BenchmarkOptions, readOptions, usage } from "./options.ts";
import { runPlainLoop } from "./plain-loop.ts";
import { plotGrowth } from "./plot.ts";
import { InterruptedError, runProcess, stopOnSignals } from "./processes.ts";
import { growthScenario, runPulumiBenchmark, scenarios } from "./pulumi-benchmark.ts";
import {
  type BenchmarkReport,
  exceedsRequestBudget,
  formatReport,
  groupByServer,
  type ServerReport,
} from "./report.ts";
import { createEstate, type SampleEstate } from "./sample-estate.ts";
import { measureTerraform } from "./terraform-benchmark.ts";

const log = (line: string) => console.error(line);

/** The estate of the first round, which is not measured: servers and Pulumi get faster after it. */
const warmUpEstate = createEstate("uniform", 30);

type Round = (context: Omit<BenchmarkContext, "holdings">) => Promise<MeasuredRound>;

interface MeasuredRound {
  measurements: Measurement[];
  stateBytes: number;
}

async function runBenchmark({ estates, servers, rounds }: BenchmarkOptions): Promise<BenchmarkReport> {
  const { stdout: pulumi } = await runProcess("pulumi", ["version"], process.cwd(), {});
  const reports: ServerReport[] = [];
  for (const server of servers) reports.push(...(await measureServer(server, estates, rounds)));
  const [node, cores] = [process.versions.node, availableParallelism()];
  return { rounds, node, pulumi: pulumi.trim().replace(/^v/, ""), cores, servers: reports };
}

/** Measures each estate on one server. Several estates are measured by one scenario only, as large ones take minutes. */
async function measureServer(
  name: ServerName,
  estates: readonly SampleEstate[],
  rounds: number,
): Promise<ServerReport[]> {
  const measureRound = estates.length > 1 ? measureGrowthRound : measureFullRound;
  log(`${name}: starts`);
  const nexus = await MeasuredNexus.start(name);
  try {
    log(`${name}: warms up`);
    await measureGrowthRound({ nexus, estate: warmUpEstate, log: () => {} });
    const reports = [];
    for (const estate of estates) {
      const all = [];
      for (let count = 1; count <= rounds; count++) {
        const prefix = `${name}, ${estate.resources} resources, round ${count} of ${rounds}`;
        all.push(await measureRound({ nexus, estate, log: (line) => log(`${prefix}: ${line}`) }));
      }
      const merged = mergeRounds(all.map(({ measurements }) => measurements));
      reports.push({
        title: nexus.title,
        estate: estate.title,
        resources: estate.resources,
        measurements: evaluateBudgets(merged, estate, name === "core"),
        stateBytesPerResource: Math.round(median(all.map(({ stateBytes }) => stateBytes)) / estate.resources),
      });
    }
    return reports;
  } finally {
    await nexus.stop();
  }
}

/** Measures the plain loop, each scenario, a killed update and the baselines once. */
const measureFullRound: Round = async (given) => {
  const { context, measurements } = await measureLoop(given);
  const byPulumi = [];
  for (const scenario of scenarios) byPulumi.push(await runPulumiBenchmark(context, scenario));
  return {
    measurements: [
      ...measurements,
      ...byPulumi.flatMap((result) => result.measurements),
      ...(await measureKilledUpdate(context)),
      ...(await measureBareEngine(context)),
      ...(await measureTerraform(context)),
    ],
    stateBytes: byPulumi[0]?.stateBytes ?? 0,
  };
};

/** Measures the plain loop and the CLI once. */
const measureGrowthRound: Round = async (given) => {
  const { context, measurements } = await measureLoop(given);
  const byPulumi = await runPulumiBenchmark(context, growthScenario);
  return { ...byPulumi, measurements: [...measurements, ...byPulumi.measurements] };
};

async function measureLoop(given: Omit<BenchmarkContext, "holdings">) {
  const without = await given.nexus.readHoldings();
  const { measurements, holdings } = await runPlainLoop(given);
  const context: BenchmarkContext = { ...given, holdings: { without, with: holdings } };
  return { context, measurements };
}

/** Makes this process and all that it starts write into one temporary folder, which is deleted at the end. */
function useTemporaryFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  process.env.TMPDIR = folder;
  process.env.PULUMI_HOME = join(folder, "pulumi");
  // They would take precedence over the configuration of the stack, or conflict with it.
  for (const variable of ["NEXUS_URL", "NEXUS_USERNAME", "NEXUS_PASSWORD"]) delete process.env[variable];
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options) {
    stopOnSignals();
    useTemporaryFolder();
    const report = await runBenchmark(options);
    console.log(formatReport(report));
    if (options.json) writeFileSync(resolve(options.json), `${JSON.stringify(report, null, 2)}\n`);
    const [sizes] = groupByServer(report.servers);
    if (options.plot && sizes) writeFileSync(resolve(options.plot), plotGrowth(evaluateGrowth(sizes)));
    process.exitCode = exceedsRequestBudget(report) ? 1 : 0;
  } else console.log(usage);
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  if (error instanceof UsageError) log(usage);
  process.exitCode =
    error instanceof UsageError ? usageExitCode : error instanceof InterruptedError ? error.exitCode : 1;
}
