/** Child processes of two kinds: helpers that work quietly, and the command that somebody asked for. */
import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { constants as os } from "node:os";
import { delimiter, join } from "node:path";

/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number }} Options */
/** @typedef {{ code: number, stdout: string, output: string }} Outcome */
/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

/** @type {Set<ChildProcess>} */
const helpers = new Set();

/** @type {ChildProcess | undefined} */
let asked;

/**
 * Runs a helper without showing what it prints; whoever calls it shows that if it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} options
 * @returns {Promise<Outcome>}
 */
export function quietly(command, args, { timeout, ...options } = {}) {
  return new Promise((resolve) => {
    // In a process group of its own, so that what it starts (compilers, downloads) ends with it.
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"], detached: true });
    helpers.add(child);
    const timer = timeout && setTimeout(() => kill(child), timeout);
    let stdout = "";
    let output = "";
    child.stdout.on("data", (data) => {
      stdout += data;
      output += data;
    });
    child.stderr.on("data", (data) => {
      output += data;
    });
    /** @param {number} code */
    const end = (code) => {
      clearTimeout(timer);
      helpers.delete(child);
      resolve({ code, stdout, output });
    };
    child.on("error", (error) => {
      output += error.message;
      end(127);
    });
    child.on("close", (code) => end(code ?? 1));
  });
}

/** @param {ChildProcess} helper */
function kill(helper) {
  try {
    if (helper.pid) process.kill(-helper.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

process.on("exit", () => helpers.forEach(kill));

/**
 * Runs what somebody asked for, in the foreground, and gives its exit code as a shell would.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} options
 * @returns {Promise<number>}
 */
export function openly(command, args, options) {
  return new Promise((resolve, reject) => {
    asked = spawn(command, args, { ...options, stdio: "inherit" });
    asked.on("error", reject);
    asked.on("close", (code, signal) => {
      asked = undefined;
      resolve(code ?? 128 + (signal ? os.signals[signal] : 0));
    });
  });
}

/**
 * Lets signals reach the command that somebody asked for; before there is one they end this process, helpers included.
 * At a terminal Ctrl-C reaches the command by itself: passed on it would be the second, which makes Pulumi end without
 * saving its state.
 */
export function passSignalsOn() {
  const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => {
      if (!asked) process.exit(128 + os.signals[signal]);
      if (signal !== "SIGINT" || !terminal) asked.kill(signal);
    });
  }
}

/**
 * Whether a process of this number is there.
 * @param {number} pid
 */
export function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM"; // Somebody else's.
  }
}

/**
 * The full path of a program on PATH.
 * @param {string} program
 * @param {string | undefined} path
 */
export function which(program, path = process.env.PATH) {
  return (path ?? "")
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, program))
    .find(executable);
}

/** @param {string} file */
function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
