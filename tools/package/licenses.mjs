/** licenses.mjs: prints the licence of each package that nexus-iac and nexus-embedded need at run time. Fails if one is not allowed. */
import { report } from "../support/report.mjs";
import { findLicense, isAllowedLicense } from "./license-policy.mjs";
import { listRuntimePackages, readLockEntries } from "./runtime-packages.mjs";

const entries = readLockEntries();
const packages = ["", "embedded-nexus"].flatMap((root) => listRuntimePackages(entries, root));
const licenses = new Map(packages.map((locked) => [`${locked.name}@${locked.version}`, findLicense(locked)]));
const lines = [...licenses].sort(([a], [b]) => (a < b ? -1 : 1));
for (const [name, license] of lines) console.log(`${name}: ${license}`);

const refused = lines.filter(([, license]) => !isAllowedLicense(license));
for (const [name, license] of refused) report(`${name} has the licence ${license}, which is not allowed.`);
if (refused.length > 0) {
  report(
    "Use another package. If the licence has no conditions, add it or the package to tools/package/license-policy.mjs.",
  );
  process.exitCode = 1;
}
