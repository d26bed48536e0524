/** What Pulumi's commands need beyond the CLI where the state is kept in local files. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { contents, ROOT } from "../support/checkout.mjs";
import { nearest } from "../support/nearest.mjs";
import { openly } from "../support/process.mjs";
import { Stop, say, tilde } from "../support/report.mjs";
import { atTheEnd, deadHolder, hasStack, localState, sharedState } from "./backend.mjs";

/**
 * Looks at what can be wrong before anything is fetched, built or asked.
 * @param {"created" | "existing" | "any"} use what becomes of a stack that has no state
 * @param {readonly string[]} args the command's arguments
 * @returns {{ env: NodeJS.ProcessEnv, create?: string }} what to set, and the stack to create first
 */
export function plan(use, args) {
  const chooses = use === "any" && ["login", "logout"].includes(args[0] ?? "");
  const state = chooses ? undefined : localState();
  if (!state) return { env: sharedState() };
  const backend = { PULUMI_BACKEND_URL: `file://${state}` };
  if (use === "any" || args.includes("--help")) return { env: backend };

  const stack = named(args);
  const missing = stack !== undefined && !hasStack(state, stack);
  if (missing) requireFile(stack);
  if (missing && use === "existing") {
    throw new Stop(`Stack ${stack} has no state in ${tilde(state)}: it was never up, or its state is elsewhere.`, 2);
  }
  if (stack) requireUnlocked(state, stack);
  requirePassphrase(stack, args);
  return { env: { ...backend, ...atTheEnd() }, ...(missing && { create: stack }) };
}

/**
 * Creates a stack, and tells that this has written to its file, which is in the repository.
 * @param {string} stack
 * @param {NodeJS.ProcessEnv} env
 */
export async function createStack(stack, env) {
  const before = contents(fileOf(stack));
  const code = await openly("pulumi", ["stack", "init", stack, "--no-select"], { cwd: ROOT, env });
  if (contents(fileOf(stack)) !== before) {
    say(
      `Pulumi has added the salt of the stack's passphrase to Pulumi.${stack}.yaml: commit that, if the stack is yours.`,
    );
  }
  return code;
}

/** @param {string} stack */
const fileOf = (stack) => join(ROOT, `Pulumi.${stack}.yaml`);

/**
 * The stack that is named, if any; else Pulumi goes by what `pulumi stack select` chose.
 * @param {readonly string[]} args
 */
function named(args) {
  const flag = args.findIndex((argument) => /^(-s|--stack(=|$))/.test(argument));
  const [, attached] = /^(?:-s|--stack)=?(.+)$/.exec(args[flag] ?? "") ?? [];
  const given = flag < 0 ? process.env.PULUMI_STACK : (attached ?? args[flag + 1]);
  if (!given && process.env.npm_config_stack) {
    throw new Stop("npm takes --stack for itself: write `npm run COMMAND -- --stack STACK`.", 2);
  }
  return given?.split("/").at(-1); // organization/project/stack
}

/**
 * A misspelt name must not become a new stack.
 * @param {string} stack
 */
function requireFile(stack) {
  const stacks = readdirSync(ROOT).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  if (stacks.includes(stack)) return;
  const closest = nearest(stack, stacks);
  throw new Stop(`There is no Pulumi.${stack}.yaml.${closest ? ` Did you mean the stack ${closest}?` : ""}`, 2);
}

/**
 * @param {string} state
 * @param {string} stack
 */
function requireUnlocked(state, stack) {
  const pid = deadHolder(state, stack);
  if (pid === undefined) return;
  const cancel = `npm run pulumi -- cancel --yes --stack ${stack}`;
  throw new Stop(`Stack ${stack} is locked by a run that was killed (process ${pid}). To free it: ${cancel}`, 2);
}

/**
 * @param {string | undefined} stack
 * @param {readonly string[]} args
 */
function requirePassphrase(stack, args) {
  const canAsk = process.stdin.isTTY && process.stdout.isTTY && !args.includes("--non-interactive");
  const { PULUMI_CONFIG_PASSPHRASE, PULUMI_CONFIG_PASSPHRASE_FILE } = process.env;
  const isSet = PULUMI_CONFIG_PASSPHRASE !== undefined || PULUMI_CONFIG_PASSPHRASE_FILE;
  const hasKeyService = stack && /^secretsprovider:\s*["']?(?!passphrase|default)\S/m.test(contents(fileOf(stack)));
  if (canAsk || isSet || hasKeyService) return;
  throw new Stop(
    "Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE: the passphrase that protects the stack's secrets " +
      "(without a terminal Pulumi cannot ask for it).",
    2,
  );
}
