/** `nexus-iac lint-image`, started as a command with a saved client configuration. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ClientConfig } from "../../src/client-config/client-config.ts";
import { clientConfigWith, served } from "../client-config/support.ts";
import { runNexusIac } from "../support/nexus-iac-command.ts";

const clientConfig = clientConfigWith([served("apps", { registry: "apps.example" })], {
  naming: [{ repositories: ["apps"], images: ["demo/<image>"], tags: ["build-<number>"] }],
});

const cwd = mkdtempSync(join(tmpdir(), "nexus-iac-lint-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
writeFileSync(join(cwd, "list.txt"), "# of the pipeline\n\ndemo/web:build-1\r\ndemo-web:build-2\n");

let written = 0;
function lint(args: readonly string[], input?: string, config = clientConfig) {
  const file = `client-config-${written++}.json`;
  writeFileSync(join(cwd, file), JSON.stringify(config));
  return runNexusIac(["lint-image", "--client-config", file, ...args], { cwd, ...(input !== undefined && { input }) });
}

describe.concurrent("nexus-iac lint-image", () => {
  it("exits with 0 if all names are correct", async () => {
    expect(await lint(["apps.example/demo/web:build-1", "-"], "demo/api:build-2\n")).toEqual({
      status: 0,
      stdout: "ok     apps.example/demo/web:build-1\nok     demo/api:build-2\nAll names are correct\n",
      stderr: "",
    });
  });

  it("exits with 2 for a violation, prints a correct name, and shows invisible characters", async () => {
    const { status, stdout } = await lint(["--file", "list.txt", "--", "demo/\u001b[2Jweb:build-1"]);
    expect(status).toBe(2);
    expect(stdout).toContain("wrong  demo-web:build-2\n");
    expect(stdout).toContain("         correct: demo/web:build-2\n");
    expect(stdout).toContain("‹U+001B›");
    expect(stdout).not.toContain("\u001b");
    expect(stdout).toContain("2 of 3 violate the naming rules\n");
  });

  it("prints JSON", async () => {
    const { status, stdout } = await lint(["--json", "--repository", "apps", "web:build-1"]);
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toEqual([
      {
        reference: "web:build-1",
        repository: "apps",
        wrong: ['path "web" has only one part; use demo/<image> (demo/server)'],
        right: ["demo/web:build-1"],
      },
    ]);
  });

  it.each<[string[], number, string, ClientConfig?]>([
    [[], 64, "No image references given. Give references, or a file of references with --file"],
    [["--file", "no.txt"], 64, "Cannot read no.txt: "],
    [["--repository", "other", "demo/web:1"], 64, "No naming rule applies to other. Repositories with rules: apps"],
    [["demo/web:1"], 1, "lab has no naming rules", { ...clientConfig, naming: [] }],
    [
      ["demo/web:1"],
      1,
      '"<nmber>" contains the unknown placeholder <nmber>; did you mean "number"?',
      { ...clientConfig, naming: [{ repositories: ["apps"], images: ["<image>"], tags: ["<nmber>"] }] },
    ],
  ])("%j exits with %d: %s", async (args, status, message, config) => {
    const run = await lint(args, undefined, config);
    expect(run).toMatchObject({ status, stdout: "", stderr: expect.stringContaining(message) });
    expect(run.stderr).not.toContain("    at ");
  });
});
