/** Messages for the user, on stderr, so that the output of a command stays clean. */
import { homedir } from "node:os";

/**
 * Ends the run with a message and without a stack trace. Exit codes: 1 for a failure, 3 for a tool that cannot be installed, 64
 * for wrong usage.
 */
export class ToolError extends Error {
  /**
   * @param {string} message
   * @param {1 | 3 | 64} exitCode
   */
  constructor(message, exitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** @param {string} line */
export const report = (line) => void process.stderr.write(`${line}\n`);

/** Returns a path with ~ for the home folder. @param {string} path */
export const shortenHome = (path) => (path.startsWith(`${homedir()}/`) ? `~${path.slice(homedir().length)}` : path);

/** @param {number} ms */
export const formatDuration = (ms) =>
  ms < 120_000 ? `${(ms / 1000).toFixed(ms < 9_950 ? 1 : 0)} s` : `${(ms / 60_000).toFixed(1)} min`;

/**
 * Reports the start of slow work and how long it took.
 * @template T
 * @param {string} name
 * @param {string} details
 * @param {() => Promise<T>} work
 */
export async function reportProgress(name, details, work) {
  report(`${name}: ${details}`);
  const started = Date.now();
  const result = await work();
  report(`${name}: ready after ${formatDuration(Date.now() - started)}`);
  return result;
}
