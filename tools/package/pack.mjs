/**
 * pack.mjs [FOLDER]: the npm package of this checkout, put into FOLDER, by default `dist`. It is the library alone, and
 * compiled, as Node strips no types under node_modules.
 */
import { copyFileSync, cpSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { contents, ROOT } from "../support/checkout.mjs";
import { quietly } from "../support/process.mjs";
import { Stop, say } from "../support/report.mjs";
import { keepFieldComments } from "./field-comments.ts";

/** Where the compiled code is in the package. */
const LIBRARY = "lib";

/** What code reads that is no code. */
const ASSETS = ["review/page/client", "review/page/style"];

const manifest = JSON.parse(contents(join(ROOT, "package.json")));

/**
 * Gives the path of the tarball.
 * @param {string} folder
 */
async function pack(folder) {
  const staged = join(folder, "package");
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(staged, { recursive: true });
  compile(join(staged, LIBRARY));
  for (const folder of ASSETS) {
    const isAsset = (/** @type {string} */ path) => !path.endsWith("tsconfig.json");
    cpSync(join(ROOT, "src", folder), join(staged, LIBRARY, folder), { recursive: true, filter: isAsset });
  }
  writeFileSync(join(staged, "package.json"), `${JSON.stringify(published(), null, 2)}\n`);
  for (const name of ["README.md", "LICENSE"]) copyFileSync(join(ROOT, name), join(staged, name));
  cpSync(join(ROOT, "docs/schemas"), join(staged, "schemas"), { recursive: true });
  const { code, output } = await quietly("npm", ["pack", staged, "--pack-destination", folder]);
  if (code !== 0) throw new Stop(`npm pack failed:\n${output.trim()}`, 3);
  return join(folder, `${manifest.name}-${manifest.version}.tgz`);
}

/** @param {string} outDir */
function compile(outDir) {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const config = ts.getParsedCommandLineOfConfigFile(join(ROOT, "tsconfig.build.json"), { outDir }, host);
  if (!config) throw new Stop("tsconfig.build.json cannot be read.", 3);
  const program = ts.createProgram(config.fileNames, config.options);
  refuse(config.errors, ts.getPreEmitDiagnostics(program));
  const transformers = { afterDeclarations: [keepFieldComments(program.getTypeChecker())] };
  refuse(program.emit(undefined, undefined, undefined, false, transformers).diagnostics);
}

/** @param {(readonly ts.Diagnostic[])[]} diagnostics */
function refuse(...diagnostics) {
  const host = {
    getCanonicalFileName: (/** @type {string} */ file) => file,
    getCurrentDirectory: () => ROOT,
    getNewLine: () => "\n",
  };
  const text = ts.formatDiagnostics(diagnostics.flat(), host);
  if (text) throw new Stop(text.trim(), 3);
}

/** The package's own package.json: what its users need, and nothing of how it is made. */
function published() {
  const { name, version, description, license, type, engines, dependencies } = manifest;
  const compiled = (/** @type {string} */ source) => source.replace("./src/", `./${LIBRARY}/`).replace(/\.ts$/, "");
  const exported = Object.entries(manifest.exports).map(([entry, source]) => {
    return [entry, { types: `${compiled(source)}.d.ts`, default: `${compiled(source)}.js` }];
  });
  const commands = Object.entries(manifest.bin).map(([name, source]) => [name, `${compiled(source)}.js`]);
  // Here they are exact; there is to be one Pulumi and one zod, the package's and its user's.
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
  if (!(error instanceof Stop)) throw error;
  say(error.message);
  process.exitCode = error.exitCode;
}
