/** run.mjs NAME [ARGUMENTS]: called by every npm script. Installs what the command needs, then runs it. */
import { commands, resolveNeeds } from "./commands.mjs";
import { createStack, hasSharedStack, planStack } from "./pulumi/stack.mjs";
import { setup } from "./setup.mjs";
import { ROOT } from "./support/checkout.mjs";
import { formatLeftOut } from "./support/missing-tools.mjs";
import { nearest } from "./support/nearest.mjs";
import { forwardSignals, runInherited } from "./support/process.mjs";
import { formatDuration, report, ToolError } from "./support/report.mjs";

/**
 * @param {string} name
 * @param {readonly string[]} args
 */
async function run(name, args) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const names = Object.keys(commands);
    throw new ToolError(
      name ? `Unknown command: ${name}. Did you mean ${nearest(name, names)}?` : `Commands: ${names.join(", ")}`,
      64,
    );
  }
  const { needs, stack } = resolveNeeds(command, args);
  const { env: state = {}, create = "", createIfMissing = "" } = stack ? planStack(stack, args) : {};
  const { env: tools, missing } = await setup(needs, isCI() ? [] : (command.optional ?? []));
  const env = { ...tools, ...command.env, ...state };
  const missingStack = create || (createIfMissing && !(await hasSharedStack(createIfMissing, env)) && createIfMissing);
  const failureCode = missingStack && (await createStack(missingStack, env));
  const code = failureCode || (await runSteps(command.steps, args, env));
  if (missing.length > 0) report(formatLeftOut(missing));
  return code;
}

/** Returns true on a build server: GitHub, GitLab and most others set CI, Jenkins does in .ci/run. */
const isCI = () => !["", "0", "false"].includes((process.env.CI ?? "").toLowerCase());

/**
 * Runs all steps, also after a failed one, so that one run shows all problems.
 * @param {string[][]} steps
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
async function runSteps(steps, args, env) {
  const outcomes = [];
  for (const [program = "", ...given] of steps) {
    const appended = outcomes.length === steps.length - 1 ? args : [];
    const started = Date.now();
    const code = await runInherited(program, [...given, ...appended], { cwd: ROOT, env });
    const result = `${code ? "failed" : "passed"} after ${formatDuration(Date.now() - started)}`;
    outcomes.push({ code, line: `${[program, ...given].join(" ")}: ${result}` });
    if (code > 128) break; // Ended by a signal, usually Ctrl-C.
  }
  if (steps.length > 1) report(outcomes.map(({ line }) => line).join("\n"));
  return outcomes.find(({ code }) => code)?.code ?? 0;
}

forwardSignals();
const [name = "", ...args] = process.argv.slice(2);
try {
  process.exitCode = await run(name, args);
} catch (error) {
  if (!(error instanceof ToolError)) throw error;
  report(error.message);
  process.exit(error.exitCode);
}
