/** Installs what a command needs, on a machine that has only npm and Node.js 20 or later. */
import { delimiter, join } from "node:path";
import { installChromium } from "./browser/install-chromium.mjs";
import { installClientPrograms, installCrane } from "./clients/install-clients.mjs";
import { fetchMavenPlugins } from "./clients/maven.mjs";
import { installCore } from "./nexus-core/install-core.mjs";
import { installPackages } from "./npm/install-packages.mjs";
import { installPostgres } from "./postgres/install-postgres.mjs";
import { installPulumi } from "./pulumi/install-cli.mjs";
import { CACHE, requireOwnCache } from "./support/cache.mjs";
import { ROOT } from "./support/checkout.mjs";
import { MissingToolsError } from "./support/missing-tools.mjs";
import { which } from "./support/process.mjs";
import { MISSING_TOOLS } from "./support/test-tools.mjs";

/**
 * @typedef {import("./commands.mjs").Need} Need
 * @typedef {import("./support/missing-tools.mjs").MissingTool} MissingTool
 */

/**
 * Installs the tools that a command needs. Throws if one is missing that is not optional.
 * @param {readonly Need[]} needs
 * @param {readonly Need[]} optional
 * @returns {Promise<{ env: NodeJS.ProcessEnv, missing: MissingTool[] }>} the environment to run the command in, and the missing
 *   optional tools, which the environment names too
 */
export async function setup(needs, optional) {
  requireOwnCache();
  /** @type {MissingTool[]} */
  const missing = [];

  /**
   * @template T
   * @param {Need} need
   * @param {() => Promise<T>} install
   * @returns {Promise<T | undefined>}
   */
  const installFor = async (need, install) => {
    if (!needs.includes(need)) return undefined;
    try {
      return await install();
    } catch (error) {
      if (!(error instanceof MissingToolsError && optional.includes(need))) throw error;
      missing.push(...error.tools);
      return undefined;
    }
  };

  const [cliFolder, craneFolder] = await Promise.all([
    // One of the packages downloads the CLI.
    installPackages().then(() => installFor("pulumi", installPulumi)),
    installFor("clients", installCrane),
    installFor("linux", requireLinux),
    installFor("core", installCore),
    process.env.NEXUS_URL ? undefined : installFor("server", installCore),
    installFor("chromium", installChromium),
    installFor("postgres", installPostgres),
    installFor("clients", installClientPrograms).then(() => which("mvn") && installFor("clients", fetchMavenPlugins)),
  ]);
  const path = [join(ROOT, "node_modules/.bin"), cliFolder, craneFolder, process.env.PATH]
    .filter(Boolean)
    .join(delimiter);
  const env = {
    // Pulumi starts four Node processes per run. With the compiled code of the last run, a run takes a quarter less CPU time.
    NODE_COMPILE_CACHE: join(CACHE, "node-compile-cache"),
    ...process.env,
    PATH: path,
    // The version is pinned, so Pulumi need not check for a newer one.
    ...(cliFolder && { PULUMI_SKIP_UPDATE_CHECK: "true" }),
    ...(missing.length > 0 && { [MISSING_TOOLS]: missing.map(({ tool }) => tool).join(" ") }),
  };
  return { env, missing };
}

/** A few tests use /proc, /dev/full, or `script` with the options of Linux. */
async function requireLinux() {
  if (process.platform === "linux") return;
  const reason = `this system is ${process.platform}`;
  throw new MissingToolsError({ tool: "linux", reason, remedy: "run the tests in a Linux container" });
}
