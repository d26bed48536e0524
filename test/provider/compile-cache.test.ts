import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it, onTestFinished } from "vitest";

const entry = resolve(import.meta.dirname, "../../src/provider/index.ts");

it("stores the compiled code of the provider, although the engine ends it with a signal", async () => {
  const cache = mkdtempSync(join(tmpdir(), "nexus-iac-compile-cache-"));
  onTestFinished(() => rmSync(cache, { recursive: true }));
  const program = `await import(${JSON.stringify(entry)}); process.kill(process.pid, "SIGINT"); setInterval(() => {}, 1000)`;
  const signal = await new Promise((end) => {
    const args = ["--input-type=module", "--eval", program];
    const child = execFile(process.execPath, args, { env: { ...process.env, NODE_COMPILE_CACHE: cache } });
    child.on("exit", (_code, signal) => end(signal));
  });
  expect(signal).toBe("SIGINT");
  const stored = readdirSync(cache, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  expect(stored.length).toBeGreaterThan(0);
});
