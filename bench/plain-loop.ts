import { fileURLToPath } from "node:url";
import type { BenchmarkContext } from "./benchmark-context.ts";
import { credentials } from "./measured-nexus.ts";
import { type Measurement, measureCost } from "./measurements.ts";
import { runProcess } from "./processes.ts";

const script = fileURLToPath(new URL("scripts/plain-loop.ts", import.meta.url));

export const loopTitle = "plain loop, 10 in parallel";

/**
 * Creates, reads and deletes the estate without Pulumi, as the baseline.
 *
 * @returns the measurements, and the lists of Nexus with the estate in it
 */
export async function runPlainLoop(
  context: Omit<BenchmarkContext, "holdings">,
): Promise<{ measurements: Measurement[]; holdings: string }> {
  const { nexus, estate } = context;
  const env = { NEXUS_URL: nexus.url, NEXUS_USERNAME: credentials.username, NEXUS_PASSWORD: credentials.password };
  const measure = async (step: "create" | "read" | "delete"): Promise<Measurement> => {
    context.log(`${loopTitle}: ${step}`);
    const args = [script, step, estate.shape, String(estate.resources)];
    const work = () => runProcess(process.execPath, args, process.cwd(), env);
    const cost = await measureCost(nexus, async () => {
      const { stdout, usage } = await work();
      return { seconds: Number(stdout), usage };
    });
    return { way: loopTitle, step, ...cost };
  };
  const created = await measure("create");
  const holdings = await nexus.readHoldings();
  return { measurements: [created, await measure("read"), await measure("delete")], holdings };
}
