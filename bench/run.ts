/** `npm run bench`: what an estate costs, in seconds and in requests to Nexus, beside a plain loop that makes the same. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { judged } from "./budgets.ts";
import { killed } from "./killed.ts";
import { type Measurement, median, summed } from "./measurements.ts";
import { type Options, readOptions, UsageError, usage } from "./options.ts";
import { ours, ways } from "./ours.ts";
import { plainLoop } from "./plain-loop.ts";
import { endOnSignals, Interrupted, run } from "./processes.ts";
import { inWords, isBroken, type Report, type ServerReport } from "./report.ts";
import type { Scene } from "./scene.ts";
import { MeasuredNexus, type ServerName } from "./servers.ts";

const say = (line: string) => console.error(line);

/** Servers and Pulumi get faster with the first things they do: those are not measured. */
const warmUp = 10;

async function bench({ each, servers, rounds }: Options): Promise<Report> {
  const { stdout: pulumi } = await run("pulumi", ["version"], process.cwd(), {});
  const reports: ServerReport[] = [];
  for (const server of servers) reports.push(await measureServer(server, each, rounds));
  const [node, cores] = [process.versions.node, availableParallelism()];
  return { each, rounds, node, pulumi: pulumi.trim().replace(/^v/, ""), cores, servers: reports };
}

async function measureServer(name: ServerName, each: number, rounds: number): Promise<ServerReport> {
  say(`${name}: starts`);
  const nexus = await MeasuredNexus.start(name);
  try {
    say(`${name}: warms up`);
    await round({ nexus, each: warmUp, say: () => {} }, ways.slice(0, 1));
    const all = [];
    for (let count = 1; count <= rounds; count++)
      all.push(await round({ nexus, each, say: (line) => say(`${name}, round ${count} of ${rounds}: ${line}`) }, ways));
    return {
      title: nexus.title,
      measurements: judged(summed(all.map(({ measurements }) => measurements)), each, name === "core"),
      stateBytesPerResource: Math.round(median(all.map(({ stateBytes }) => stateBytes)) / (3 * each)),
    };
  } finally {
    await nexus.stop();
  }
}

/** Every way once. */
async function round(
  given: Omit<Scene, "holdings">,
  chosen: typeof ways,
): Promise<{ measurements: Measurement[]; stateBytes: number }> {
  const without = await given.nexus.holdings();
  const { measurements, holdings } = await plainLoop(given);
  const scene: Scene = { ...given, holdings: { without, with: holdings } };
  const byPulumi = [];
  for (const way of chosen) byPulumi.push(await ours(scene, way));
  return {
    measurements: [...measurements, ...byPulumi.flatMap((one) => one.measurements), ...(await killed(scene))],
    stateBytes: byPulumi[0]?.stateBytes ?? 0,
  };
}

/** All that is written by anything that is started here goes into one folder, which goes in the end. */
function inFolderOfItsOwn(): void {
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  process.env.TMPDIR = folder;
  process.env.PULUMI_HOME = join(folder, "pulumi");
  // They win over the stack's configuration, or are refused beside it.
  for (const variable of ["NEXUS_URL", "NEXUS_USERNAME", "NEXUS_PASSWORD"]) delete process.env[variable];
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options) {
    endOnSignals();
    inFolderOfItsOwn();
    const report = await bench(options);
    console.log(inWords(report));
    if (options.json) writeFileSync(resolve(options.json), `${JSON.stringify(report, null, 2)}\n`);
    process.exitCode = isBroken(report) ? 1 : 0;
  } else console.log(usage);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  if (error instanceof UsageError) say(usage);
  process.exitCode = error instanceof UsageError ? 2 : error instanceof Interrupted ? error.exitCode : 1;
}
