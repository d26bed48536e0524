/**
 * The commands of `npm run NAME`. Each step is a program with arguments; arguments of the caller go to the last step.
 * `needs` lists what is installed first, in addition to the npm packages. `stack` is for Pulumi commands: a missing stack is
 * created ("created"), is an error ("existing"), or is not checked ("any").
 *
 * `ofStack` replaces `needs` and `stack` for subcommands that work on a stack.
 *
 * @typedef {"linux" | "pulumi" | "core" | "server" | "chromium" | "postgres" | "clients"} Need "server" is the real Nexus Core, unless NEXUS_URL names another server
 * @typedef {"created" | "existing" | "any"} Use
 * @typedef {object} Command
 * @property {Need[]} needs
 * @property {Need[]} [needsInFull] what it needs in addition with FULL=1
 * @property {Need[]} [optional] needs that may be missing, except in CI: the tests that need them are left out
 * @property {string[][]} steps
 * @property {Record<string, string>} [env] variables of the steps
 * @property {Use} [stack]
 * @property {{ needs: Need[], stack: Use }} [ofStack]
 */

const LINT = ["biome", "check"];
const TYPES = [
  ["tsc", "--project", "."],
  ["tsc", "--project", "tools"],
  ["tsc", "--project", "src/review/page/client"],
  ["tsc", "--project", "docs/.vitepress"],
];
const TESTS = ["vitest", "run"];

/** Subcommands of nexus-iac that use the selected stack if none is named. */
const OF_STACK = [
  ...[
    "status",
    "review",
    "drift",
    "access",
    "client-config",
    "outputs",
    "rotate",
    "probe",
    "promote",
    "keep-alive",
    "doctor",
  ],
  ...["lint-image", "lint-pipeline", "jenkins-credentials", "local-registry", "images"],
];

/** Subcommands that need only the declarations of the program, so that they work before the first `up`. */
const BEFORE_FIRST_UP = [
  ...[
    "status",
    "review",
    "access",
    "client-config",
    "lint-image",
    "lint-pipeline",
    "jenkins-credentials",
    "local-registry",
    "images",
  ],
];

/**
 * Returns what a command needs with these arguments. With a saved plan or client configuration, or with the URL of a Nexus, it
 * needs neither a stack nor the Pulumi CLI.
 * @param {Command} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {{ needs: Need[], stack?: Use }}
 */
