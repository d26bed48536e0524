/** The backend of the Pulumi state: the one that the user chose, otherwise local files outside of the checkout. */
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import { ROOT, readTextFile } from "../support/checkout.mjs";
import { isRunning } from "../support/process.mjs";
import { shortenHome, ToolError } from "../support/report.mjs";

/** Returns true if the user chose a backend, in any of the ways that Pulumi supports. */
function hasChosenBackend() {
  const { PULUMI_BACKEND_URL, PULUMI_ACCESS_TOKEN, PULUMI_CREDENTIALS_PATH, PULUMI_HOME } = process.env;
  const loggedIn = join(PULUMI_CREDENTIALS_PATH || PULUMI_HOME || join(homedir(), ".pulumi"), "credentials.json");
  return Boolean(
    PULUMI_BACKEND_URL ||
      PULUMI_ACCESS_TOKEN ||
      /^backend:/m.test(readTextFile(join(ROOT, "Pulumi.yaml"))) ||
      JSON.parse(readTextFile(loggedIn) || "{}").current,
  );
}

/** Creates the folder of the local state and returns it; undefined if another backend is chosen. */
export function prepareLocalState() {
  if (hasChosenBackend()) return undefined;
  const folder = join(process.env.XDG_STATE_HOME || join(homedir(), ".local/state"), "nexus-iac");
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new ToolError(
      `Cannot keep the state in ${shortenHome(folder)} (${error}). Set PULUMI_BACKEND_URL to use another backend.`,
      3,
    );
  }
  return folder;
}

/**
 * Disables checkpoints. A checkpoint after every resource takes most of the time (200 repositories: 7 s without, 17 s with, 40 s
 * in PostgreSQL). Without checkpoints the state is written at the end, also after Ctrl-C. The next run adopts what a killed
 * run created, and deleting an object that is already gone is no error. Where the program refuses or keeps existing objects,
 * checkpoints stay: the next run recognizes by them what a killed run created.
 */
export const skipCheckpoints = () => ({
  PULUMI_SKIP_CHECKPOINTS: process.env.PULUMI_SKIP_CHECKPOINTS ?? String(!distinguishesOwnObjects()),
});

/** Returns true if a stack or an estate of the checkout uses `onConflict` "fail" or `keepAdopted`. */
function distinguishesOwnObjects() {
  const setting = /\bonConflict["']?:\s*["']?fail\b|\bkeepAdopted["']?:\s*["']?true\b/;
  const stackFiles = readdirSync(ROOT).filter((name) => /^Pulumi\..+\.ya?ml$/.test(name));
  const estates = existsSync(join(ROOT, "src/estates"))
    ? readdirSync(join(ROOT, "src/estates"), { recursive: true })
    : [];
  const estateFiles = estates
    .map(String)
    .filter((name) => /\.[cm]?[jt]s$/.test(name))
    .map((name) => join("src/estates", name));
  return [...stackFiles, ...estateFiles].some((name) => setting.test(readTextFile(join(ROOT, name))));
}

/**
 * Returns the environment for a shared state at PULUMI_BACKEND_URL. Pulumi prints the URL if the stack is locked, so the password
 * of PostgreSQL is moved to PGPASSWORD.
 * @returns {NodeJS.ProcessEnv}
 */
export function createSharedStateEnvironment() {
  const url = URL.parse(process.env.PULUMI_BACKEND_URL ?? "");
  if (!url || url.protocol === "https:") return {}; // The Pulumi service handles checkpoints itself.
  if (url.protocol !== "postgres:" || !url.password) return skipCheckpoints();
  const PGPASSWORD = decodeURIComponent(url.password);
  url.password = "";
  return { ...skipCheckpoints(), PULUMI_BACKEND_URL: url.href, PGPASSWORD };
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
 * Returns the id of a killed process that still holds the lock of the stack; undefined if there is none.
 * @param {string} state the folder of the local state
 * @param {string} stack
 * @returns {number | undefined}
 */
export function findDeadLockHolder(state, stack) {
  const locks = join(state, ".pulumi/locks/organization", project(), stack);
  if (!existsSync(locks)) return undefined;
  return readdirSync(locks)
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readTextFile(join(locks, name)) || "{}"))
    .find(({ pid, hostname: host }) => pid && host === hostname() && !isRunning(pid))?.pid;
}

/** Returns the name of the project in Pulumi.yaml. */
const project = () => /^name:\s*["']?([\w.-]+)/m.exec(readTextFile(join(ROOT, "Pulumi.yaml")))?.[1] ?? "";
