/** The tools that tests need in addition to npm packages, as tags of tests: `it("...", { tags: ["skopeo"] }, ...)`. */
import type { TestTagDefinition } from "vitest/config";
import { MISSING_TOOLS, TOOLS, type Tool } from "../../tools/support/test-tools.mjs";

declare module "vitest" {
  interface TestTags {
    tool: Tool;
  }
}

const missing = new Set((process.env[MISSING_TOOLS] ?? "").split(" "));

/** Returns false if `npm test` found that the tool is missing on this machine. */
export const hasTool = (tool: Tool): boolean => !missing.has(tool);

/** Skips the tests that need a missing tool. */
export const toolTags: TestTagDefinition[] = (Object.keys(TOOLS) as Tool[]).map((name) => ({
  name,
  description: `Needs ${TOOLS[name]}.`,
  // Not `skip: false`, which would undo the `skip` of another tag of the test.
  ...(!hasTool(name) && { skip: true }),
}));
