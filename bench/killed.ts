import { setTimeout as sleep } from "node:timers/promises";
import { type Measurement, measured } from "./measurements.ts";
import { Stack } from "./pulumi.ts";
import { expectHoldings, type Scene } from "./scene.ts";

const title = "Pulumi CLI, without checkpoints, killed";

/**
 * An `up` that is killed when half of the estate is made, so that nothing of it is in the state; and what it takes to
 * get on: the lock freed, and another `up`, which adopts what is there.
 */
export async function killed(scene: Scene): Promise<Measurement[]> {
  const { nexus, say } = scene;
  const stack = await Stack.open(scene, false);
  const steps = {
    killed: () => upUntil(stack, () => nexus.creations >= (3 * scene.each) / 2),
    cancel: () => stack.cancel(),
    again: () => stack.run("cli", "up"),
    healed: () => stack.run("cli", "refresh", { expectsNoChanges: true }),
  };
  try {
    const measurements: Measurement[] = [];
    for (const step of ["killed", "cancel", "again", "healed"] as const) {
      say(`${title}: ${step}`);
      measurements.push({ way: title, step, ...(await measured(nexus, steps[step])) });
    }
    await expectHoldings(scene, "with");
    await stack.run("cli", "destroy");
    await expectHoldings(scene, "without");
    return measurements;
  } finally {
    stack.close();
  }
}

/** Gives the seconds until it was killed. */
async function upUntil(stack: Stack, isEnough: () => boolean): Promise<number> {
  const up = stack.startUp();
  let hasEnded = false;
  const end = () => {
    hasEnded = true;
  };
  up.finished.then(end, end);
  while (!hasEnded && !isEnough()) await sleep(5);
  up.kill();
  const { code, output, seconds } = await up.finished;
  if (code !== 137) throw new Error(`pulumi up was to be killed, and ended with ${code}:\n${output}`);
  return seconds;
}
