/** Runs a program with Pulumi's SDK as the language host does, with a monitor in place of the engine's. */
import { RunError, runtime } from "@pulumi/pulumi";
import * as runtimeState from "@pulumi/pulumi/runtime/state.js";
import type { Deployment } from "./deployment.ts";
import { createEngine, createMonitor } from "./monitor.ts";
import type { Report } from "./report.ts";

/** The part of the SDK's state that its types do not include. Each run has a store of its own, as an inline program of the Automation API. */
const { getStore, withLocalStorage } = runtimeState as unknown as {
  getStore(): { settings: { engine?: ReturnType<typeof createEngine> } };
  withLocalStorage<T>(run: () => Promise<T>): Promise<T>;
};

export interface ProgramRunOptions {
  project: string;
  stack: string;
  isPreview: boolean;
  /** The stack's configuration by its full keys, such as `nexus:url`. */
  config: Record<string, string>;
  secretKeys: string[];
}

/** Runs a program and registers its resources with the deployment. Its errors are in the report. */
export async function runProgram(
  program: () => Promise<unknown>,
  deployment: Deployment,
  report: Report,
  { project, stack, isPreview, config, secretKeys }: ProgramRunOptions,
): Promise<void> {
  const errors = catchUnhandledErrors((error) => deployment.fail("", formatProgramError(error)));
  const run = withLocalStorage(async () => {
    runtime.setMockOptions(createMonitor(deployment, { project, stack }), project, stack, isPreview, "organization");
    getStore().settings.engine = createEngine(report);
    runtime.setAllConfig(config, secretKeys);
    await runtime.runInPulumiStack(program).catch(errors.report);
    await runtime.disconnect();
  });
  await Promise.race([run, deployment.failure]);
  await deployment.settle();
  await errors.release();
}

/** Reports errors that the program does not handle, each once, in place of the test runner. */
function catchUnhandledErrors(onError: (error: unknown) => void) {
  const reported = new Set<unknown>();
  const report = (error: unknown) => {
    if (!reported.has(error)) onError(error);
    reported.add(error);
  };
  const events = ["unhandledRejection", "uncaughtException"] as const;
  const listeners = events.map((event) => process.listeners(event as "uncaughtException"));
  for (const event of events) process.removeAllListeners(event).on(event, report);
  const release = async () => {
    // Node reports a rejection after the microtasks of the turn in which it occurred.
    await new Promise(setImmediate);
    for (const [index, event] of events.entries()) {
      process.removeListener(event, report);
      for (const listener of listeners[index] ?? []) process.on(event as "uncaughtException", listener);
    }
  };
  return { report, release };
}

/** Formats an error as Pulumi does: a `RunError` by its message, others with their stack. */
function formatProgramError(error: unknown): string {
  if (RunError.isInstance(error)) return error.message;
  if (!(error instanceof Error)) return String(error);
  return `Running program failed with an unhandled exception:\n${error.stack ?? error.message}`;
}
