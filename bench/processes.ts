import { execFileSync, spawn } from "node:child_process";
import { constants } from "node:os";

export interface Finished {
  code: number;
  stdout: string;
  /** Both streams. */
  output: string;
  /** From the start to the end of the process. */
  seconds: number;
}

export interface Started {
  finished: Promise<Finished>;
  /** As a power failure ends it: at once, with all that it has started. */
  kill(): void;
}

/** A signal came; the exit code is the shell's for it. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals) {
    super(`ended by ${signal}`);
    this.exitCode = codeOf(signal);
  }
}

const codeOf = (signal: NodeJS.Signals) => 128 + constants.signals[signal];

const running = new Set<Started>();
let interruption: Interrupted | undefined;

/** Starts a process that ends with this one, whatever ends this one. */
export function start(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Started {
  if (interruption) throw interruption;
  const before = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // A process group of its own, for a signal to reach whole.
  });
  let [stdout, output] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      running.delete(started);
      const seconds = (performance.now() - before) / 1000;
      if (interruption) reject(interruption);
      else resolve({ code: code ?? (signal ? codeOf(signal) : 1), stdout, output, seconds });
    });
  });
  const started = { finished, kill: () => killTree(child.pid) };
  running.add(started);
  return started;
}

/** Runs a process to its end; one that fails is an error with what it said. */
export async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Finished> {
  const finished = await start(command, args, cwd, env).finished;
  if (finished.code !== 0)
    throw new Error(`${[command, ...args].join(" ")} ended with ${finished.code}:\n${finished.output.trim()}`);
  return finished;
}

/** From now on a signal ends what runs, and what follows is not started; a second one ends this process at once. */
export function endOnSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      if (interruption) process.exit(interruption.exitCode);
      interruption = new Interrupted(signal);
      killAll();
    });
  process.on("exit", killAll);
}

function killAll(): void {
  for (const one of running) one.kill();
}

/** Pulumi puts its plugins into process groups of their own, and they outlive a killed CLI for a while. */
function killTree(pid: number | undefined): void {
  if (pid === undefined) return;
  const below = descendants(pid);
  for (const one of [-pid, ...below])
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
}

function descendants(pid: number): number[] {
  const table = processTable();
  const below = (parent: number): number[] =>
    table.filter(([, above]) => above === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

/** Pairs of a process and its parent; nothing on a machine without `ps`. */
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
