/** Compiles the packages of this checkout. They contain only the compiled code, because Node strips no types under node_modules. */
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ROOT, readTextFile } from "../support/checkout.mjs";
import { ToolError } from "../support/report.mjs";

/** The folder of the compiled code in the package. */
const LIBRARY = "lib";

/**
 * A package of the checkout.
 * @typedef {object} PackageSource
 * @property {string} root its folder, with package.json, tsconfig.build.json and README.md
 * @property {string[]} assets folders below `src` with files that the code reads at run time
 * @property {Record<string, string>} [copies] other files and folders by their name in the package
 */

/** @type {PackageSource} */
export const nexusIac = {
  root: ROOT,
  assets: ["review/page/client", "review/page/style"],
  copies: {
    schemas: "docs/schemas",
    // `nexus-iac init` writes these pipelines.
    templates: "templates",
    pipelines: "pipelines",
    "templates/github/nexus-iac.yml": ".github/workflows/nexus-iac.yml",
  },
};

/** @type {PackageSource} */
export const nexusEmbedded = { root: join(ROOT, "embedded-nexus"), assets: ["facts"] };

/**
 * Writes the files of a package, without removing others, and returns its manifest.
 * @param {PackageSource} source
 * @param {string} folder
 * @param {ts.CompilerOptions} [options] compiler options that differ from tsconfig.build.json
 * @returns {{ name: string, version: string, license: string, dependencies: Record<string, string>, peerDependencies?: Record<string, string> }}
 */
export function stagePackage({ root, assets, copies = {} }, folder, options = {}) {
  const manifest = createManifest(JSON.parse(readTextFile(join(root, "package.json"))));
  mkdirSync(folder, { recursive: true });
  compile(join(root, "tsconfig.build.json"), { ...options, outDir: join(folder, LIBRARY) });
  for (const asset of assets) {
    const isAsset = (/** @type {string} */ path) => !path.endsWith("tsconfig.json");
    cpSync(join(root, "src", asset), join(folder, LIBRARY, asset), { recursive: true, filter: isAsset });
  }
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  copyFileSync(join(root, "README.md"), join(folder, "README.md"));
  copyFileSync(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
  for (const [name, path] of Object.entries(copies)) cpSync(join(root, path), join(folder, name), { recursive: true });
  return manifest;
}

/**
 * @param {string} configFile
 * @param {ts.CompilerOptions} options
 */
function compile(configFile, options) {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const config = ts.getParsedCommandLineOfConfigFile(configFile, options, host);
  if (!config) throw new ToolError(`Cannot read ${configFile}.`, 3);
  const program = ts.createProgram(config.fileNames, config.options);
  assertNoErrors(config.errors, options.noCheck ? [] : ts.getPreEmitDiagnostics(program));
  assertNoErrors(program.emit(undefined, writeFile).diagnostics);
}

/**
 * Writes a compiled file. The compiler rewrites `./file.ts` to `./file.js` in code only; declarations need it for users whose
 * `moduleResolution` is `node`.
 * @param {string} file
 * @param {string} text
 */
function writeFile(file, text) {
  const isDeclaration = file.endsWith(".d.ts");
  ts.sys.writeFile(
    file,
    isDeclaration ? text.replaceAll(/((?:from |import |import\()"\.[^"]+)\.ts"/g, '$1.js"') : text,
  );
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

/** The packages that a project installs itself, so that it has one of each. Pulumi starts a plugin for each installed package of its own. */
const PEERS = ["@pulumi/pulumi"];
/** Needed for `nexus:probe` only. */
const OPTIONAL_PEERS = ["@pulumi/command"];

/**
 * Returns the package.json of a package, without the development settings of the checkout.
 * @param {any} manifest
 */
function createManifest(manifest) {
  const { name, version, description, keywords, license, type, engines, dependencies } = manifest;
  const compiled = (/** @type {string} */ source) => source.replace("./src/", `./${LIBRARY}/`).replace(/\.ts$/, "");
  const entries = Object.entries(manifest.exports).map(([entry, source]) => {
    return { entry, types: `${compiled(source)}.d.ts`, code: `${compiled(source)}.js` };
  });
  const exported = entries.map(({ entry, types, code }) => [entry, { types, default: code }]);
  const subpaths = entries.flatMap(({ entry, types }) => (entry === "." ? [] : [[entry.replace("./", ""), [types]]]));
  const main = entries.find(({ entry }) => entry === ".");
  const commands = Object.entries(manifest.bin).map(([name, source]) => [name, `${compiled(source)}.js`]);
  // Versions are exact in the checkout. The package accepts ranges, so that a project has one Pulumi and one zod.
  const ranges = Object.entries(dependencies).map(([dependency, exact]) => [dependency, `^${exact}`]);
  const isPeer = (/** @type {string} */ dependency) => [...PEERS, ...OPTIONAL_PEERS].includes(dependency);
  const peers = ranges.filter(([dependency]) => isPeer(dependency));
  const optional = OPTIONAL_PEERS.filter((dependency) => dependency in dependencies);
  return {
    ...{ name, version, description, keywords, license, type, engines, ...readRepository() },
    bin: Object.fromEntries(commands),
    exports: { ...Object.fromEntries(exported), "./package.json": "./package.json" },
    // Without `exports`: TypeScript with the module resolution `node`.
    ...{ main: main?.code, types: main?.types },
    ...(subpaths.length && { typesVersions: { "*": Object.fromEntries(subpaths) } }),
    dependencies: Object.fromEntries(ranges.filter(([dependency]) => !isPeer(dependency))),
    ...(peers.length && { peerDependencies: Object.fromEntries(peers) }),
    ...(optional.length && {
      peerDependenciesMeta: Object.fromEntries(optional.map((dependency) => [dependency, { optional: true }])),
    }),
  };
}

/** Returns the address of the repository in which a pipeline builds the package. npm compares it with the provenance. */
function readRepository({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, CI_PROJECT_URL } = process.env) {
  const url = GITHUB_REPOSITORY ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}` : CI_PROJECT_URL;
  return url ? { homepage: url, repository: { type: "git", url: `git+${url}.git` }, bugs: `${url}/issues` } : {};
}
