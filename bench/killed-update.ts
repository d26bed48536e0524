import { setTimeout as sleep } from "node:timers/promises";
import { type BenchmarkContext, expectHoldings } from "./benchmark-context.ts";
import { type Measurement, measureCost, type StepResult } from "./measurements.ts";
import { Stack } from "./pulumi.ts";

const title = "Pulumi CLI, without checkpoints, killed";

/**
 * Measures an `up` that is killed when half of the estate exists, so that the state has nothing of it, and the recovery:
 * `cancel`, which frees the lock, and another `up`, which adopts the existing objects.
 */
export async function measureKilledUpdate(context: BenchmarkContext): Promise<Measurement[]> {
  const { nexus, log } = context;
  const stack = await Stack.open(context, false);
  const steps = {
    killed: () => killUpdateWhen(stack, () => nexus.creationCount >= context.estate.resources / 2),
    cancel: () => stack.cancel(),
    again: () => stack.run("cli", "up"),
    healed: () => stack.run("cli", "refresh", { expectsNoChanges: true }),
  };
  try {
    const measurements: Measurement[] = [];
    for (const step of ["killed", "cancel", "again", "healed"] as const) {
      log(`${title}: ${step}`);
      measurements.push({ way: title, step, ...(await measureCost(nexus, steps[step])) });
    }
    await expectHoldings(context, "with");
    await stack.run("cli", "destroy");
    await expectHoldings(context, "without");
    return measurements;
  } finally {
    stack.close();
  }
}

/** Kills an `up` as soon as enough was created. */
async function killUpdateWhen(stack: Stack, isEnough: () => boolean): Promise<StepResult> {
  const up = stack.startUp();
  let hasEnded = false;
  const end = () => {
    hasEnded = true;
  };
  up.finished.then(end, end);
  while (!hasEnded && !isEnough()) await sleep(5);
  up.kill();
  const result = await up.finished;
  if (result.code !== 137)
    throw new Error(`pulumi up ended with ${result.code} before it was killed:\n${result.output}`);
  return result;
}
