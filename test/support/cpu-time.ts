/** CPU time (user and system) of processes, from /proc. On systems without /proc (macOS) only this process is measured. */
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Represents a process with the CPU time that it and its ended children took. */
export interface ProcessTime {
  pid: number;
  parent: number;
  /** The name of the program, at most 15 characters. */
  program: string;
  seconds: number;
}

/** True if the CPU time of other processes can be measured. */
export const measuresChildren = existsSync("/proc/self/stat");

/** /proc counts in hundredths of a second on every Linux. */
const TICKS_PER_SECOND = 100;

/** Returns the CPU seconds of this process and of its ended children and theirs; without /proc those of this process. */
export function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return readProcessTime(process.pid)?.seconds ?? (user + system) / 1_000_000;
}

/** Returns the running processes that this process started, and those that they started. Empty without /proc. */
export function runningDescendants(): ProcessTime[] {
  if (!measuresChildren) return [];
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => readProcessTime(Number(pid)) ?? []);
  const childrenOf = (parent: number): ProcessTime[] =>
    all.filter((child) => child.parent === parent).flatMap((child) => [child, ...childrenOf(child.pid)]);
  return childrenOf(process.pid);
}

/** Returns undefined if the process does not exist, or without /proc. */
function readProcessTime(pid: number): ProcessTime | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  // PID (PROGRAM) STATE PARENT ...; the name of a program may contain blanks and brackets.
  const end = stat.lastIndexOf(")");
  const fields = stat.slice(end + 2).split(" ");
  const ticks = fields.slice(11, 15).map(Number);
  return {
    pid,
    parent: Number(fields[1]),
    program: stat.slice(stat.indexOf("(") + 1, end),
    seconds: ticks.reduce((sum, count) => sum + count, 0) / TICKS_PER_SECOND,
  };
}
