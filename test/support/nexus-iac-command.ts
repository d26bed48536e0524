import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";

const command = resolve(import.meta.dirname, "../../src/cli/main.ts");

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
  /** Called with the child process after its start. */
  onStart?: (child: ChildProcess) => void;
}

/** Runs `nexus-iac` as a child process. */
export function runNexusIac(
  args: readonly string[],
  { cwd, environment, input, onStart: started }: CommandOptions = {},
): Promise<CommandResult> {
  const { NEXUS_URL: _url, ...own } = process.env;
  const child = spawn(process.execPath, [command, ...args], {
    ...(cwd !== undefined && { cwd }),
    env: { ...own, ...environment },
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  // The command may exit before it has read all input.
  child.stdin?.on("error", () => {});
  child.stdin?.end(input);
  started?.(child);
  const run: CommandResult = { status: null, stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream]?.setEncoding("utf8").on("data", (text) => {
      run[stream] += text;
    });
  return new Promise((done) => child.on("close", (status) => done({ ...run, status })));
}
