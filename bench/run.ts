/** `npm run bench`: measures an estate in seconds and requests to Nexus, compared with a plain loop that creates the same. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { UsageError, usageExitCode } from "../src/util/user-error.ts";
import { measureBareEngine } from "./bare-engine.ts";
import type { BenchmarkContext } from "./benchmark-context.ts";
import { evaluateBudgets } from "./budgets.ts";
import { measureKilledUpdate } from "./killed-update.ts";
import { MeasuredNexus, type ServerName } from "./measured-nexus.ts";
import { type Measurement, median, mergeRounds } from "./measurements.ts";
import { type BenchmarkOptions, readOptions, usage } from "./options.ts";
import { runPlainLoop } from "./plain-loop.ts";
import { InterruptedError, runProcess, stopOnSignals } from "./processes.ts";
import { runPulumiBenchmark, scenarios } from "./pulumi-benchmark.ts";
import { type BenchmarkReport, exceedsRequestBudget, formatReport, type ServerReport } from "./report.ts";

const log = (line: string) => console.error(line);

/** Resources of the first round, which is not measured: servers and Pulumi get faster after it. */
const warmUpCount = 10;

async function runBenchmark({ each, servers, rounds }: BenchmarkOptions): Promise<BenchmarkReport> {
  const { stdout: pulumi } = await runProcess("pulumi", ["version"], process.cwd(), {});
  const reports: ServerReport[] = [];
  for (const server of servers) reports.push(await measureServer(server, each, rounds));
  const [node, cores] = [process.versions.node, availableParallelism()];
  return { each, rounds, node, pulumi: pulumi.trim().replace(/^v/, ""), cores, servers: reports };
}

async function measureServer(name: ServerName, each: number, rounds: number): Promise<ServerReport> {
  log(`${name}: starts`);
  const nexus = await MeasuredNexus.start(name);
  try {
    log(`${name}: warms up`);
    await measureRound({ nexus, each: warmUpCount, log: () => {} }, scenarios.slice(0, 1));
    const all = [];
    for (let count = 1; count <= rounds; count++)
      all.push(
        await measureRound(
          { nexus, each, log: (line) => log(`${name}, round ${count} of ${rounds}: ${line}`) },
          scenarios,
        ),
      );
    return {
      title: nexus.title,
      measurements: evaluateBudgets(mergeRounds(all.map(({ measurements }) => measurements)), each, name === "core"),
      stateBytesPerResource: Math.round(median(all.map(({ stateBytes }) => stateBytes)) / (3 * each)),
    };
  } finally {
    await nexus.stop();
  }
}

/** Measures the plain loop and each scenario once. */
async function measureRound(
  given: Omit<BenchmarkContext, "holdings">,
  chosen: typeof scenarios,
): Promise<{ measurements: Measurement[]; stateBytes: number }> {
  const without = await given.nexus.readHoldings();
  const { measurements, holdings } = await runPlainLoop(given);
  const scene: BenchmarkContext = { ...given, holdings: { without, with: holdings } };
  const byPulumi = [];
  for (const way of chosen) byPulumi.push(await runPulumiBenchmark(scene, way));
  return {
    measurements: [
      ...measurements,
      ...byPulumi.flatMap((result) => result.measurements),
      ...(await measureKilledUpdate(scene)),
      ...(await measureBareEngine(scene)),
    ],
    stateBytes: byPulumi[0]?.stateBytes ?? 0,
  };
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
    process.exitCode = exceedsRequestBudget(report) ? 1 : 0;
  } else console.log(usage);
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  if (error instanceof UsageError) log(usage);
  process.exitCode =
    error instanceof UsageError ? usageExitCode : error instanceof InterruptedError ? error.exitCode : 1;
}
