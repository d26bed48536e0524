/** What is told to the person at the terminal: on stderr, so that a command's own output stays clean. */
import { homedir } from "node:os";

/** Ends the run with one message and no stack: 2 for wrong use, 3 for a tool that cannot be had. */
export class Stop extends Error {
  /**
   * @param {string} message
   * @param {2 | 3} exitCode
   */
  constructor(message, exitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** @param {string} line */
export const say = (line) => void process.stderr.write(`${line}\n`);

/** A path as people write it. @param {string} path */
export const tilde = (path) => (path.startsWith(`${homedir()}/`) ? `~${path.slice(homedir().length)}` : path);

/** @param {number} ms */
export const duration = (ms) =>
  ms < 120_000 ? `${(ms / 1000).toFixed(ms < 9_950 ? 1 : 0)} s` : `${(ms / 60_000).toFixed(1)} min`;

/**
 * Tells what slow work starts and how long it took.
 * @template T
 * @param {string} what
 * @param {string} how
 * @param {() => Promise<T>} work
 */
export async function announced(what, how, work) {
  say(`${what}: ${how}`);
  const started = Date.now();
  const result = await work();
  say(`${what}: ready after ${duration(Date.now() - started)}`);
  return result;
}
