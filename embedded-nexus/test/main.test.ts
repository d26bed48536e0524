/** The command `nexus-embedded`. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { nexusWith } from "./support/nexuses.ts";

const PROGRAM = fileURLToPath(new URL("../src/main.ts", import.meta.url));

function start(...args: string[]) {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const exitCode = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, exitCode, output: () => output };
}

/** Runs the command, works with the Nexus that it starts, and stops it. */
async function run(work: (url: string) => Promise<void>, ...args: string[]): Promise<void> {
  const { child, exitCode, output } = start("--port", "0", ...args);
  await expect.poll(output, { timeout: 60_000 }).toContain("Stop with Ctrl-C.");
  await work(/ at (\S+)/.exec(output())?.[1] ?? "");
  child.kill("SIGINT");
  expect(await exitCode, output()).toBe(0);
}

describe("nexus-embedded", () => {
  test("runs until Ctrl-C and keeps its data with --data", async () => {
    const data = mkdtempSync(join(tmpdir(), "nexus-data-"));
    onTestFinished(() => rmSync(data, { recursive: true, force: true }));
    const headers = { authorization: `Basic ${btoa("admin:secret-word")}`, "content-type": "application/json" };
    const release = ["--release", "3.77.0-08", "--edition", "CORE"];
    const options = ["--data", data, ...release, "--password", "secret-word", "--context-path", "/nexus"];
    const roles = (url: string) => `${url}/service/rest/v1/security/roles`;
    await run(
      async (url) => {
        expect(url).toMatch(/\/nexus$/);
        const body = JSON.stringify({ id: "r", name: "r" });
        const created = await fetch(roles(url), { method: "POST", headers, body });
        expect([created.status, created.headers.get("server")]).toEqual([200, "Nexus/3.77.0-08 (CORE)"]);
      },
      ...options,
    );
    await run(
      async (url) => {
        expect((await fetch(`${roles(url)}/r`, { headers })).status).toBe(200);
      },
      ...options,
    );
  });

  test("allows scripts with --scripts and refuses blob stores in clouds with --no-clouds", async () => {
    const headers = { authorization: `Basic ${btoa("admin:admin123")}`, "content-type": "application/json" };
    const bucket = { name: "bucket", region: "us-east-1" };
    await run(
      async (url) => {
        const create = async (path: string, body: object) =>
          (await fetch(`${url}/service/rest/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) }))
            .status;
        expect(await create("script", { name: "s", type: "groovy", content: "1" })).toBe(204);
        expect(await create("blobstores/s3", { name: "b", bucketConfiguration: { bucket } })).toBe(400);
      },
      "--scripts",
      "--no-clouds",
    );
  });

  test.each([
    [["--port", "x"], "Use a whole number from 0 to 65535."],
    [["--release", "latest"], "Use a release such as 3.94.0."],
    [["--edition", "FREE"], "Allowed choices are CORE, OSS, COMMUNITY, PRO."],
    [["--prot", "1"], "unknown option '--prot'"],
  ])("exits with 64 for %j", async (args, message) => {
    const { exitCode, output } = start(...args);
    expect(await exitCode, output()).toBe(64);
    expect(output()).toContain(message);
  });

  test("exits with 0 for --help and with 1 if the port is in use", async () => {
    const help = start("--help");
    expect(await help.exitCode).toBe(0);
    expect(help.output()).toContain("Usage: nexus-embedded [options]");
    const { port } = new URL((await nexusWith()).url);
    const second = start("--port", port);
    expect(await second.exitCode).toBe(1);
    expect(second.output()).toContain(`port ${port} is in use. Choose another one with --port.`);
  });
});
