import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

const CHECKOUT = resolve(import.meta.dirname, "../..");

/** A TypeScript program without a compilation step. The variable ENDS selects how it ends. */
const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
interface Ends { [how: string]: () => unknown }
const ends: Ends = {
  reported: () => { throw new pulumi.RunError("the estate is broken") },
  thrown: () => { throw new Error("a slip") },
  exit: () => process.exit(7),
  never: () => { console.log("waiting"); setInterval(() => {}, 1000); return new Promise(() => {}) },
};
await ends[process.env.ENDS ?? ""]?.();
const config = new pulumi.Config();
export const greeting: string = config.require("greeting");
export const password = config.requireSecret("password");
export const where = pulumi.getProject() + "/" + pulumi.getStack();
`;

const folder = mkdtempSync(join(tmpdir(), "nexus-iac-host-"));

/** Creates a project whose PATH has the language host of this checkout before the one of the CLI. */
beforeAll(async () => {
  const runtime = { name: "nodejs", options: { typescript: false, nodeargs: "--allow-natives-syntax" } };
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name: "tiny", runtime, main: "program.ts" }));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "program.ts"), PROGRAM);
  symlinkSync(join(CHECKOUT, "node_modules"), join(folder, "node_modules"));
  for (const name of ["state", "bin"]) mkdirSync(join(folder, name));
  const host = join(folder, "bin/pulumi-language-nodejs");
  writeFileSync(host, `#!/bin/sh\nexec node "${CHECKOUT}/tools/pulumi/language-host.mjs" "$@"\n`);
  chmodSync(host, 0o755);
  await run("stack", "init", "one");
  await run("config", "set", "greeting", "hello");
  await run("config", "set", "--secret", "password", "sesame");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pulumi(args: string[], ends = ""): ChildProcess {
  return spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
    cwd: folder,
    env: {
      ...process.env,
      PATH: `${join(folder, "bin")}:${process.env.PATH}`,
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_HOME: join(folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: "for this test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      ENDS: ends,
    },
  });
}

async function waitForEnd(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (text) => {
      output += text;
    });
  }
  const [code] = await once(child, "close");
  return { code, output };
}

const run = (...args: string[]) => waitForEnd(pulumi(args));

/** Returns the command lines of the running programs, found by the folder in their arguments. */
function listPrograms(): string[] {
  const all = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split("\n");
  return all.filter((line) => line.includes("cmd/run") && line.includes(folder));
}

describe("the language host", () => {
  test("runs a program with its configuration", async () => {
    expect(await run("up", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
    const { output } = await run("stack", "output", "--json");
    expect(JSON.parse(output)).toEqual({ greeting: "hello", password: "[secret]", where: "tiny/one" });
  });

  test.each([
    ["reported", "error: the estate is broken\n", 1],
    ["thrown", "Error: a slip", 1],
    ["exit", "Program exited with non-zero exit code: 7", 1],
  ])("reports how a program failed: %s", async (ends, words, times) => {
    const { code, output } = await waitForEnd(pulumi(["preview"], ends));
    expect(code).not.toBe(0);
    const [, diagnostics = ""] = output.split("Diagnostics:");
    expect(diagnostics.split(words).length - 1).toBe(times);
    if (ends !== "exit") expect(diagnostics).not.toContain("non-zero exit code");
  });

  test.each(["SIGINT", "SIGKILL"] as const)("leaves no program behind when the CLI gets %s", async (signal) => {
    const child = pulumi(["preview"], "never");
    const end = waitForEnd(child);
    await vi.waitFor(() => expect(listPrograms()).toHaveLength(1), { timeout: 30_000 });
    child.kill(signal);
    expect((await end).code).not.toBe(0);
    await vi.waitFor(() => expect(listPrograms()).toEqual([]), { timeout: 10_000 });
  });
});
