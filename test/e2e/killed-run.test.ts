import { spawn } from "node:child_process";
import { expect, it } from "vitest";
import { createCliEnvironment } from "../support/stack/test-environment.ts";

it("a run after a killed run ends as declared", async () => {
  const many = `for (let i = 0; i < 40; i++) { const f = new raw.Hosted("files-" + i); new Role("role-" + i, { privileges: f.privileges("read") }); new User("user-" + i, { roles: ["role-" + i] }); }`;
  const { stack, nexus, manual } = await createCliEnvironment({ program: many }, { nexus: { latencyMs: 40 } });
  const child = spawn("pulumi", ["up", "--yes", "--skip-preview", "--non-interactive", "--stack", "test"], {
    cwd: stack.folder,
    env: { ...process.env, ...stack.environment },
    stdio: "ignore",
    detached: true,
  });
  while (nexus.requests.filter(({ method }) => method === "POST").length < 30)
    await new Promise((resolve) => setTimeout(resolve, 10));
  process.kill(-(child.pid ?? 0), "SIGKILL");
  await new Promise((resolve) => child.on("close", resolve));
  const locked = await stack.up();
  expect(locked.output).toContain("the stack is currently locked");
  await stack.runOrThrow("cancel", "--yes", "--stack", "test");
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect((await stack.refresh()).counts).toEqual({ unchanged: 121 });
  expect((await manual.get("/v1/security/roles/role-39")).privileges).toEqual(["nx-repository-view-raw-files-39-read"]);
});
