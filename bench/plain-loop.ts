import { fileURLToPath } from "node:url";
import { type Measurement, measured } from "./measurements.ts";
import { run } from "./processes.ts";
import type { Scene } from "./scene.ts";
import { credentials } from "./servers.ts";

const script = fileURLToPath(new URL("scripts/loop.ts", import.meta.url));

export const loopTitle = "plain loop, 10 in parallel";

/** Makes the estate, reads it and deletes it, without Pulumi; gives also what Nexus held meanwhile. */
export async function plainLoop(
  scene: Omit<Scene, "holdings">,
): Promise<{ measurements: Measurement[]; holdings: string }> {
  const { nexus, each } = scene;
  const env = { NEXUS_URL: nexus.url, NEXUS_USERNAME: credentials.username, NEXUS_PASSWORD: credentials.password };
  const measure = async (step: "create" | "read" | "delete"): Promise<Measurement> => {
    scene.say(`${loopTitle}: ${step}`);
    const work = () => run(process.execPath, [script, step, String(each)], process.cwd(), env);
    const cost = await measured(nexus, async () => Number((await work()).stdout));
    return { way: loopTitle, step, ...cost };
  };
  const created = await measure("create");
  const holdings = await nexus.holdings();
  return { measurements: [created, await measure("read"), await measure("delete")], holdings };
}
