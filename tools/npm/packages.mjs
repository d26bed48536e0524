/** The packages of package-lock.json in node_modules, the npm package `node` (Node 24) among them. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { CACHE, locked } from "../support/cache.mjs";
import { contents, ROOT } from "../support/checkout.mjs";
import { quietly, which } from "../support/process.mjs";
import { announced, Stop } from "../support/report.mjs";

/** The first Node that runs TypeScript as it stands. */
const TYPESCRIPT_NODE = [22, 18];

export async function packages() {
  if (!installed()) {
    const checkout = createHash("sha256").update(ROOT).digest("hex").slice(0, 12);
    await locked(join(CACHE, `npm-ci-${checkout}`), "npm packages", async () => {
      if (!installed()) await announced("npm packages", "npm ci, about 20 s", install);
    });
  }
  if (!existsSync(join(ROOT, "node_modules/.bin/node")) && !runsTypeScript(process.versions.node)) {
    throw new Stop(
      "npm did not run the install script of the package `node`, which brings Node 24 (package.json allows it; " +
        "ignore-scripts in an .npmrc forbids it).\n" +
        "Run `npm rebuild node --ignore-scripts=false`, or use Node 22.18 or later.",
      3,
    );
  }
}

/**
 * npm notes what it has installed in node_modules/.package-lock.json when it is done. That is compared with the
 * lock file, so an `npm install` by hand counts too, and one that was interrupted does not.
 */
function installed() {
  const wanted = entries("package-lock.json");
  const found = entries("node_modules/.package-lock.json");
  return Object.entries(wanted).every(([path, entry]) => {
    const there = found[path];
    if (!path || entry.link) return true;
    if (!there) return entry.optional ?? false; // Made for another platform.
    return there.version === entry.version && there.integrity === entry.integrity;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, link?: boolean }>}
 */
function entries(file) {
  return JSON.parse(contents(join(ROOT, file)) || '{"packages": {}}').packages;
}

async function install() {
  const npm = which("npm");
  if (!npm) throw new Stop("npm is not on PATH; it comes with Node.", 3);
  // node_modules goes away while npm works: nothing may run from there, the Node of an earlier install least of all.
  const PATH = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.startsWith(join(ROOT, "node_modules")))
    .join(delimiter);
  // An older system Node is no error: it only starts what then runs on Node 24.
  const args = ["ci", "--loglevel=error", "--engine-strict=false"];
  const { code, output } = await quietly(npm, args, { cwd: ROOT, env: { ...process.env, PATH } });
  if (code !== 0) throw new Stop(`npm ci failed:\n${output.trim()}`, 3);
}

/** @param {string} version */
function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [atLeast = 0, andMinor = 0] = TYPESCRIPT_NODE;
  return major > atLeast || (major === atLeast && minor >= andMinor);
}
