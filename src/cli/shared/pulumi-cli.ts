/** Runs the Pulumi CLI for a stack of the project in the working directory. */

import { spawn } from "node:child_process";
import { z } from "zod";
import { UserError } from "../../util/user-error.ts";
import { signalExitCode, waitForExit } from "./signals.ts";

/** The CLI failed, or is not there; the message holds its own words. */
export class PulumiError extends UserError {
  override readonly name = "PulumiError";
}

export interface PulumiResult {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * One run of the CLI, which asks nothing. A signal that comes meanwhile is Pulumi's, and ends this process after it.
 *
 * @param input - what it reads: a secret is no argument
 */
export async function runPulumi(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  input?: string,
): Promise<PulumiResult> {
  const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => {}).end(input);
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const { code, signalled } = await waitForExit(child).catch(() => {
    throw new PulumiError("there is no Pulumi CLI on PATH: install it, from 3.183 on");
  });
  if (signalled) process.exit(signalExitCode(signalled));
  return { code, stdout, stderr };
}

/** What a run printed, where it went well. */
export async function runPulumiForOutput(
  args: readonly string[],
  environment?: NodeJS.ProcessEnv,
  input?: string,
): Promise<string> {
  const { code, stdout, stderr } = await runPulumi(args, environment, input);
  if (code === 0) return stdout;
  throw new PulumiError(`pulumi ${args[0]} failed: ${wordsOf(stdout, stderr)}`);
}

/** Why a run failed: errors among the diagnostics of its JSON, else what it said. */
function wordsOf(stdout: string, stderr: string): string {
  try {
    const { diagnostics } = failure.parse(JSON.parse(stdout));
    const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message.trim());
    const words = errors.map((text) => text.replace(/^error: /, "").replace(/^(preview|update) failed:?\s*/i, ""));
    if (words.some(Boolean)) return [...new Set(words.filter(Boolean))].join("\n");
  } catch {
    // It printed no JSON.
  }
  return (stderr.trim() || stdout.trim()).replace(/^error: /, "");
}

const failure = z.object({ diagnostics: z.array(z.object({ message: z.string(), severity: z.string() })) });

const configuration = z.record(z.string(), z.object({ value: z.string().optional(), secret: z.boolean().optional() }));

/** The stack's configuration, secrets included, as texts by key. */
export async function readStackConfiguration(stack: string): Promise<Record<string, string>> {
  const text = await runPulumiForOutput(["config", "--json", "--show-secrets", "--stack", stack]);
  const entries = Object.entries(configuration.parse(JSON.parse(text)));
  return Object.fromEntries(entries.flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value]])));
}

/** The stack that `pulumi stack select` or PULUMI_STACK chose. */
export async function readSelectedStack(): Promise<string> {
  const { code, stdout } = await runPulumi(["stack", "--show-name"]);
  if (code === 0 && stdout.trim()) return stdout.trim();
  throw new PulumiError("no stack is chosen: name one with --stack");
}
