/** Runs `nexus-iac` in tests. */
import { type ChildProcess, spawn } from "node:child_process";
import { Console } from "node:console";
import { join, resolve } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { KeyedMutex } from "../../src/util/concurrency.ts";
import { isFull } from "./scope.ts";

const checkout = resolve(import.meta.dirname, "../..");

const { NEXUS_URL: _url, ...testEnvironment } = process.env;

/** Represents the result of a run of nexus-iac. */
export interface CommandResult {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  /** The working directory. Default: the checkout. */
  cwd?: string;
  /** Variables in addition to those of the test process. NEXUS_URL is removed. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** The standard input. Default: none. */
  input?: string;
}

export interface ProcessOptions extends CommandOptions {
  /** The file of the command. Default: that of the checkout. */
  command?: string;
  /** Called with the child process after its start. */
  onStart?: (child: ChildProcess) => void;
}

/** Runs `nexus-iac` in this process, which takes a tenth of the time. The full suite runs it as a child process. */
export function runNexusIac(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return isFull ? spawnNexusIac(args, options) : runs.run("process", () => runInProcess(args, options));
}

/** Runs `nexus-iac` as a child process. For tests of the process itself: signals, inherited files, versions of Node.js. */
export function spawnNexusIac(
  args: readonly string[],
  {
    command = join(checkout, "src/cli/main.ts"),
    cwd = checkout,
    environment,
    input,
    onStart: started,
  }: ProcessOptions = {},
): Promise<CommandResult> {
  const child = spawn(process.execPath, [command, ...args], {
    cwd,
    env: { ...testEnvironment, ...environment },
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  // The command may exit before it has read all input.
  child.stdin?.on("error", () => {});
  child.stdin?.end(input);
  started?.(child);
  const run: CommandResult = { status: null, stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream]?.setEncoding("utf8").on("data", (chunk) => {
      run[stream] += chunk;
    });
  return new Promise((done) => child.on("close", (status) => done({ ...run, status })));
}

/** Runs in this process replace its streams, variables and working directory, so they run one after another. */
const runs = new KeyedMutex();

async function runInProcess(
  args: readonly string[],
  { cwd = checkout, environment, input }: CommandOptions,
): Promise<CommandResult> {
  const { runCommandLine } = await import("../../src/cli/command-line.ts");
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const folder = process.cwd();
  const restore = [
    replaceProperty(globalThis, "console", new Console(stdout, stderr)),
    replaceProperty(process, "stdin", Readable.from(input === undefined ? [] : [input])),
    replaceProperty(process, "stdout", stdout),
    replaceProperty(process, "stderr", stderr),
    replaceProperty(process, "env", { ...testEnvironment, ...environment }),
  ];
  try {
    process.chdir(cwd);
    await runCommandLine(args);
    const status = Number(process.exitCode ?? 0);
    return { status, stdout: await text(stdout.end()), stderr: await text(stderr.end()) };
  } finally {
    process.exitCode = undefined;
    process.chdir(folder);
    for (const undo of restore) undo();
  }
}

/** Replaces a property, and returns a function that restores it. */
function replaceProperty<T extends object, K extends keyof T>(object: T, name: K, value: unknown): () => void {
  const original = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { value, configurable: true, writable: true, enumerable: true });
  return () => original && Object.defineProperty(object, name, original);
}
