import type { BenchmarkContext } from "./benchmark-context.ts";
import { bareEngine, type Measurement, measureCost } from "./measurements.ts";
import { Stack } from "./pulumi.ts";

/** Measures what Pulumi takes for as many resources whose provider answers at once: the baseline of its commands. */
export async function measureBareEngine({
  nexus,
  estate,
  log,
}: Omit<BenchmarkContext, "holdings">): Promise<Measurement[]> {
  const stack = await Stack.openBare(estate);
  try {
    const measurements: Measurement[] = [];
    for (const step of ["up", "preview", "unchanged", "refresh", "destroy"] as const) {
      log(`${bareEngine}: ${step}`);
      const operation = step === "unchanged" ? "up" : step;
      measurements.push({ way: bareEngine, step, ...(await measureCost(nexus, () => stack.run("cli", operation))) });
    }
    return measurements;
  } finally {
    stack.close();
  }
}
