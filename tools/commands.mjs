/**
 * What `npm run NAME` runs. Every step is a program and its arguments; those given by the caller go to the last step.
 * `needs` is what is made ready first, besides the npm packages. `stack` is for Pulumi's commands: whether a missing
 * stack is created, must exist, or is the caller's business.
 *
 * `ofStack` is what those subcommands need besides that work on a stack.
 *
 * @typedef {"pulumi" | "core" | "server" | "chromium" | "postgres" | "clients"} Need "server" is the real Nexus Core, unless NEXUS_URL names another
 * @typedef {"created" | "existing" | "any"} Use
 * @typedef {{ needs: Need[], steps: string[][], stack?: Use, ofStack?: { needs: Need[], stack: Use } }} Command
 */

const LINT = ["biome", "check"];
const TYPES = [
  ["tsc", "--project", "."],
  ["tsc", "--project", "tools"],
  ["tsc", "--project", "src/review/page/client"],
];
const TESTS = ["vitest", "run"];

/** Subcommands of nexus-iac that work on the stack that is selected, where none is named. */
const OF_STACK = [
  ...["review", "drift", "access", "client-config", "outputs", "rotate", "probe", "promote", "keep-alive", "doctor"],
  ...["lint-image", "lint-pipeline", "jenkins-credentials", "local-registry", "images"],
];

/** Those that tell what a program declares, also before any of it is made. */
const BEFOREHAND = [
  ...[
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
 * What a command needs with these arguments. A plan or client configuration that was saved needs neither a stack nor the CLI, nor does a Nexus
 * that is named.
 * @param {Command} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {{ needs: Need[], stack?: Use }}
 */
export function needsOf({ needs, stack, ofStack }, args, env = process.env) {
  if (args.some((argument) => /^--(plan|url|client-config|stdin)(=|$)/.test(argument))) return { needs: [] };
  const [subcommand = "", ...others] = args;
  const isNamed = ["access", "doctor"].includes(subcommand) && Boolean(env.NEXUS_URL);
  const comparesStacks = subcommand === "diff" && others.slice(0, 2).some((place) => !/^-|:\/\//.test(place));
  const isOfStack =
    (OF_STACK.includes(subcommand) && !isNamed) ||
    comparesStacks ||
    others.some((argument) => /^(-s|--stack(=|$))/.test(argument));
  // What is configured before the first `up` is the stack's, too.
  if (stack === "any" && subcommand === "config" && isOfStack) return { needs, stack: "created" };
  if (!ofStack || !isOfStack) return { needs, ...(stack && { stack }) };
  return BEFOREHAND.includes(subcommand) ? { ...ofStack, stack: "created" } : ofStack;
}

/** Otherwise Pulumi takes the URL and the password that the last `up` stored. */
const FRESH = "--run-program";

/** @type {Record<string, Command>} */
export const commands = {
  test: { needs: ["pulumi", "core", "chromium", "postgres", "clients"], steps: [LINT, ...TYPES, TESTS] },
  "test:unit": { needs: [], steps: [[...TESTS, "--project", "unit"]] },
  "test:contract": { needs: ["server"], steps: [[...TESTS, "--project", "contract"]] },
  "test:browser": { needs: ["chromium"], steps: [[...TESTS, "--project", "browser"]] },
  "test:clients": { needs: ["clients", "pulumi"], steps: [[...TESTS, "--project", "clients"]] },
  "test:e2e": { needs: ["pulumi", "postgres", "clients"], steps: [[...TESTS, "--project", "e2e"]] },
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
  reference: { needs: [], steps: [["node", "tools/reference/write.ts"]] },

  up: { needs: ["pulumi"], steps: [["pulumi", "up"]], stack: "created" },
  preview: { needs: ["pulumi"], steps: [["pulumi", "preview"]], stack: "created" },
  review: { needs: ["pulumi"], steps: [["node", "src/cli/main.ts", "review"]], stack: "created" },
  drift: { needs: ["pulumi"], steps: [["node", "src/cli/main.ts", "drift"]], stack: "existing" },
  refresh: { needs: ["pulumi"], steps: [["pulumi", "refresh", FRESH]], stack: "existing" },
  destroy: { needs: ["pulumi"], steps: [["pulumi", "destroy", FRESH]], stack: "existing" },
  pulumi: { needs: ["pulumi"], steps: [["pulumi"]], stack: "any" },
};
