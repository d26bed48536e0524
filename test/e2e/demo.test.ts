import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { isFull } from "../support/scope.ts";

const checkout = resolve(import.meta.dirname, "../..");

/** Starts a command of the checkout as npm scripts do, with a separate folder for temporary files. */
function startCommand(file: string, ...args: string[]) {
  const temporary = mkdtempSync(join(tmpdir(), "nexus-iac-cli-"));
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
  const child = spawn(process.execPath, [file, ...args], { cwd: checkout, env: { ...process.env, TMPDIR: temporary } });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  const ended = new Promise<number | null>((done) => child.on("close", done));
  return { child, ended, temporary, printed: () => output };
}

const status = () => execFileSync("git", ["status", "--porcelain"], { cwd: checkout, encoding: "utf8" });

describe("npm run demo", () => {
  it.each(isFull ? ["lab", "cwiq"] : ["lab"])(
    "provisions %s, detects manual changes, repairs them and leaves nothing behind",
    async (stack) => {
      const before = status();
      const demo = startCommand("tools/demo/demo.ts", "--stack", stack);
      expect(await demo.ended, demo.printed()).toBe(0);
      const output = demo.printed();
      const steps = [...output.matchAll(/^\d {2}(.*)$/gm)].map(([, title]) => title);
      expect(steps).toEqual([
        "An empty Nexus",
        `pulumi up: creates everything in src/estates/${stack}.ts`,
        "pulumi up, again: no changes",
        "Manual changes in Nexus",
        "pulumi refresh: finds exactly these changes",
        "pulumi up: restores the declared state",
        "pulumi refresh: no drift",
        "Done",
      ]);
      const [, found = ""] = output.split("5  pulumi refresh: finds exactly these changes");
      expect(found).toMatch(/~ writePolicy: "ALLOW_ONCE" => "ALLOW"/);
      expect(found).toMatch(/\+ \[\d+\]: "nx-all"/);
      expect(found).toMatch(/- pulumi-nodejs:nexus:User: \(delete\)/);
      // The list of repositories, which shows connectors that another run has taken.
      expect(output).toMatch(/up, unchanged +[\d.]+ s +1 requests? to Nexus/);
      expect(readdirSync(demo.temporary).filter((name) => name.startsWith("nexus-iac"))).toEqual([]);
      expect(status()).toBe(before);
    },
  );

  it("lists the environments", async () => {
    const demo = startCommand("tools/demo/demo.ts", "--stack", "lba");
    expect(await demo.ended).toBe(64);
    expect(demo.printed()).toContain("Allowed choices are lab, cwiq, cwiq-dev, p2c.");
  });
});
