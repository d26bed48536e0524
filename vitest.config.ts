import { configDefaults, defineConfig } from "vitest/config";

/** Unit and behaviour tests need nothing but Node; those in a browser Chromium; contract tests a real Nexus; clients those of its repositories; end-to-end tests the Pulumi CLI, some both. */
const realNexus = ["./test/support/real-nexus.ts"];
const setupFiles = ["./test/support/measure-cpu.ts"];

export default defineConfig({
  test: {
    // Most of a test is waiting for other processes, the Pulumi CLI's and Nexus's: more workers than cores.
    maxWorkers: "150%",
    reporters: [...configDefaults.reporters, "./test/support/cost-reporter.ts"],
    projects: [
      {
        test: {
          name: "unit",
          setupFiles,
          include: ["test/**/*.test.ts", "embedded-nexus/test/**/*.test.ts"],
          exclude: [
            "test/behaviour/**",
            ...["test/contract/**", "test/browser/**", "test/real-clients/**", "test/e2e/**"],
          ],
          // Files of a worker share the loaded modules: loading them takes more time than most files.
          isolate: false,
          // They take no more than a second each; a busy machine may need many more.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "behaviour",
          setupFiles,
          include: ["test/behaviour/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "browser",
          setupFiles,
          include: ["test/browser/**/*.test.ts"],
          globalSetup: "./test/support/browser.ts",
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "clients",
          setupFiles,
          include: ["test/real-clients/**/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: "contract",
          setupFiles,
          include: ["test/contract/**/*.test.ts"],
          globalSetup: realNexus,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: "e2e",
          setupFiles,
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: realNexus,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
