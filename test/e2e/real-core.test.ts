// @module-tag core
/**
 * Tests a command on a real Nexus Core of its own, as the estate sets realms and anonymous access.
 * test/contract/real-core.test.ts tests whole programs.
 */
import { expect, it, onTestFinished } from "vitest";
import { startCore } from "../../tools/nexus-core/start-core.ts";
import { isFull } from "../support/scope.ts";
import { CliStack } from "../support/stack/cli-stack.ts";
import { ManualClient } from "../support/stack/test-environment.ts";
import { runForStack } from "./support/stack-command.ts";

it.runIf(isFull && !process.env.NEXUS_URL)("probes p2c on the real Nexus Core, and leaves nothing behind", async () => {
  const { url, username, password, stop } = await startCore();
  onTestFinished(stop);
  const stack = await CliStack.open({
    stack: "p2c",
    config: { url, username, upstreams: { mavenCentral: "https://maven.example" } },
    secrets: { password },
  });
  onTestFinished(() => stack.close());
  const up = await stack.up();
  expect(up.code, up.output).toBe(0);
  const probe = await runForStack(stack, ["probe", "--stack", "p2c"]);
  expect(probe.output.match(/^ {2}failed.*/gm)).toEqual([
    expect.stringMatching(/maven-central reaches https:\/\/maven.example: does not reach its upstream: 502/),
  ]);
  const manual = new ManualClient({ url });
  for (const repository of ["maven-releases", "maven-snapshots"])
    expect(await manual.get(`/v1/assets?repository=${repository}`)).toMatchObject({ items: [] });
});
