/** Reports the cost of a test run at its end: CPU and wall seconds by project, and the slowest tests. */
import type { Reporter, TestModule, Vitest } from "vitest/node";
import { measuresChildren, ownCpuSeconds, runningDescendants } from "./cpu-time.ts";

/** Represents a line of the table. */
export interface Cost {
  name: string;
  cpuSeconds: number;
  /** The seconds from the start of the first file to the end of the last one. Projects run at the same time. */
  wallSeconds?: number;
}

export interface SlowTest {
  seconds: number;
  file: string;
  title: string;
}

const SLOWEST = 20;

/** Node processes started by Vitest are workers that are about to exit. */
const WORKERS = /^(?:node|MainThread|vitest)/;

export default class CostReporter implements Reporter {
  #vitest?: Vitest;
  readonly #started = performance.now();
  readonly #spans = new Map<string, { first: number; last: number }>();

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestModuleQueued({ project }: TestModule): void {
    const now = performance.now();
    if (!this.#spans.has(project.name)) this.#spans.set(project.name, { first: now, last: now });
  }

  onTestModuleEnd({ project }: TestModule): void {
    const span = this.#spans.get(project.name);
    if (span) span.last = performance.now();
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (!this.#vitest || this.#vitest.config.watch) return;
    const { logger, config } = this.#vitest;
    const slow = findSlowTests(modules, config.slowTestThreshold);
    logger.log(formatCosts([...this.#projectCosts(modules), ...this.#otherCosts(modules)], slow));
  }

  #projectCosts(modules: readonly TestModule[]): Cost[] {
    return [...this.#spans].map(([name, { first, last }]) => {
      const files = modules.filter(({ project }) => project.name === name);
      return {
        name: `${name} (${files.length} ${files.length === 1 ? "file" : "files"})`,
        cpuSeconds: sumCpuSeconds(files),
        wallSeconds: (last - first) / 1000,
      };
    });
  }

  /** Returns the costs that belong to no test file, and the total. */
  #otherCosts(modules: readonly TestModule[]): Cost[] {
    const wallSeconds = (performance.now() - this.#started) / 1000;
    if (!measuresChildren)
      return [{ name: "total, without child processes", cpuSeconds: sumCpuSeconds(modules), wallSeconds }];
    const running = runningDescendants();
    const total = ownCpuSeconds() + sum(running.map(({ seconds }) => seconds));
    const servers = Object.entries(Object.groupBy(running, ({ program }) => program))
      .filter(([program]) => !WORKERS.test(program))
      .map(([program, processes = []]) => ({ name: program, cpuSeconds: sum(processes.map(({ seconds }) => seconds)) }))
      .filter(({ cpuSeconds }) => cpuSeconds >= 0.1);
    const rest = total - sumCpuSeconds(modules) - sum(servers.map(({ cpuSeconds }) => cpuSeconds));
    return [
      ...servers.map(({ name, cpuSeconds }) => ({ name: `${name}, shared by test files`, cpuSeconds })),
      { name: "Vitest, and files whose tests are all skipped", cpuSeconds: rest },
      { name: "total", cpuSeconds: total, wallSeconds },
    ];
  }
}

function sumCpuSeconds(modules: readonly TestModule[]): number {
  return sum(modules.map((module) => module.meta().cpuSeconds ?? 0));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Returns the slowest tests of at least this many milliseconds, the slowest one first. */
function findSlowTests(modules: readonly TestModule[], thresholdMs: number): SlowTest[] {
  return modules
    .flatMap((module) => [...module.children.allTests()].map((test) => ({ module, test })))
    .map(({ module, test }) => ({
      seconds: (test.diagnostic()?.duration ?? 0) / 1000,
      file: module.relativeModuleId,
      title: test.fullName,
    }))
    .filter(({ seconds }) => seconds * 1000 >= thresholdMs)
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST);
}

/** Formats the table of costs and the list of slow tests. */
export function formatCosts(costs: readonly Cost[], slowTests: readonly SlowTest[]): string {
  const lines = costs.map(
    ({ name, cpuSeconds, wallSeconds }) => `${formatSeconds(cpuSeconds)} ${formatSeconds(wallSeconds)}  ${name}`,
  );
  const tests = slowTests.map(({ seconds, file, title }) => `${formatSeconds(seconds)}  ${file}  ${title}`);
  return [
    ["CPU s".padStart(8), "wall s".padStart(8)].join(" "),
    ...lines,
    ...(tests.length ? ["", "Slowest tests", ...tests] : []),
    "",
  ].join("\n");
}

function formatSeconds(seconds: number | undefined): string {
  return (seconds?.toFixed(1) ?? "").padStart(8);
}
