import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";

export const terminationSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * While a command runs that this one has started, signals are for it, and this one outlives it: Pulumi ends what it has
 * begun, saves its state and frees its lock. At a terminal Ctrl-C reaches the command by itself; a second one would make
 * Pulumi end without saving.
 *
 * @returns a promise of the command's exit code, as a shell would give it, and of the signal that came meanwhile
 */
export function waitForExit(child: ChildProcess): Promise<{ code: number; signalled?: NodeJS.Signals }> {
  const isTerminal = process.stdin.isTTY || process.stdout.isTTY;
  let signalled: NodeJS.Signals | undefined;
  const pass = (signal: NodeJS.Signals) => {
    signalled = signal;
    if (signal !== "SIGINT" || !isTerminal) child.kill(signal);
  };
  for (const signal of terminationSignals) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    const done = () => terminationSignals.map((signal) => process.off(signal, pass));
    child.on("error", (error) => {
      done();
      reject(error);
    });
    child.on("close", (code, signal) => {
      done();
      resolve({ code: code ?? signalExitCode(signal), ...(signalled && { signalled }) });
    });
  });
}

/** The exit code of what a signal has ended. */
export function signalExitCode(signal: NodeJS.Signals | null): number {
  return 128 + (signal ? constants.signals[signal] : 0);
}

let underWay = 0;
let waiting: NodeJS.Signals | undefined;
const hold = (signal: NodeJS.Signals) => {
  waiting ??= signal;
};

/**
 * Does what would leave something behind if it were cut off: a signal that comes meanwhile ends this process when all
 * such work is done, and no more of it is begun.
 */
export async function deferSignals<T>(work: () => Promise<T>): Promise<T> {
  if (waiting) return new Promise<never>(() => {});
  if (!underWay++) for (const signal of terminationSignals) process.on(signal, hold);
  try {
    return await work();
  } finally {
    if (!--underWay) {
      for (const signal of terminationSignals) process.off(signal, hold);
      if (waiting) process.exit(signalExitCode(waiting));
    }
  }
}