export function resolveNeeds({ needs: always, needsInFull = [], stack, ofStack }, args, env = process.env) {
  const needs = env.FULL === "1" ? [...always, ...needsInFull] : always;
  if (args.some((argument) => /^--(plan|url|client-config|stdin)(=|$)/.test(argument))) return { needs: [] };
  const [subcommand = "", ...others] = args;
  const isNamed = ["access", "doctor", "status"].includes(subcommand) && Boolean(env.NEXUS_URL);
  const comparesStacks = subcommand === "diff" && others.slice(0, 2).some((place) => !/^-|:\/\//.test(place));
  const isOfStack =
    (OF_STACK.includes(subcommand) && !isNamed) ||
    comparesStacks ||
    others.some((argument) => /^(-s|--stack(=|$))/.test(argument));
  // A stack can be configured before its first `up`, so it is created.
  if (stack === "any" && subcommand === "config" && isOfStack) return { needs, stack: "created" };
  if (!ofStack || !isOfStack) return { needs, ...(stack && { stack }) };
  return BEFORE_FIRST_UP.includes(subcommand) ? { ...ofStack, stack: "created" } : ofStack;
}

/** Without this option Pulumi uses the URL and the password that the last `up` stored. */
const RUN_PROGRAM = "--run-program";

/** @type {Need[]} */
const TOOLS = ["linux", "core", "chromium", "postgres", "clients"];

const ALL_STEPS = [LINT, ...TYPES, TESTS];

/** @type {Record<string, Command>} */
export const commands = {
  test: { needs: ["pulumi", ...TOOLS], optional: ["pulumi", ...TOOLS], steps: ALL_STEPS },
  // Without the Pulumi CLI it would prove no more than `test`.
  "test:full": { needs: ["pulumi", ...TOOLS], optional: TOOLS, steps: ALL_STEPS, env: { FULL: "1" } },
  // It starts with the tests that uncommitted changes touch. Its projects need no tools.
  "test:watch": {
    needs: ["linux"],
    optional: ["linux"],
    steps: [["vitest", "watch", "--changed", "--project", "unit", "--project", "behaviour"]],
  },
  "test:unit": { needs: ["linux"], optional: ["linux"], steps: [[...TESTS, "--project", "unit"]] },
  "test:behaviour": { needs: [], steps: [[...TESTS, "--project", "behaviour"]], needsInFull: ["pulumi"] },
  "test:faults": {
    needs: [],
    steps: [
      [...TESTS, "--project", "behaviour", "test/behaviour/seeded-faults.test.ts"],
      [...TESTS, "--project", "unit", "test/cli/promote-files.test.ts"],
    ],
    env: { FAULT_RUNS: "200" },
  },
  "test:contract": { needs: ["server"], steps: [[...TESTS, "--project", "contract"]], needsInFull: ["pulumi"] },
  "test:browser": { needs: ["chromium"], steps: [[...TESTS, "--project", "browser"]] },
  "test:clients": {
    needs: ["linux", "clients", "pulumi"],
    optional: ["linux", "clients", "pulumi"],
    steps: [[...TESTS, "--project", "clients"]],
  },
  "test:e2e": {
    needs: ["pulumi", "postgres", "clients"],
    needsInFull: ["core"],
    optional: ["core", "postgres", "clients"],
    steps: [[...TESTS, "--project", "e2e"]],
  },
  lint: { needs: [], steps: [LINT] },
  types: { needs: [], steps: TYPES },
  format: { needs: [], steps: [[...LINT, "--write"]] },

  demo: { needs: ["pulumi"], steps: [["node", "tools/demo/demo.ts"]] },
  nexus: { needs: [], steps: [["node", "embedded-nexus/src/main.ts"]] },
  "nexus-iac": {
    needs: [],
    steps: [["node", "src/cli/main.ts"]],
    ofStack: { needs: ["pulumi"], stack: "existing" },
  },
  bench: { needs: ["pulumi", "core"], steps: [["node", "bench/run.ts"]] },
  package: { needs: [], steps: [["node", "tools/package/pack.mjs"]] },
  "release-check": { needs: [], steps: [["node", "tools/package/release-check.mjs"]] },
  licenses: { needs: [], steps: [["node", "tools/package/licenses.mjs"]] },
  docs: { needs: [], steps: [["vitepress", "build", "docs"]] },
  "docs:dev": { needs: [], steps: [["vitepress", "dev", "docs"]] },
  reference: { needs: [], steps: [["node", "tools/reference/write.ts"]] },
  "nexus-api": { needs: [], steps: [["node", "tools/nexus-api/update.ts"]] },

  up: { needs: ["pulumi"], steps: [["pulumi", "up"]], stack: "created" },
  preview: { needs: ["pulumi"], steps: [["pulumi", "preview"]], stack: "created" },
  review: { needs: ["pulumi"], steps: [["node", "src/cli/main.ts", "review"]], stack: "created" },
  drift: { needs: ["pulumi"], steps: [["node", "src/cli/main.ts", "drift"]], stack: "existing" },
  refresh: { needs: ["pulumi"], steps: [["pulumi", "refresh", RUN_PROGRAM]], stack: "existing" },
  destroy: { needs: ["pulumi"], steps: [["pulumi", "destroy", RUN_PROGRAM]], stack: "existing" },
  pulumi: { needs: ["pulumi"], steps: [["pulumi"]], stack: "any" },
};
