/** Runs child processes: helpers with captured output, and the requested command in the foreground. */
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
let foreground;

/**
 * Runs a helper and captures its output. The caller shows the output if the helper fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} options
 * @returns {Promise<Outcome>}
 */
export function runCaptured(command, args, { timeout, ...options } = {}) {
  return new Promise((resolve) => {
    // In its own process group, so that its children (compilers, downloads) end with it.
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
    // It has already ended.
  }
}

process.on("exit", () => helpers.forEach(kill));

/**
 * Runs the requested command in the foreground and returns its exit code as a shell reports it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} options
 * @returns {Promise<number>}
 */
export function runInherited(command, args, options) {
  return new Promise((resolve, reject) => {
    foreground = spawn(command, args, { ...options, stdio: "inherit" });
    foreground.on("error", reject);
    foreground.on("close", (code, signal) => {
      foreground = undefined;
      resolve(code ?? 128 + (signal ? os.signals[signal] : 0));
    });
  });
}

/**
 * Forwards signals to the requested command. Before it runs, a signal ends this process and its helpers. At a terminal Ctrl-C
 * reaches the command without our help: forwarding it would be a second SIGINT, which makes Pulumi exit without saving.
 */
export function forwardSignals() {
  const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => {
      if (!foreground) process.exit(128 + os.signals[signal]);
      if (signal !== "SIGINT" || !terminal) foreground.kill(signal);
    });
  }
}

/**
 * Returns true if a process with this id is running.
 * @param {number} pid
 */
export function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM"; // It runs as another user.
  }
}

/**
 * Returns the full path of a program on PATH; undefined if it is not there.
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
