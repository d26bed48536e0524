/** Makes ready what a command needs, on a machine that has nothing but npm and a Node 20. */
import { delimiter, join } from "node:path";
import { chromium } from "./browser/chromium.mjs";
import { clients } from "./clients/clients.mjs";
import { installCore } from "./nexus-core/install-core.mjs";
import { packages } from "./npm/packages.mjs";
import { postgres } from "./postgres/find-postgres.mjs";
import { pulumi } from "./pulumi/install-cli.mjs";
import { CACHE } from "./support/cache.mjs";
import { ROOT } from "./support/checkout.mjs";

/**
 * @param {readonly import("./commands.mjs").Need[]} needs
 * @returns {Promise<NodeJS.ProcessEnv>} the environment to run the command in
 */
export async function setup(needs) {
  const wantsCore = needs.includes("core") || (needs.includes("server") && !process.env.NEXUS_URL);
  const [cli, , , , ofClients] = await Promise.all([
    // The CLI is downloaded by one of the packages.
    packages().then(() => (needs.includes("pulumi") ? pulumi() : undefined)),
    wantsCore ? installCore() : undefined,
    needs.includes("chromium") ? chromium() : undefined,
    needs.includes("postgres") ? postgres() : undefined,
    needs.includes("clients") ? clients() : undefined,
  ]);
  const path = [join(ROOT, "node_modules/.bin"), cli, ofClients, process.env.PATH].filter(Boolean).join(delimiter);
  return {
    // Pulumi starts three Node processes a run: with their code compiled once, a run takes a fifth less.
    NODE_COMPILE_CACHE: join(CACHE, "node-compile-cache"),
    ...process.env,
    PATH: path,
    // A CLI of this version is what we want: whether there is a newer one need not be asked.
    ...(cli && { PULUMI_SKIP_UPDATE_CHECK: "true" }),
  };
}
