/**
 * inline.ts up|preview|refresh|destroy [--expect-no-changes]: runs the program of the current folder by Pulumi's
 * automation API, inside this process.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation/index.js";

const [operation = "", flag] = process.argv.slice(2);
const expectNoChanges = flag === "--expect-no-changes";

const operations: Record<string, (stack: Stack) => Promise<unknown>> = {
  up: (stack) => stack.up({ expectNoChanges }),
  preview: (stack) => stack.preview({ expectNoChanges }),
  refresh: (stack) => stack.refresh({ expectNoChanges, runProgram: true }),
  destroy: (stack) => stack.destroy({ runProgram: true }),
};

const operate = operations[operation];
if (!operate) throw new Error(`unknown operation "${operation}"; use ${Object.keys(operations).join(", ")}`);
const { default: program } = await import(pathToFileURL(join(process.cwd(), "program.ts")).href);
const stack = await LocalWorkspace.selectStack(
  { stackName: "test", projectName: "nexus", program },
  { workDir: process.cwd() },
);
await operate(stack);
