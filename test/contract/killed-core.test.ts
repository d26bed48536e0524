// @module-tag core
/**
 * Kills a real Nexus Core during a run and starts it again. Its database loses writes of the last moment that were answered
 * (3.71 with H2), so a refresh follows.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startCore } from "../../tools/nexus-core/start-core.ts";
import { freePort } from "../../tools/support/port.ts";
import { isFull } from "../support/scope.ts";
import type { PulumiResult } from "../support/stack/stack.ts";
import { createProgram, ManualClient, openStack } from "../support/stack/test-environment.ts";

const count = 20;

/** Resources that depend on each other. */
const program = createProgram(`
  for (let n = 0; n < ${count}; n++) {
    const file = new raw.Hosted("files-" + n);
    const role = new Role("role-" + n, { privileges: file.privileges("read") });
    new User("user-" + n, { firstName: "Killed", roles: [role.roleId] });
  }`);

/** Kills the Java process of the Core with this data. */
function killCore(data: string): void {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && isJavaWith(name, data));
  expect(pids).toHaveLength(1);
  for (const pid of pids) process.kill(Number(pid), "SIGKILL");
}

function isJavaWith(pid: string, data: string): boolean {
  try {
    const [program = "", ...options] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return program.endsWith("/java") && options.includes(`-Dkaraf.data=${data}`);
  } catch {
    return false;
  }
}

it.runIf(isFull && process.platform === "linux" && !process.env.NEXUS_URL)(
  "a run during which Nexus is killed and starts again is completed by a refresh and an up",
  async () => {
    const data = mkdtempSync(join(tmpdir(), "nexus-core-"));
    const start = { keep: data, port: await freePort() };
    let core = await startCore(start);
    onTestFinished(async () => {
      await core.stop();
      rmSync(data, { recursive: true, force: true });
    });
    const { url, username, password } = core;
    const stack = await openStack({
      program,
      config: { url, username, deleteContent: true },
      secrets: { password },
    });
    onTestFinished(() => stack.close());
    const manual = new ManualClient({ url });
    const countUsers = async () => {
      const users: unknown = await manual.get("/v1/security/users?source=default");
      return JSON.stringify(users).split('"firstName":"Killed"').length - 1;
    };

    /** Kills the Core when the operation has reached a number of users, and starts it again. Repeats a failed operation. */
    const runWithKill = async (perform: () => Promise<PulumiResult>, isReached: (users: number) => boolean) => {
      const run = perform();
      await expect.poll(countUsers, { timeout: 120_000, interval: 20 }).toSatisfy(isReached);
      killCore(data);
      await core.stop();
      core = await startCore(start);
      const result = await run;
      const last = result.code === 0 ? result : await perform();
      expect(last.code, last.output).toBe(0);
    };

    await runWithKill(
      () => stack.up(),
      (users) => users >= 5,
    );
    await stack.refresh("--run-program");
    const repaired = await stack.up();
    expect(repaired.code, repaired.output).toBe(0);
    expect((await stack.refresh("--run-program")).counts).toEqual({ unchanged: 3 * count + 1 });
    await runWithKill(
      () => stack.destroy("--run-program"),
      (users) => users < count,
    );
    // A lost deletion is repeated.
    expect((await stack.up()).code).toBe(0);
    expect((await stack.destroy("--run-program")).code).toBe(0);
    expect(await manual.get("/v1/repositories")).not.toContainEqual(
      expect.objectContaining({ name: expect.stringMatching(/^files-/) }),
    );
    expect(await countUsers()).toBe(0);
  },
  900_000,
);
