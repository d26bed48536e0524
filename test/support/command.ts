import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";

const command = resolve(import.meta.dirname, "../../src/cli/main.ts");

/** What a run of the command nexus-iac did. */
export interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** By default the checkout. */
  cwd?: string;
  /** Beside that of the tests, of which nothing names a Nexus. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Its standard input; by default there is none. */
  input?: string;
  /** What somebody does to it while it runs. */
  started?: (child: ChildProcess) => void;
}

/** Runs `nexus-iac` as somebody at a terminal does. */
export function nexusIac(args: readonly string[], { cwd, environment, input, started }: RunOptions = {}): Promise<Run> {
  const { NEXUS_URL: _url, ...own } = process.env;
  const child = spawn(process.execPath, [command, ...args], {
    ...(cwd !== undefined && { cwd }),
    env: { ...own, ...environment },
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  // It may end before it has read all.
  child.stdin?.on("error", () => {});
  child.stdin?.end(input);
  started?.(child);
  const run: Run = { status: null, stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream]?.setEncoding("utf8").on("data", (text) => {
      run[stream] += text;
    });
  return new Promise((done) => child.on("close", (status) => done({ ...run, status })));
}
