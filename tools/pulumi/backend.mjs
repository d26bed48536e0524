/** Where Pulumi keeps the state: where somebody said so, else in local files, outside the checkout. */
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import { contents, ROOT } from "../support/checkout.mjs";
import { isRunning } from "../support/process.mjs";
import { Stop, tilde } from "../support/report.mjs";

/** Whether a backend is chosen, in any of the ways that Pulumi goes by. */
function isChosen() {
  const { PULUMI_BACKEND_URL, PULUMI_ACCESS_TOKEN, PULUMI_CREDENTIALS_PATH, PULUMI_HOME } = process.env;
  const loggedIn = join(PULUMI_CREDENTIALS_PATH || PULUMI_HOME || join(homedir(), ".pulumi"), "credentials.json");
  return Boolean(
    PULUMI_BACKEND_URL ||
      PULUMI_ACCESS_TOKEN ||
      /^backend:/m.test(contents(join(ROOT, "Pulumi.yaml"))) ||
      JSON.parse(contents(loggedIn) || "{}").current,
  );
}

/** The folder of the local state; undefined where another backend is chosen. */
export function localState() {
  if (isChosen()) return undefined;
  const folder = join(process.env.XDG_STATE_HOME || join(homedir(), ".local/state"), "nexus-iac");
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Stop(
      `Cannot keep the state in ${tilde(folder)} (${error}). PULUMI_BACKEND_URL chooses another place.`,
      3,
    );
  }
  return folder;
}

/**
 * A checkpoint after every resource takes most of the time (200 repositories: 7 s without, 17 s with, 40 s in
 * PostgreSQL); without, the state is written at the end, after Ctrl-C too. What a killed run made is adopted by the
 * next, and deleting what is gone already is no error.
 */
export const atTheEnd = () => ({ PULUMI_SKIP_CHECKPOINTS: process.env.PULUMI_SKIP_CHECKPOINTS ?? "true" });

/**
 * What a state that PULUMI_BACKEND_URL shares needs. Pulumi prints the URL where the stack is locked: the password of
 * PostgreSQL goes by a variable of its own.
 * @returns {NodeJS.ProcessEnv}
 */
export function sharedState() {
  const url = URL.parse(process.env.PULUMI_BACKEND_URL ?? "");
  if (!url || url.protocol === "https:") return {}; // Pulumi's own service keeps checkpoints in ways of its own.
  if (url.protocol !== "postgres:" || !url.password) return atTheEnd();
  const PGPASSWORD = decodeURIComponent(url.password);
  url.password = "";
  return { ...atTheEnd(), PULUMI_BACKEND_URL: url.href, PGPASSWORD };
}

/**
 * @param {string} state the folder of the local state
 * @param {string} stack
 */
export function hasStack(state, stack) {
  const file = join(state, ".pulumi/stacks", project(), `${stack}.json`);
  return existsSync(file) || existsSync(`${file}.gz`);
}

/**
 * The process that was killed while it held the stack's lock, if one was: no other can have the stack since.
 * @param {string} state the folder of the local state
 * @param {string} stack
 * @returns {number | undefined}
 */
export function deadHolder(state, stack) {
  const locks = join(state, ".pulumi/locks/organization", project(), stack);
  if (!existsSync(locks)) return undefined;
  return readdirSync(locks)
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(contents(join(locks, name)) || "{}"))
    .find(({ pid, hostname: host }) => pid && host === hostname() && !isRunning(pid))?.pid;
}

/** The project's name in Pulumi.yaml. */
const project = () => /^name:\s*["']?([\w.-]+)/m.exec(contents(join(ROOT, "Pulumi.yaml")))?.[1] ?? "";
