import { readdirSync, readFileSync } from "node:fs";

/** The CPU time and the memory of a process and all its descendants. */
export interface ProcessUsage {
  /** User and system time of all of them. */
  cpuSeconds: number;
  /** The peak of the process that used the most, in megabytes. */
  peakMegabytes: number;
}

/** The interval of the samples. What a process uses after its last sample is not counted. */
const intervalMs = 50;
/** The unit of CPU time in /proc on all supported systems. */
const ticksPerSecond = 100;

/** Samples a process and its descendants until it is stopped. Needs /proc, so there is no usage on other systems than Linux. */
export class UsageSampler {
  readonly #pid: number;
  readonly #timer: NodeJS.Timeout;
  readonly #processes = new Map<number, ProcessUsage>();

  constructor(pid: number) {
    this.#pid = pid;
    this.#timer = setInterval(() => this.#sample(), intervalMs);
  }

  /** Ends the sampling. Returns undefined if nothing could be sampled. */
  stop(): ProcessUsage | undefined {
    clearInterval(this.#timer);
    const all = [...this.#processes.values()];
    if (!all.length) return undefined;
    return {
      cpuSeconds: all.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
      peakMegabytes: Math.max(...all.map(({ peakMegabytes }) => peakMegabytes)),
    };
  }

  #sample(): void {
    const processes = readProcesses();
    const isBelow = (pid: number): boolean =>
      pid === this.#pid || this.#processes.has(pid) || isBelowParent(processes.get(pid)?.parent);
    const isBelowParent = (parent: number | undefined) => parent !== undefined && parent > 1 && isBelow(parent);
    for (const [pid, { cpuSeconds }] of processes)
      if (isBelow(pid)) this.#processes.set(pid, { cpuSeconds, peakMegabytes: this.#findPeak(pid) });
  }

  /** A process that has ended, but is still listed, has no memory. */
  #findPeak(pid: number): number {
    return Math.max(this.#processes.get(pid)?.peakMegabytes ?? 0, readPeakMegabytes(pid));
  }
}

/** Returns the CPU time and the parent of each process. */
function readProcesses(): Map<number, { parent: number; cpuSeconds: number }> {
  const stats = listProcessIds().flatMap((pid) => {
    const stat = readText(`/proc/${pid}/stat`);
    // The name of the program is in parentheses and may contain spaces.
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [, parent = 0, , , , , , , , , , user = 0, system = 0] = fields;
    return stat ? [[pid, { parent, cpuSeconds: (user + system) / ticksPerSecond }] as const] : [];
  });
  return new Map(stats);
}

function listProcessIds(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Boolean);
  } catch {
    return [];
  }
}

function readPeakMegabytes(pid: number): number {
  const [, kilobytes = 0] = /^VmHWM:\s+(\d+) kB$/m.exec(readText(`/proc/${pid}/status`)) ?? [];
  return Number(kilobytes) / 1024;
}

/** Returns an empty text if the process has ended. */
function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
