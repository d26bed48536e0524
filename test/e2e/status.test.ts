import { expect, it } from "vitest";
import { createCliEnvironment } from "../support/stack/test-environment.ts";
import { runForStack } from "./support/stack-command.ts";

it("shows the last up and the drift since", async () => {
  const { stack, manual } = await createCliEnvironment({ program: `new Role("r", { description: "d" });` });
  const status = (...args: string[]) => runForStack(stack, ["status", "--stack", stack.stack, ...args]);
  expect(await status()).toMatchObject({ code: 0, output: expect.stringContaining("\nLast run  none\n") });
  await stack.up();
  await manual.send("PUT", "/v1/security/roles/r", {
    id: "r",
    name: "r",
    description: "other",
    privileges: [],
    roles: [],
  });
  const { code, output } = await status("--drift");
  expect(code, output).toBe(2);
  expect(output).toMatch(/^Backend {3}file:\/\//m);
  expect(output).toMatch(/^Last run {2}up succeeded at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \(2 create\)$/m);
  expect(output).toMatch(/^Drift {5}1 changed/m);
});
