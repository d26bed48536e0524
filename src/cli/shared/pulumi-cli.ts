/** Runs the Pulumi CLI for a stack of the project in the working directory. */

import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { z } from "zod";
import { metadataVariable } from "../../estate/program-metadata.ts";
import { type DeclaredProgram, readDeclaredProgram } from "../../plan/declared-program.ts";
import { formatPath, parseJson } from "../../util/json.ts";
import { describeIssue } from "../../util/schema-issues.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import { UserError } from "../../util/user-error.ts";
import { createPulumiEnvironment } from "./child-environment.ts";
import { signalExitCode, waitForExit } from "./signals.ts";

/** Thrown if the Pulumi CLI failed or is not installed. The message contains the output of the CLI. */
export class PulumiError extends UserError {
  override readonly name = "PulumiError";
}

/** Represents the result of one run of the Pulumi CLI. */
export interface PulumiResult {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs the Pulumi CLI non-interactively. A signal that arrives meanwhile goes to Pulumi, and ends this process after it.
 *
 * @param input - standard input: secrets are passed this way because arguments are visible to other users
 */
export async function runPulumi(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  input?: string,
): Promise<PulumiResult> {
  const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
    env: { ...createPulumiEnvironment(), PULUMI_SKIP_UPDATE_CHECK: "true", ...environment },
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
    throw new PulumiError("The Pulumi CLI is not on PATH. Install version 3.183 or later");
  });
  if (signalled) process.exit(signalExitCode(signalled));
  return { code, stdout, stderr };
}

/**
 * Runs the Pulumi CLI and returns its standard output.
 *
 * @throws PulumiError if it fails
 */
export async function runPulumiForOutput(
  args: readonly string[],
  environment?: NodeJS.ProcessEnv,
  input?: string,
): Promise<string> {
  const { code, stdout, stderr } = await runPulumi(args, environment, input);
  if (code === 0) return stdout;
  throw new PulumiError(`pulumi ${args[0]} failed: ${errorText(stdout, stderr)}`);
}

/**
 * Runs the Pulumi CLI and returns its standard output as JSON of a schema.
 *
 * @throws PulumiError if it fails, or if its output has another form
 */
export async function runPulumiForJson<T>(args: readonly string[], schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parseJson(await runPulumiForOutput(args)), { error: describeIssue });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.length ? `${formatPath(issue.path)} ` : "it ";
  throw new PulumiError(`Unexpected output of pulumi ${args.slice(0, 2).join(" ")}: ${place}${issue?.message}`);
}

/** Returns why a run failed: the errors among the diagnostics of its JSON output, otherwise its plain output. */
function errorText(stdout: string, stderr: string): string {
  try {
    const { diagnostics } = failure.parse(JSON.parse(stdout));
    const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message.trim());
    const texts = errors.map((text) => text.replace(/^error: /, "").replace(/^(preview|update) failed:?\s*/i, ""));
    if (texts.some(Boolean)) return [...new Set(texts.filter(Boolean))].join("\n");
  } catch {
    // The output is not JSON.
  }
  return (stderr.trim() || stdout.trim()).replace(/^error: /, "").replace(/no stack named '(.+)' found/, withAdvice);
}

/** Adds what to do about a stack that does not exist: the stack of the folder with a similar name, or the command that creates it. */
function withAdvice(text: string, stack: string): string {
  const stacks = readdirSync(".").flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  const name = stack.split("/").at(-1) ?? stack;
  if (stacks.includes(name)) return `${text}. Create it with \`pulumi stack init ${stack}\``;
  return text + suggestionFor(name, stacks);
}

const failure = z.object({ diagnostics: z.array(z.object({ message: z.string(), severity: z.string() })) });

const configuration = z.record(z.string(), z.object({ value: z.string().optional(), secret: z.boolean().optional() }));

/** Returns the stack's configuration as texts by key, secrets in clear. */
export async function readStackConfiguration(stack: string): Promise<Record<string, string>> {
  const values = await runPulumiForJson(["config", "--json", "--show-secrets", "--stack", stack], configuration);
  const entries = Object.entries(values);
  return Object.fromEntries(entries.flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value]])));
}

/** Returns the stack selected by `pulumi stack select` or PULUMI_STACK. */
export async function readSelectedStack(): Promise<string> {
  const { code, stdout } = await runPulumi(["stack", "--show-name"]);
  if (code === 0 && stdout.trim()) return stdout.trim();
  throw new PulumiError("No stack is selected. Name one with --stack");
}

/** Runs `pulumi preview` for a stack and returns what its program declares. Nexus is not read. */
export async function readStackDeclaration(stack: string): Promise<DeclaredProgram> {
  const args = ["preview", "--json", "--show-sames", "--stack", stack];
  return readDeclaredProgram(await runPulumiForOutput(args, { [metadataVariable]: "1" }), process.env.NEXUS_URL);
}
