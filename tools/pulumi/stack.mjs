/** Prepares stacks for Pulumi commands if the state is kept in local files. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT, readTextFile } from "../support/checkout.mjs";
import { nearest } from "../support/nearest.mjs";
import { runCaptured, runInherited } from "../support/process.mjs";
import { report, shortenHome, ToolError } from "../support/report.mjs";
import {
  createSharedStateEnvironment,
  findDeadLockHolder,
  hasStack,
  prepareLocalState,
  skipCheckpoints,
} from "./backend.mjs";

/**
 * Checks the stack before anything is downloaded, built or asked.
 * @param {"created" | "existing" | "any"} use the handling of a stack without state
 * @param {readonly string[]} args the command's arguments
 * @returns {{ env: NodeJS.ProcessEnv, create?: string, createIfMissing?: string }} the environment, and the stack to create first
 */
export function planStack(use, args) {
  const choosesBackend = use === "any" && ["login", "logout"].includes(args[0] ?? "");
  const state = choosesBackend ? undefined : prepareLocalState();
  if (!state) return planSharedStack(use, args);
  const backend = { PULUMI_BACKEND_URL: `file://${state}` };
  if (use === "any" || args.includes("--help")) return { env: backend };

  const given = findStackArgument(args);
  const stack = given === undefined ? undefined : toName(given);
  const missing = stack !== undefined && !hasStack(state, stack);
  if (missing) requireFile(stack);
  if (missing && use === "existing") {
    throw new ToolError(
      `Stack ${stack} has no state in ${shortenHome(state)}. Run \`npm run up\` first, or choose the backend with its state.`,
      64,
    );
  }
  if (stack) requireUnlocked(state, stack);
  requirePassphrase(stack, args);
  return { env: { ...backend, ...skipCheckpoints() }, ...(missing && { create: stack }) };
}

/**
 * A stack in a backend that the user chose. Only Pulumi can say whether it exists: see {@link hasSharedStack}.
 * @param {"created" | "existing" | "any"} use
 * @param {readonly string[]} args
 * @returns {{ env: NodeJS.ProcessEnv, createIfMissing?: string }}
 */
function planSharedStack(use, args) {
  const env = createSharedStateEnvironment();
  if (use !== "created" || args.includes("--help")) return { env };
  const stack = findStackArgument(args);
  const hasFile = stack !== undefined && readTextFile(fileOf(toName(stack))) !== "";
  return { env, ...(hasFile && { createIfMissing: stack }) };
}

/**
 * Returns false if Pulumi says that the stack does not exist. Other failures, such as a missing login, are those of the
 * command itself.
 * @param {string} stack
 * @param {NodeJS.ProcessEnv} env
 */
export async function hasSharedStack(stack, env) {
  const args = ["stack", "--show-name", "--stack", stack, "--non-interactive"];
  const { code, output } = await runCaptured("pulumi", args, { cwd: ROOT, env });
  return code === 0 || !/no stack named/.test(output);
}

/**
 * Creates a stack, and reports if Pulumi changed the configuration file of the stack, which is in the repository.
 * @param {string} stack
 * @param {NodeJS.ProcessEnv} env
 */
export async function createStack(stack, env) {
  const file = fileOf(toName(stack));
  const before = readTextFile(file);
  const code = await runInherited("pulumi", ["stack", "init", stack, "--no-select"], { cwd: ROOT, env });
  if (readTextFile(file) !== before) {
    report(
      `Pulumi added the salt of the stack's passphrase to Pulumi.${toName(stack)}.yaml. Commit this change if you own the stack.`,
    );
  }
  return code;
}

/** @param {string} stack */
const fileOf = (stack) => join(ROOT, `Pulumi.${stack}.yaml`);

/**
 * Returns the name of the stack in the arguments or PULUMI_STACK; undefined for the selected stack.
 * @param {readonly string[]} args
 */
function findStackArgument(args) {
  const flag = args.findIndex((argument) => /^(-s|--stack(=|$))/.test(argument));
  const [, attached] = /^(?:-s|--stack)=?(.+)$/.exec(args[flag] ?? "") ?? [];
  const given = flag < 0 ? process.env.PULUMI_STACK : (attached ?? args[flag + 1]);
  if (!given && process.env.npm_config_stack) {
    throw new ToolError("npm consumes --stack. Write `npm run COMMAND -- --stack STACK`.", 64);
  }
  return given;
}

/** Returns the name in `organization/project/stack`. @param {string} stack */
const toName = (stack) => stack.split("/").at(-1) ?? stack;

/**
 * Refuses a stack without a configuration file: a misspelt name must not create a new stack.
 * @param {string} stack
 */
function requireFile(stack) {
  const stacks = readdirSync(ROOT).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  if (stacks.includes(stack)) return;
  const closest = nearest(stack, stacks);
  throw new ToolError(
    `Pulumi.${stack}.yaml does not exist.${closest ? ` Did you mean the stack ${closest}?` : ""}`,
    64,
  );
}

/**
 * @param {string} state
 * @param {string} stack
 */
function requireUnlocked(state, stack) {
  const pid = findDeadLockHolder(state, stack);
  if (pid === undefined) return;
  const cancel = `npm run pulumi -- cancel --yes --stack ${stack}`;
  throw new ToolError(`Stack ${stack} is locked by a killed run (process ${pid}). To unlock it: ${cancel}`, 1);
}

/**
 * @param {string | undefined} stack
 * @param {readonly string[]} args
 */
function requirePassphrase(stack, args) {
  const canAsk = process.stdin.isTTY && process.stdout.isTTY && !args.includes("--non-interactive");
  const { PULUMI_CONFIG_PASSPHRASE, PULUMI_CONFIG_PASSPHRASE_FILE } = process.env;
  const isSet = PULUMI_CONFIG_PASSPHRASE !== undefined || PULUMI_CONFIG_PASSPHRASE_FILE;
  const hasKeyService = stack && /^secretsprovider:\s*["']?(?!passphrase|default)\S/m.test(readTextFile(fileOf(stack)));
  if (canAsk || isSet || hasKeyService) return;
  throw new ToolError(
    "Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the passphrase of the stack's secrets. Without a terminal " +
      "Pulumi cannot ask for it.",
    64,
  );
}
