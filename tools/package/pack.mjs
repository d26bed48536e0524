/** pack.mjs [FOLDER]: builds the npm packages of this checkout, nexus-iac and nexus-embedded, in FOLDER (default: `dist`). */
import { rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { ROOT } from "../support/checkout.mjs";
import { runCaptured } from "../support/process.mjs";
import { report, ToolError } from "../support/report.mjs";
import { nexusEmbedded, nexusIac, stagePackage } from "./stage-package.mjs";

/**
 * Builds a package and returns the path of its tarball.
 * @param {import("./stage-package.mjs").PackageSource} source
 * @param {string} folder
 */
async function pack(source, folder) {
  const staging = join(folder, "package");
  rmSync(staging, { recursive: true, force: true });
  const { name, version } = stagePackage(source, staging);
  const { code, output } = await runCaptured("npm", ["pack", staging, "--pack-destination", folder]);
  if (code !== 0) throw new ToolError(`npm pack failed:\n${output.trim()}`, 3);
  return join(folder, `${name}-${version}.tgz`);
}

try {
  for (const source of [nexusIac, nexusEmbedded]) {
    const tarball = await pack(source, resolve(process.argv[2] ?? join(ROOT, "dist")));
    console.log(`${tarball} (${Math.round(statSync(tarball).size / 1000)} kB)`);
  }
} catch (error) {
  if (!(error instanceof ToolError)) throw error;
  report(error.message);
  process.exitCode = error.exitCode;
}
