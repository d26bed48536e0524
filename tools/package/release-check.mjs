/** release-check.mjs TAG: checks that this commit can be released as the version of the tag. docs/releasing.md describes a release. */
import { join } from "node:path";
import { ROOT, readTextFile } from "../support/checkout.mjs";
import { report } from "../support/report.mjs";
import { findReleaseProblems } from "./release-problems.mjs";

const read = (/** @type {string} */ file) => readTextFile(join(ROOT, file));
const [tag = ""] = process.argv.slice(2);
const problems = findReleaseProblems({
  tag,
  manifest: JSON.parse(read("package.json")),
  embedded: JSON.parse(read("embedded-nexus/package.json")),
  changelog: read("CHANGELOG.md"),
});
for (const problem of problems) report(problem);
if (problems.length) process.exitCode = 1;
else console.log(`${tag} can be released.`);
