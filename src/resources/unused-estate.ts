import * as pulumi from "@pulumi/pulumi";

let isExpected = false;
let hasRun = false;

/**
 * Fails the program if it ends without running an estate. Pulumi runs the default export of an ES module only: a CommonJS program with
 * `export default estate(...)` would declare nothing, and `pulumi up` would delete everything.
 */
export function expectEstateToRun(): void {
  if (isExpected || !pulumi.runtime.hasEngine()) return;
  isExpected = true;
  process.once("beforeExit", () => {
    if (hasRun) return;
    console.error(
      'The program defines an estate, but Pulumi did not run it. Set "type": "module" in package.json and export the estate ' +
        "as default, or in a CommonJS program use: export = estate({ ... })",
    );
    process.exitCode = 1;
  });
}

/** Records that an estate runs. */
export function recordEstateRun(): void {
  hasRun = true;
}
