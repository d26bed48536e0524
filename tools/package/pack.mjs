/**
 * pack.mjs [FOLDER]: builds the npm package of this checkout in FOLDER (default: `dist`). The package contains only the library,
 * compiled, because Node strips no types under node_modules.
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

/** Folders with files that the code reads at run time. */
const ASSETS = ["review/page/client", "review/page/style"];

const manifest = JSON.parse(readTextFile(join(ROOT, "package.json")));

/**
 * Builds the package and returns the path of the tarball.
 * @param {string} folder
 */
async function pack(folder) {
  const staging = join(folder, "package");
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  compile(join(staging, LIBRARY));
  for (const folder of ASSETS) {
    const isAsset = (/** @type {string} */ path) => !path.endsWith("tsconfig.json");
    cpSync(join(ROOT, "src", folder), join(staging, LIBRARY, folder), { recursive: true, filter: isAsset });
  }
  writeFileSync(join(staging, "package.json"), `${JSON.stringify(createManifest(), null, 2)}\n`);
  for (const name of ["README.md", "LICENSE"]) copyFileSync(join(ROOT, name), join(staging, name));
  cpSync(join(ROOT, "docs/schemas"), join(staging, "schemas"), { recursive: true });
  const { code, output } = await runCaptured("npm", ["pack", staging, "--pack-destination", folder]);
  if (code !== 0) throw new ToolError(`npm pack failed:\n${output.trim()}`, 3);
  return join(folder, `${manifest.name}-${manifest.version}.tgz`);
}

/** @param {string} outDir */
function compile(outDir) {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const config = ts.getParsedCommandLineOfConfigFile(join(ROOT, "tsconfig.build.json"), { outDir }, host);
  if (!config) throw new ToolError("Cannot read tsconfig.build.json.", 3);
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

/** Returns the package.json of the package, without the development settings of the checkout. */
function createManifest() {
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
  const tarball = await pack(resolve(process.argv[2] ?? join(ROOT, "dist")));
  console.log(`${tarball} (${Math.round(statSync(tarball).size / 1000)} kB)`);
} catch (error) {
  if (!(error instanceof ToolError)) throw error;
  report(error.message);
  process.exitCode = error.exitCode;
}
