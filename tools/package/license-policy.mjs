/** The licences that a package needed at run time may have. */

/** Licences without conditions on the software that uses the package, by their SPDX identifiers. */
const ALLOWED = new Set([
  ...["0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-3.0", "CC0-1.0", "ISC", "MIT"],
]);

/** Packages whose package.json names no SPDX identifier, with the licence of their file LICENSE. */
const REVIEWED = new Map([["@logdna/tail-file@2.2.0", "MIT"]]);

/**
 * Returns the licence of a package.
 * @param {{ name: string, version: string, license: string }} locked
 */
export const findLicense = ({ name, version, license }) => REVIEWED.get(`${name}@${version}`) ?? license;

/**
 * Returns true if the licence, an SPDX expression, is allowed. Of alternatives (OR) one is enough.
 * @param {string} expression
 */
export function isAllowedLicense(expression) {
  const bare = expression.replace(/^\((.*)\)$/, "$1");
  const operator = bare.includes(" OR ") ? " OR " : " AND ";
  const parts = bare.split(operator);
  return operator === " OR " ? parts.some((part) => ALLOWED.has(part)) : parts.every((part) => ALLOWED.has(part));
}
