import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { toolTags } from "./test/support/tools.ts";

type Options = NonNullable<TestProjectInlineConfiguration["test"]>;

/** Returns a project whose tests and hooks have a time limit, for a busy machine. */
function project(name: string, timeoutMs: number, options: Options): TestProjectInlineConfiguration {
  const setupFiles = ["./test/support/measure-cpu.ts", ...[options.setupFiles ?? []].flat()];
  const limits = { testTimeout: timeoutMs, hookTimeout: timeoutMs };
  // The files of a worker share the loaded modules, as loading them takes more time than most files.
  return { test: { name, tags: toolTags, ...limits, isolate: false, ...options, setupFiles } };
}

/**
 * Unit and behaviour tests need nothing but Node; those in a browser Chromium; contract tests a real Nexus; clients those of its
 * repositories; end-to-end tests the Pulumi CLI, some both.
 */
export default defineConfig({
  test: {
    // Most of a test is waiting for other processes, the Pulumi CLI's and Nexus's: more workers than cores.
    maxWorkers: "150%",
    globalSetup: "./test/support/real-nexus-setup.ts",
    reporters: [...configDefaults.reporters, "./test/support/cost-reporter.ts"],
    projects: [
      project("unit", 120_000, {
        include: ["test/**/*.test.ts", "embedded-nexus/test/**/*.test.ts"],
        exclude: ["behaviour", "browser", "contract", "e2e", "real-clients"].map((folder) => `test/${folder}/**`),
      }),
      project("behaviour", 300_000, { include: ["test/behaviour/**/*.test.ts"] }),
      project("browser", 60_000, {
        include: ["test/browser/**/*.test.ts"],
        globalSetup: "./test/support/browser.ts",
      }),
      project("clients", 240_000, { include: ["test/real-clients/**/*.test.ts"] }),
      project("contract", 240_000, {
        include: ["test/contract/**/*.test.ts"],
        // One file after another, when the other projects are done. The files share one Core, which fails requests that overlap
        // those of another file: a list of capabilities undoes an update or waits for it for ever, and the list of all settings
        // answers 500 while a repository is deleted (3.71).
        fileParallelism: false,
        sequence: { groupOrder: 1 },
      }),
      project("e2e", 300_000, {
        include: ["test/e2e/**/*.test.ts"],
        setupFiles: "./test/support/needs-pulumi.ts",
      }),
    ],
  },
});
