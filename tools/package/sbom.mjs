/** The software bill of materials of a package, in the format CycloneDX 1.5. */
import { findLicense } from "./license-policy.mjs";

/** @typedef {import("./runtime-packages.mjs").RuntimePackage} RuntimePackage */

/**
 * Creates the bill of materials of a package: the locked version, licence and hash of each package that it needs at run time.
 * It has no date, so that the same commit has the same bill.
 * @param {{ name: string, version: string, license: string }} manifest
 * @param {string} hash the SHA-512 of its tarball, in hexadecimal
 * @param {readonly RuntimePackage[]} packages
 * @param {readonly string[]} direct the names of its own dependencies
 */
export function createSbom({ name, version, license }, hash, packages, direct) {
  const references = new Map(packages.map((locked) => [locked.path, formatPurl(locked)]));
  const self = formatPurl({ name, version });
  const own = packages.filter(
    (locked) => locked.path === `node_modules/${locked.name}` && direct.includes(locked.name),
  );
  const edges = new Map([[self, own.map(({ path }) => path)]]);
  for (const locked of packages) edges.set(formatPurl(locked), locked.dependencies);
  const components = packages.map((locked) => describe(locked, findLicense(locked), decodeIntegrity(locked.integrity)));
  const unique = new Map(components.map((component) => [component.purl, component]));
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: { component: describe({ name, version }, license, hash) },
    components: [...unique.values()],
    dependencies: [...edges].map(([ref, paths]) => {
      return { ref, dependsOn: [...new Set(paths.flatMap((path) => references.get(path) ?? []))].sort() };
    }),
  };
}

/**
 * @param {{ name: string, version: string }} locked
 * @param {string} license
 * @param {string} hash
 */
function describe({ name, version }, license, hash) {
  const purl = formatPurl({ name, version });
  const licenses = [/ (AND|OR) /.test(license) ? { expression: license } : { license: { id: license } }];
  return {
    type: "library",
    "bom-ref": purl,
    name,
    version,
    purl,
    licenses,
    hashes: [{ alg: "SHA-512", content: hash }],
  };
}

/** @param {{ name: string, version: string }} locked */
const formatPurl = ({ name, version }) => `pkg:npm/${name.replace("@", "%40")}@${version}`;

/** @param {string} integrity */
const decodeIntegrity = (integrity) => Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex");
