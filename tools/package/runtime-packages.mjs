/** The npm packages that a package of this checkout needs at run time, as package-lock.json pins them. */
import { join } from "node:path";
import { ROOT, readTextFile } from "../support/checkout.mjs";

/**
 * @typedef {object} LockEntry
 * @property {string} version
 * @property {string} [license]
 * @property {string} [integrity]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 */

/**
 * Represents a locked package. `dependencies` are the paths in the lock file of the packages that it uses.
 * @typedef {{ path: string, name: string, version: string, license: string, integrity: string, dependencies: string[] }} RuntimePackage
 */

/** @returns {Record<string, LockEntry>} */
export const readLockEntries = () => JSON.parse(readTextFile(join(ROOT, "package-lock.json"))).packages;

/**
 * Lists the packages below `dependencies` of a package, sorted by name. The lock file and its paths are as npm writes them.
 * @param {Record<string, LockEntry>} entries
 * @param {string} root the path of the package in the lock file: "" or a workspace
 * @returns {RuntimePackage[]}
 */
export function listRuntimePackages(entries, root) {
  /** @type {Map<string, RuntimePackage>} */
  const found = new Map();
  /** @param {string} path */
  const visit = (path) => {
    const entry = entries[path];
    if (!entry || found.has(path)) return;
    const dependencies = listDependencies(entries, path);
    const { version, license = "none", integrity = "" } = entry;
    found.set(path, { path, name: path.replace(/^.*node_modules\//, ""), version, license, integrity, dependencies });
    dependencies.forEach(visit);
  };
  // The optional packages of the checkout are tools for developers.
  for (const name of Object.keys(entries[root]?.dependencies ?? {})) visit(resolve(entries, root, name) ?? name);
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * @param {Record<string, LockEntry>} entries
 * @param {string} path
 */
function listDependencies(entries, path) {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = entries[path] ?? {};
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  const names = [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
  return [...new Set(names.flatMap((name) => resolve(entries, path, name) ?? []))];
}

/**
 * Finds a package as Node.js does: in the nearest node_modules.
 * @param {Record<string, LockEntry>} entries
 * @param {string} from
 * @param {string} name
 * @returns {string | undefined}
 */
function resolve(entries, from, name) {
  const path = from ? `${from}/node_modules/${name}` : `node_modules/${name}`;
  if (entries[path]) return path;
  return from ? resolve(entries, from.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$|^[^/]+$/, ""), name) : undefined;
}
