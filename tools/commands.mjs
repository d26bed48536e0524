/**
 * What `npm run NAME` runs. Every step is a program and its arguments; those given by the caller go to the last step.
 * `needs` is what is made ready first, besides the npm packages. `stack` is for Pulumi's commands: whether a missing
 * stack is created, must exist, or is the caller's business.
 *
 * @typedef {"pulumi" | "core" | "server"} Need "server" is the real Nexus Core, unless NEXUS_URL names another
 * @typedef {{ needs: Need[], steps: string[][], stack?: "created" | "existing" | "any" }} Command
 */

const LINT = ["biome", "check"];
const TYPES = [
  ["tsc", "--project", "."],
  ["tsc", "--project", "tools"],
];
const TESTS = ["vitest", "run"];

/** Otherwise Pulumi takes the URL and the password that the last `up` stored. */
const FRESH = "--run-program";

/** @type {Record<string, Command>} */
export const commands = {
  test: { needs: ["pulumi", "core"], steps: [LINT, ...TYPES, TESTS] },
  "test:unit": { needs: [], steps: [[...TESTS, "--project", "unit"]] },
  "test:contract": { needs: ["server"], steps: [[...TESTS, "--project", "contract"]] },
  "test:e2e": { needs: ["pulumi"], steps: [[...TESTS, "--project", "e2e"]] },
  lint: { needs: [], steps: [LINT] },
  types: { needs: [], steps: TYPES },
  format: { needs: [], steps: [[...LINT, "--write"]] },

  demo: { needs: ["pulumi"], steps: [["node", "src/cli/demo/demo.ts"]] },
  nexus: { needs: [], steps: [["node", "src/cli/nexus.ts"]] },
  "nexus-iac": { needs: [], steps: [["node", "src/cli/nexus-iac.ts"]] },
  bench: { needs: ["pulumi", "core"], steps: [["node", "bench/run.ts"]] },
  package: { needs: [], steps: [["node", "tools/package/pack.mjs"]] },
  reference: { needs: [], steps: [["node", "tools/reference/write.ts"]] },

  up: { needs: ["pulumi"], steps: [["pulumi", "up"]], stack: "created" },
  preview: { needs: ["pulumi"], steps: [["pulumi", "preview"]], stack: "created" },
  refresh: { needs: ["pulumi"], steps: [["pulumi", "refresh", FRESH]], stack: "existing" },
  destroy: { needs: ["pulumi"], steps: [["pulumi", "destroy", FRESH]], stack: "existing" },
  pulumi: { needs: ["pulumi"], steps: [["pulumi"]], stack: "any" },
};
