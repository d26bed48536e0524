/**
 * pack.mjs [FOLDER]: builds the npm packages of this checkout, nexus-iac and nexus-embedded, in FOLDER (default: `dist`). They contain
 * only the compiled code, because Node strips no types under node_modules.
 */
import { copyFileSync, cpSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { ROOT, readTextFile } from "../support/checkout.mjs";
import { runCaptured } from "../support/process.mjs";
import { report, ToolError } from "../support/report.mjs";
import { keepFieldComments } from "./field-comments.ts";

/** The folder of the compiled code in the package. */
const LIBRARY = "lib";

/**
 * A package of the checkout.
 * @typedef {object} PackageSource
 * @property {string} root its folder, with package.json, tsconfig.build.json and README.md
 * @property {string[]} assets folders below `src` with files that the code reads at run time
 * @property {Record<string, string>} [copies] other folders by their name in the package
 */

/** @type {PackageSource[]} */
const packages = [
  { root: ROOT, assets: ["review/page/client", "review/page/style"], copies: { schemas: "docs/schemas" } },
  { root: join(ROOT, "embedded-nexus"), assets: ["facts"] },
];

/**
 * Builds a package and returns the path of its tarball.
 * @param {PackageSource} source
 * @param {string} folder
 */
async function pack({ root, assets, copies = {} }, folder) {
  const manifest = JSON.parse(readTextFile(join(root, "package.json")));
  const staging = join(folder, "package");
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  compile(join(root, "tsconfig.build.json"), join(staging, LIBRARY));
  for (const asset of assets) {
    const isAsset = (/** @type {string} */ path) => !path.endsWith("tsconfig.json");
    cpSync(join(root, "src", asset), join(staging, LIBRARY, asset), { recursive: true, filter: isAsset });
  }
  writeFileSync(join(staging, "package.json"), `${JSON.stringify(createManifest(manifest), null, 2)}\n`);
  copyFileSync(join(root, "README.md"), join(staging, "README.md"));
  copyFileSync(join(ROOT, "LICENSE"), join(staging, "LICENSE"));
  for (const [name, path] of Object.entries(copies)) cpSync(join(root, path), join(staging, name), { recursive: true });
  const { code, output } = await runCaptured("npm", ["pack", staging, "--pack-destination", folder]);
  if (code !== 0) throw new ToolError(`npm pack failed:\n${output.trim()}`, 3);
  return join(folder, `${manifest.name}-${manifest.version}.tgz`);
}

/**
 * @param {string} configFile
 * @param {string} outDir
 */
function compile(configFile, outDir) {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const config = ts.getParsedCommandLineOfConfigFile(configFile, { outDir }, host);
  if (!config) throw new ToolError(`Cannot read ${configFile}.`, 3);
  const program = ts.createProgram(config.fileNames, config.options);
  assertNoErrors(config.errors, ts.getPreEmitDiagnostics(program));
  const transformers = { afterDeclarations: [keepFieldComments(program.getTypeChecker())] };
  assertNoErrors(program.emit(undefined, undefined, undefined, false, transformers).diagnostics);
}

/** @param {(readonly ts.Diagnostic[])[]} diagnostics */
function assertNoErrors(...diagnostics) {
  const host = {
    getCanonicalFileName: (/** @type {string} */ file) => file,
    getCurrentDirectory: () => ROOT,
    getNewLine: () => "\n",
  };
  const text = ts.formatDiagnostics(diagnostics.flat(), host);
  if (text) throw new ToolError(text.trim(), 3);
}

/**
 * Returns the package.json of a package, without the development settings of the checkout.
 * @param {any} manifest
 */
function createManifest(manifest) {
  const { name, version, description, license, type, engines, dependencies } = manifest;
  const compiled = (/** @type {string} */ source) => source.replace("./src/", `./${LIBRARY}/`).replace(/\.ts$/, "");
  const exported = Object.entries(manifest.exports).map(([entry, source]) => {
    return [entry, { types: `${compiled(source)}.d.ts`, default: `${compiled(source)}.js` }];
  });
  const commands = Object.entries(manifest.bin).map(([name, source]) => [name, `${compiled(source)}.js`]);
  // Versions are exact in the checkout. The package accepts ranges, so that a project has one Pulumi and one zod.
  const ranges = Object.entries(dependencies).map(([dependency, exact]) => [dependency, `^${exact}`]);
  return {
    ...{ name, version, description, license, type, engines },
    bin: Object.fromEntries(commands),
    exports: Object.fromEntries(exported),
    dependencies: Object.fromEntries(ranges),
  };
}

try {
  for (const source of packages) {
    const tarball = await pack(source, resolve(process.argv[2] ?? join(ROOT, "dist")));
    console.log(`${tarball} (${Math.round(statSync(tarball).size / 1000)} kB)`);
  }
} catch (error) {
  if (!(error instanceof ToolError)) throw error;
  report(error.message);
  process.exitCode = error.exitCode;
}
