/** Runs the example of docs/testing.md as a user does, with Node.js's own test runner. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { linkPackages } from "../support/stack/project-folder.ts";

const checkout = resolve(import.meta.dirname, "../..");
const page = readFileSync(join(checkout, "docs/testing.md"), "utf8");
const [, example = ""] = /^```ts\n([\s\S]*?)^```$/m.exec(page) ?? [];

function runTests(text: string): Promise<{ code: number; output: string }> {
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-testing-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  linkPackages(folder, checkout);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "estates.test.ts"), text);
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ["--test", "estates.test.ts"],
      { cwd: folder, env: { ...process.env, NODE_OPTIONS: "" } },
      (_, stdout, stderr) => done({ code: child.exitCode ?? 1, output: stdout + stderr }),
    );
  });
}

/** Returns the example with a second test like the first. */
function repeatTest(text: string): string {
  return text + text.slice(text.indexOf('it("'));
}

it("the example passes, also with several tests in a file", async () => {
  const { code, output } = await runTests(repeatTest(example));
  expect(code, output).toBe(0);
  expect(output).toMatch(/pass 2\n/);
});

it("an invalid estate fails the test with the list of violations", async () => {
  const invalid = example.replace('"ALLOW_ONCE"', '"ONCE" as "ALLOW_ONCE", blobStoreName: "none"');
  const { code, output } = await runTests(repeatTest(invalid));
  expect(code).toBe(1);
  expect(output).toContain("nothing was changed, because the program has 2 errors:");
  expect(output).toContain('files (raw:Hosted) storage.writePolicy: "ONCE" is not one of ALLOW, ALLOW_ONCE, DENY');
  expect(output).toMatch(/fail 2\n/);
});
