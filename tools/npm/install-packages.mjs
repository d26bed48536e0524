/**
 * Installs the packages of package-lock.json in node_modules, including a Node.js that runs TypeScript: one of the optional
 * packages node-<platform>-<architecture>. npm verifies each package by its hash in the lock file and runs no install script.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { CACHE, withLock } from "../support/cache.mjs";
import { ROOT, readTextFile } from "../support/checkout.mjs";
import { runCaptured, which } from "../support/process.mjs";
import { reportProgress, ToolError } from "../support/report.mjs";

/** The first version of Node that runs TypeScript without a compiler. */
const TYPESCRIPT_NODE = [22, 18];

/** Runs `npm ci` if node_modules differs from package-lock.json. */
export async function installPackages() {
  if (!areInstalled()) {
    const checkout = createHash("sha256").update(ROOT).digest("hex").slice(0, 12);
    await withLock(join(CACHE, `npm-ci-${checkout}`), "npm packages", async () => {
      if (!areInstalled()) await reportProgress("npm packages", "npm ci, about 20 s", install);
    });
  }
  await checkNode();
}

/** Throws if the Node.js of node_modules is missing or does not run here. */
async function checkNode() {
  const node = join(ROOT, "node_modules/.bin/node");
  const own = `${process.platform}-${process.arch}`;
  if (!existsSync(node)) {
    if (runsTypeScript(process.versions.node)) return;
    throw new ToolError(
      `npm installed no Node.js for ${own}. The optionalDependencies in package.json list the platforms. If yours is among ` +
        "them, remove `omit=optional` from your .npmrc and run `npm ci`; otherwise use Node.js 22.18 or later.",
      3,
    );
  }
  if (process.platform !== "linux" || (await runCaptured(node, ["--version"])).code === 0) return;
  throw new ToolError(
    `The Node.js of node_modules (${own}) does not run on this system. It needs glibc; Alpine Linux has musl. Use a system or ` +
      "image with glibc, such as Debian, Ubuntu or Red Hat.",
    3,
  );
}

/**
 * Compares node_modules/.package-lock.json, which npm writes at the end of an installation, with the lock file. So a manual
 * `npm install` counts too, and an interrupted one does not.
 */
function areInstalled() {
  const locked = readEntries("package-lock.json");
  const installed = readEntries("node_modules/.package-lock.json");
  return Object.entries(locked).every(([path, entry]) => {
    const current = installed[path];
    if (!path || entry.link) return true;
    if (!current) return entry.optional ?? false; // Built for another platform.
    return current.version === entry.version && current.integrity === entry.integrity;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, link?: boolean }>}
 */
function readEntries(file) {
  return JSON.parse(readTextFile(join(ROOT, file)) || '{"packages": {}}').packages;
}

async function install() {
  const npm = which("npm");
  if (!npm) throw new ToolError("npm is not on PATH. It is part of Node.js.", 3);
  // npm deletes node_modules while it works, so nothing may run from there, such as the Node of an earlier installation.
  const PATH = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.startsWith(join(ROOT, "node_modules")))
    .join(delimiter);
  // An older system Node is no error: it only starts npm, everything else runs on Node 24.
  const args = ["ci", "--ignore-scripts", "--loglevel=error", "--engine-strict=false"];
  const { code, output } = await runCaptured(npm, args, { cwd: ROOT, env: { ...process.env, PATH } });
  if (code !== 0) throw new ToolError(`npm ci failed:\n${output.trim()}`, 3);
}

/** @param {string} version */
function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [firstMajor = 0, firstMinor = 0] = TYPESCRIPT_NODE;
  return major > firstMajor || (major === firstMajor && minor >= firstMinor);
}
