/** run.mjs NAME [ARGUMENTS]: what every npm script calls. It makes ready what NAME needs, then runs it. */
import { commands, needsOf } from "./commands.mjs";
import { createStack, plan } from "./pulumi/stack.mjs";
import { setup } from "./setup.mjs";
import { ROOT } from "./support/checkout.mjs";
import { nearest } from "./support/nearest.mjs";
import { openly, passSignalsOn } from "./support/process.mjs";
import { duration, Stop, say } from "./support/report.mjs";

/**
 * @param {string} name
 * @param {readonly string[]} args
 */
async function run(name, args) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const names = Object.keys(commands);
    throw new Stop(name ? `Unknown: ${name}. Did you mean ${nearest(name, names)}?` : `One of: ${names.join(", ")}`, 2);
  }
  const { needs, stack } = needsOf(command, args);
  const { env: state = {}, create = "" } = stack ? plan(stack, args) : {};
  const env = { ...(await setup(needs)), ...state };
  const failed = create && (await createStack(create, env));
  return failed || runSteps(command.steps, args, env);
}

/**
 * Runs all steps, also after one has failed, so that one run shows everything that is wrong.
 * @param {string[][]} steps
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
async function runSteps(steps, args, env) {
  const outcomes = [];
  for (const [program = "", ...given] of steps) {
    const added = outcomes.length === steps.length - 1 ? args : [];
    const started = Date.now();
    const code = await openly(program, [...given, ...added], { cwd: ROOT, env });
    const result = `${code ? "failed" : "passed"} after ${duration(Date.now() - started)}`;
    outcomes.push({ code, line: `${[program, ...given].join(" ")}: ${result}` });
    if (code > 128) break; // Ended by a signal, Ctrl-C as a rule.
  }
  if (steps.length > 1) say(outcomes.map(({ line }) => line).join("\n"));
  return outcomes.find(({ code }) => code)?.code ?? 0;
}

passSignalsOn();
const [name = "", ...args] = process.argv.slice(2);
try {
  process.exitCode = await run(name, args);
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  say(error.message);
  process.exit(error.exitCode);
}
