import { type BenchmarkContext, expectHoldings } from "./benchmark-context.ts";
import { type Measurement, measureCost, pulumiCli, type Step } from "./measurements.ts";
import { type Host, type Operation, Stack } from "./pulumi.ts";

/** A way to run Pulumi, and the steps that are measured. */
export interface PulumiScenario {
  title: string;
  host: Host;
  checkpoints: boolean;
  steps: readonly PulumiStep[];
}

type PulumiStep = Extract<Step, "plan" | "review" | "up" | "preview" | "unchanged" | "refresh" | "destroy">;

/** The operation of a step, and its expected result. A step that expects no changes fails if there are any. */
interface PulumiTask {
  operation: Operation;
  expectsNoChanges?: true;
  leaves: keyof BenchmarkContext["holdings"];
}

const tasks: Record<PulumiStep, PulumiTask> = {
  plan: { operation: "preview", leaves: "without" },
  review: { operation: "review", leaves: "without" },
  up: { operation: "up", leaves: "with" },
  preview: { operation: "preview", expectsNoChanges: true, leaves: "with" },
  unchanged: { operation: "up", expectsNoChanges: true, leaves: "with" },
  refresh: { operation: "refresh", expectsNoChanges: true, leaves: "with" },
  destroy: { operation: "destroy", leaves: "without" },
};

const updateSteps = ["up", "preview", "unchanged", "refresh", "destroy"] as const;

/** The scenario of a benchmark of several sizes. */
export const growthScenario: PulumiScenario = { title: pulumiCli, host: "cli", checkpoints: false, steps: updateSteps };

export const scenarios: readonly PulumiScenario[] = [
  { ...growthScenario, steps: ["plan", "review", ...updateSteps] },
  { title: "Pulumi CLI, with checkpoints", host: "cli", checkpoints: true, steps: ["up", "destroy"] },
  { title: "automation API, without checkpoints", host: "inline", checkpoints: false, steps: updateSteps },
];

/**
 * Creates the estate, previews and updates it without changes, and destroys it.
 *
 * @returns the measurements, and the size of the state after `up`
 */
export async function runPulumiBenchmark(
  context: BenchmarkContext,
  { title, host, checkpoints, steps }: PulumiScenario,
): Promise<{ measurements: Measurement[]; stateBytes: number }> {
  const stack = await Stack.open(context, checkpoints);
  try {
    const measurements: Measurement[] = [];
    let stateBytes = 0;
    for (const step of steps) {
      context.log(`${title}: ${step}`);
      const { operation, leaves, ...expected } = tasks[step];
      const cost = await measureCost(context.nexus, () => stack.run(host, operation, expected));
      measurements.push({ way: title, step, ...cost });
      await expectHoldings(context, leaves);
      if (step === "up") stateBytes = stack.stateBytes;
    }
    return { measurements, stateBytes };
  } finally {
    stack.close();
  }
}
