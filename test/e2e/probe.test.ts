/** `nexus-iac probe` against real estates: all is right, then one thing is wrong at a time. */
import { describe, expect, it } from "vitest";
import type { ProbeReport } from "../../src/probe/report.ts";
import { forStack } from "./support/command.ts";
import { type Scene, scene } from "./support/scene.ts";

async function probe({ stack }: Scene, ...args: string[]) {
  const { code, output } = await forStack(stack, ["probe", "--stack", stack.stack, "--json", ...args]);
  return { code, output, report: JSON.parse(output) as ProbeReport };
}

it("lab", async () => {
  const at = await scene({ estate: "lab" }, { config: { upstreams: { dockerHub: "http://127.0.0.1:9" } } });
  await at.stack.up();
  await at.stack.configure({
    clients: {
      registries: Object.fromEntries(
        ["docker-dev-hosted", "docker-group", "ocp-mirror"].map((name) => [
          name,
          `http://127.0.0.1:${at.nexus.connectorPort(name)}`,
        ]),
      ),
    },
  });
  const { code, output } = await forStack(at.stack, ["probe", "--stack", "lab", "--write"]);
  console.log(code, output);
});
