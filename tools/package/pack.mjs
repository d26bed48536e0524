/**
 * pack.mjs [FOLDER]: builds the npm packages of this checkout, nexus-iac and nexus-embedded, in FOLDER (default: `dist`), and
 * beside each tarball its bill of materials, NAME-VERSION.cdx.json.
 */
import { createHash } from "node:crypto";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { ROOT } from "../support/checkout.mjs";
import { runCaptured } from "../support/process.mjs";
import { report, ToolError } from "../support/report.mjs";
import { listRuntimePackages, readLockEntries } from "./runtime-packages.mjs";
import { createSbom } from "./sbom.mjs";
import { nexusEmbedded, nexusIac, stagePackage } from "./stage-package.mjs";

/**
 * Builds a package and returns the path of its tarball.
 * @param {import("./stage-package.mjs").PackageSource} source
 * @param {string} folder
 */
async function pack(source, folder) {
  const staging = join(folder, "package");
  rmSync(staging, { recursive: true, force: true });
  const manifest = stagePackage(source, staging);
  const { name, version } = manifest;
  const { code, output } = await runCaptured("npm", ["pack", staging, "--pack-destination", folder]);
  if (code !== 0) throw new ToolError(`npm pack failed:\n${output.trim()}`, 3);
  const tarball = join(folder, `${name}-${version}.tgz`);
  const hash = createHash("sha512").update(readFileSync(tarball)).digest("hex");
  const packages = listRuntimePackages(readLockEntries(), relative(ROOT, source.root));
  const sbom = createSbom(
    manifest,
    hash,
    packages,
    Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
  );
  writeFileSync(join(folder, `${name}-${version}.cdx.json`), `${JSON.stringify(sbom, null, 2)}\n`);
  return tarball;
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
