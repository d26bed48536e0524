import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";

export const terminationSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Waits until a child process exits. Signals that arrive meanwhile are passed on to the child, and this process stays
 * alive: Pulumi then finishes its current operations, saves its state and releases its lock. At a terminal Ctrl-C
 * reaches the child without our help; a second SIGINT would make Pulumi exit without saving.
 *
 * @returns the exit code as a shell reports it (128 + the number of the signal), and the signal that arrived meanwhile
 */
export function waitForExit(child: ChildProcess): Promise<{ code: number; signalled?: NodeJS.Signals }> {
  const isTerminal = process.stdin.isTTY || process.stdout.isTTY;
  let signalled: NodeJS.Signals | undefined;
  const forward = (signal: NodeJS.Signals) => {
    signalled = signal;
    if (signal !== "SIGINT" || !isTerminal) child.kill(signal);
  };
  for (const signal of terminationSignals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    const removeHandlers = () => terminationSignals.map((signal) => process.off(signal, forward));
    child.on("error", (error) => {
      removeHandlers();
      reject(error);
    });
    child.on("close", (code, signal) => {
      removeHandlers();
      resolve({ code: code ?? signalExitCode(signal), ...(signalled && { signalled }) });
    });
  });
}

/** Returns the exit code of a process that a signal ended. */
export function signalExitCode(signal: NodeJS.Signals | null): number {
  return 128 + (signal ? constants.signals[signal] : 0);
}

let running = 0;
let pendingSignal: NodeJS.Signals | undefined;
const remember = (signal: NodeJS.Signals) => {
  pendingSignal ??= signal;
};

/**
 * Runs work that would leave something behind if it were interrupted, such as an uploaded image that is deleted at the
 * end. A signal that arrives meanwhile ends this process after all such work has finished; no new work is started.
 */
export async function deferSignals<T>(work: () => Promise<T>): Promise<T> {
  if (pendingSignal) return new Promise<never>(() => {});
  if (!running++) for (const signal of terminationSignals) process.on(signal, remember);
  try {
    return await work();
  } finally {
    if (!--running) {
      for (const signal of terminationSignals) process.off(signal, remember);
      if (pendingSignal) process.exit(signalExitCode(pendingSignal));
    }
  }
}
