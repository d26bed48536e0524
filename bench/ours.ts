import { type Measurement, measured, type Step } from "./measurements.ts";
import { type Host, type Operation, Stack } from "./pulumi.ts";
import { expectHoldings, type Scene } from "./scene.ts";

/** A way to run Pulumi, and what is measured of it. */
export interface Way {
  title: string;
  host: Host;
  checkpoints: boolean;
  steps: readonly OurStep[];
}

type OurStep = Extract<Step, "plan" | "review" | "up" | "preview" | "unchanged" | "refresh" | "destroy">;

/** What a step asks of Pulumi, and how it leaves Nexus. It fails where nothing should change and something would. */
interface Task {
  operation: Operation;
  expectsNoChanges?: true;
  leaves: keyof Scene["holdings"];
}

const tasks: Record<OurStep, Task> = {
  plan: { operation: "preview", leaves: "without" },
  review: { operation: "review", leaves: "without" },
  up: { operation: "up", leaves: "with" },
  preview: { operation: "preview", expectsNoChanges: true, leaves: "with" },
  unchanged: { operation: "up", expectsNoChanges: true, leaves: "with" },
  refresh: { operation: "refresh", expectsNoChanges: true, leaves: "with" },
  destroy: { operation: "destroy", leaves: "without" },
};

const all = ["up", "preview", "unchanged", "refresh", "destroy"] as const;

export const ways: readonly Way[] = [
  { title: "Pulumi CLI, without checkpoints", host: "cli", checkpoints: false, steps: ["plan", "review", ...all] },
  { title: "Pulumi CLI, with checkpoints", host: "cli", checkpoints: true, steps: ["up", "destroy"] },
  { title: "automation API, without checkpoints", host: "inline", checkpoints: false, steps: all },
];

/** Makes the estate one way, has nothing to change in it, and destroys it; gives also the state's size meanwhile. */
export async function ours(
  scene: Scene,
  { title, host, checkpoints, steps }: Way,
): Promise<{ measurements: Measurement[]; stateBytes: number }> {
  const stack = await Stack.open(scene, checkpoints);
  try {
    const measurements: Measurement[] = [];
    let stateBytes = 0;
    for (const step of steps) {
      scene.say(`${title}: ${step}`);
      const { operation, leaves, ...expected } = tasks[step];
      const cost = await measured(scene.nexus, () => stack.run(host, operation, expected));
      measurements.push({ way: title, step, ...cost });
      await expectHoldings(scene, leaves);
      if (step === "up") stateBytes = stack.stateBytes;
    }
    return { measurements, stateBytes };
  } finally {
    stack.close();
  }
}
