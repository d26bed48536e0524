import { defineConfig } from "vitest/config";

/** Unit tests need nothing but Node; contract tests a server; end-to-end tests the Pulumi CLI too. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["test/**/*.test.ts"], exclude: ["test/contract/**", "test/e2e/**"] } },
      {
        test: { name: "contract", include: ["test/contract/**/*.test.ts"], testTimeout: 120_000, hookTimeout: 240_000 },
      },
      { test: { name: "e2e", include: ["test/e2e/**/*.test.ts"], testTimeout: 300_000, hookTimeout: 300_000 } },
    ],
  },
});
