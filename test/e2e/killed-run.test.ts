import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { chooseFraction } from "../support/faults/seeded-choice.ts";
import { listSeeds } from "../support/faults/seeds.ts";
import { type CliEnvironment, createCliEnvironment, createProgram } from "../support/stack/test-environment.ts";

/** Starts an operation and kills its processes after a number of requests: creations for an `up`, deletions for a `destroy`. */
async function killAfter(
  { stack, nexus }: CliEnvironment,
  count: number,
  operation: "up" | "destroy" = "up",
): Promise<void> {
  const counted = { up: "POST", destroy: "DELETE" }[operation];
  const child = spawn("pulumi", [operation, "--yes", "--skip-preview", "--non-interactive", "--stack", "test"], {
    cwd: stack.folder,
    env: { ...process.env, ...stack.environment },
    stdio: "ignore",
    detached: true,
  });
  while (nexus.requests.filter(({ method }) => method === counted).length < count && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(child.exitCode).toBeNull();
  const group = -(child.pid ?? 0);
  const stop = async () => {
    process.kill(group, "SIGSTOP");
    await expect.poll(() => isStopped(child.pid ?? 0)).toBe(true);
  };
  // Pulumi writes its state file in place, and cannot read half of one: the kill must not hit a write.
  for (await stop(); !hasCompleteState(stack); await stop()) {
    process.kill(group, "SIGCONT");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  process.kill(group, "SIGKILL");
  await new Promise((resolve) => child.on("close", resolve));
}

/** Returns true if all threads of a process are stopped: a signal takes effect a moment after it is sent. */
function isStopped(pid: number): boolean {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.every((id) => /\) T /.test(readFileSync(`/proc/${pid}/task/${id}/stat`, "utf8")));
}

function hasCompleteState(stack: CliEnvironment["stack"]): boolean {
  try {
    JSON.parse(stack.readStateFile());
    return true;
  } catch {
    return false;
  }
}

it("a run after a killed run ends as declared", async () => {
  const many = `for (let i = 0; i < 40; i++) { const f = new raw.Hosted("files-" + i); new Role("role-" + i, { privileges: f.privileges("read") }); new User("user-" + i, { roles: ["role-" + i] }); }`;
  const environment = await createCliEnvironment({ program: many }, { nexus: { latencyMs: 40 } });
  const { stack, manual } = environment;
  await killAfter(environment, 30);
  const locked = await stack.up();
  expect(locked.output).toContain("the stack is currently locked");
  await stack.runOrThrow("cancel", "--yes", "--stack", "test");
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect((await stack.refresh()).counts).toEqual({ unchanged: 121 });
  expect((await manual.get("/v1/security/roles/role-39")).privileges).toEqual(["nx-repository-view-raw-files-39-read"]);
});

it("a run after a killed run with onConflict fail recognizes what that run created, and nothing else", async () => {
  const many = `for (let i = 0; i < 20; i++) { new Role("role-" + i); new User("user-" + i, { roles: ["nx-anonymous"] }); }`;
  const environment = await createCliEnvironment(
    { program: many },
    {
      nexus: { latencyMs: 150 },
      config: { onConflict: "fail", keepAdopted: true },
      environment: { PULUMI_SKIP_CHECKPOINTS: "false" },
    },
  );
  const { stack, manual } = environment;
  await killAfter(environment, 12);
  await stack.runOrThrow("cancel", "--yes", "--stack", "test");
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(run.output).toContain("an interrupted run of this stack created it");
  expect((await stack.readResources()).filter(({ outputs }) => outputs?.__adopted)).toEqual([]);
  expect((await stack.refresh()).counts).toEqual({ unchanged: 41 });

  await manual.send("POST", "/v1/security/roles", { id: "foreign", name: "foreign" });
  stack.program(createProgram(`${many} new Role("foreign");`));
  expect((await stack.up()).output).toContain('Nexus already has a role "foreign", and onConflict is "fail"');
});

it.for(listSeeds({ short: 0, full: 20 }))(
  "a run after an up and a destroy that were killed at a random request ends as declared (seed %i)",
  { timeout: 900_000 },
  async (seed) => {
    const many = `for (let i = 0; i < 12; i++) { const f = new raw.Hosted("files-" + i); new Role("role-" + i, { privileges: f.privileges("read") }); new User("user-" + i, { roles: ["role-" + i] }); }`;
    const environment = await createCliEnvironment(
      { program: many },
      { nexus: { latencyMs: 40 }, environment: { PULUMI_SKIP_CHECKPOINTS: String(seed % 2 === 0) } },
    );
    const { stack, nexus, manual } = environment;
    for (const operation of ["up", "destroy"] as const) {
      nexus.clearRequests();
      // Not one of the last of 36 requests, as the run could end before the kill.
      await killAfter(environment, 1 + Math.floor(chooseFraction(seed, operation) * 22), operation);
      await stack.runOrThrow("cancel", "--yes", "--stack", "test");
      if (operation === "destroy") await stack.refresh("--run-program");
      const run = await stack.up();
      expect(run.code, run.output).toBe(0);
      expect((await stack.up()).counts).toEqual({ unchanged: 37 });
      expect((await stack.refresh()).counts).toEqual({ unchanged: 37 });
    }
    expect((await stack.destroy()).code).toBe(0);
    expect(await manual.exists("/v1/security/roles/role-0")).toBe(false);
  },
);
