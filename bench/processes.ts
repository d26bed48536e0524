import { execFileSync, spawn } from "node:child_process";
import { constants } from "node:os";
import { type ProcessUsage, UsageSampler } from "./process-usage.ts";

/** The result of a process. */
export interface ProcessResult {
  code: number;
  stdout: string;
  /** Standard output and standard error, mixed. */
  output: string;
  /** From the start to the end of the process. */
  seconds: number;
  /** The usage of the process and its descendants. Absent on other systems than Linux. */
  usage?: ProcessUsage | undefined;
}

/** A process that was started. */
export interface RunningProcess {
  finished: Promise<ProcessResult>;
  /** Kills it and all its descendants at once, as a power failure would. */
  kill(): void;
}

/** The benchmark was ended by a signal. The exit code is the shell's: 128 plus the number of the signal. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals) {
    super(`ended by ${signal}`);
    this.exitCode = signalExitCode(signal);
  }
}

const signalExitCode = (signal: NodeJS.Signals) => 128 + constants.signals[signal];

const running = new Set<RunningProcess>();
let interruption: InterruptedError | undefined;

/** Starts a process that is killed when this process ends. */
export function startProcess(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): RunningProcess {
  if (interruption) throw interruption;
  const before = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // A process group of its own, so that a signal reaches all of it.
  });
  const sampler = new UsageSampler(child.pid ?? 0);
  let [stdout, output] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const finished = new Promise<ProcessResult>((resolve, reject) => {
    child.on("error", (error) => {
      sampler.stop();
      reject(error);
    });
    child.on("close", (code, signal) => {
      running.delete(started);
      const usage = sampler.stop();
      const seconds = (performance.now() - before) / 1000;
      if (interruption) reject(interruption);
      else resolve({ code: code ?? (signal ? signalExitCode(signal) : 1), stdout, output, seconds, usage });
    });
  });
  const started = { finished, kill: () => killTree(child.pid) };
  running.add(started);
  return started;
}

/**
 * Runs a process to its end.
 *
 * @throws Error with its output if its exit code is not 0
 */
export async function runProcess(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<ProcessResult> {
  const finished = await startProcess(command, args, cwd, env).finished;
  if (finished.code !== 0)
    throw new Error(`${[command, ...args].join(" ")} ended with ${finished.code}:\n${finished.output.trim()}`);
  return finished;
}

/** Handles signals: the first one kills running processes and starts no further ones, a second one exits at once. */
export function stopOnSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      if (interruption) process.exit(interruption.exitCode);
      interruption = new InterruptedError(signal);
      killAll();
    });
  process.on("exit", killAll);
}

function killAll(): void {
  for (const child of running) child.kill();
}

/** Pulumi starts its plugins in process groups of their own, and they outlive a killed CLI for a while. */
function killTree(pid: number | undefined): void {
  if (pid === undefined) return;
  const below = descendants(pid);
  for (const target of [-pid, ...below])
    try {
      process.kill(target, "SIGKILL");
    } catch {
      // It has ended already.
    }
}

function descendants(pid: number): number[] {
  const table = processTable();
  const below = (parent: number): number[] =>
    table.filter(([, above]) => above === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

/** Returns pairs of a process and its parent; an empty list on a machine without `ps`. */
function processTable(): [number, number][] {
  try {
    const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
    return lines.map((line): [number, number] => {
      const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
      return [pid, parent];
    });
  } catch {
    return [];
  }
}
