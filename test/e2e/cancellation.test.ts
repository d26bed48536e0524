/** Ctrl-C while the provider waits for Nexus: the engine announces it to the provider. */
import { spawn } from "node:child_process";
import { expect, it } from "vitest";
import { createCliEnvironment } from "../support/stack/test-environment.ts";

it("Ctrl-C ends the wait for a Nexus that is not ready, and the lock of the stack is released", async () => {
  const { stack, nexus } = await createCliEnvironment({ program: `new Role("r");` }, { config: { retryFor: 300 } });
  const repair = nexus.injectFault({ times: 9999, response: { status: 503 } });
  const child = spawn("pulumi", ["up", "--yes", "--skip-preview", "--stack", stack.stack, "--non-interactive"], {
    cwd: stack.folder,
    env: { ...process.env, ...stack.environment },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const ended = new Promise((resolve) => child.on("close", resolve));
  await expect.poll(() => output, { timeout: 60_000 }).toMatch(/Waiting for Nexus until/);
  const start = Date.now();
  child.kill("SIGINT");
  await ended;
  expect(Date.now() - start).toBeLessThan(10_000);
  expect(output).toContain("503: Not ready for requests; canceled");
  repair();
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
});
