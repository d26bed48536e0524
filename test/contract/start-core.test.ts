// @module-tag core
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Core, startCore } from "../../tools/nexus-core/start-core.ts";
import { isFull } from "../support/scope.ts";

const START = resolve(import.meta.dirname, "../../tools/nexus-core/start-core.ts");

/** A separate folder for temporary files, so that the test sees which ones are left. */
let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), "nexus-iac-core-"));
  vi.stubEnv("TMPDIR", temporary);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
});

/** Lists the processes whose arguments contain the temporary folder. */
function listProcesses(): string[] {
  const all = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split("\n");
  return all.filter((line) => line.includes(temporary));
}

async function getStatus(core: Core, path: string, body?: unknown): Promise<number> {
  const headers = {
    authorization: `Basic ${btoa(`${core.username}:${core.password}`)}`,
    "content-type": "application/json",
  };
  const request = body === undefined ? { headers } : { headers, method: "POST", body: JSON.stringify(body) };
  return (await fetch(`${core.url}/service/rest/v1/${path}`, request)).status;
}

describe.runIf(isFull && !process.env.NEXUS_URL)("the real Nexus Core", () => {
  test("two Cores run at the same time, and stopping them leaves only the data folder to keep", async () => {
    const keep = join(temporary, "kept");
    const [plain, scripted] = await Promise.all([startCore(), startCore({ keep, scripts: true })]);
    expect(await Promise.all([plain, scripted].map((core) => getStatus(core, "security/users")))).toEqual([200, 200]);

    const script = { name: "nothing", type: "groovy", content: "log.info(1)" };
    expect(await Promise.all([plain, scripted].map((core) => getStatus(core, "script", script)))).toEqual([410, 204]);

    await Promise.all([plain.stop(), scripted.stop()]);
    expect(listProcesses()).toEqual([]);
    expect(readdirSync(temporary)).toEqual(["kept"]);
    expect(existsSync(join(keep, "db"))).toBe(true);
  });

  test("ends when the process that started it is killed", async () => {
    const program = `import { startCore } from ${JSON.stringify(START)}; await startCore();`;
    const owner = spawn(process.execPath, ["--input-type=module", "--eval", program]);
    await vi.waitFor(() => expect(listProcesses()).toContainEqual(expect.stringContaining("java")), {
      timeout: 30_000,
    });
    owner.kill("SIGKILL");
    await vi.waitFor(() => expect([listProcesses(), readdirSync(temporary)]).toEqual([[], []]), { timeout: 10_000 });
  });
});
