/** `nexus-iac lint-pipeline`, started as a command. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientConfigWith, served } from "../client-config/support.ts";
import { runNexusIac } from "../support/nexus-iac-command.ts";

let folder: string;
const lint = (...args: string[]) =>
  runNexusIac(["lint-pipeline", "--client-config", "client-config.json", ...args], { cwd: folder });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "nexus-iac-lint-"));
  const clientConfig = clientConfigWith([
    served("apps", { registry: "apps.example" }),
    served("hub", { type: "proxy" }),
    served("all", { type: "group", registry: "all.example", members: ["apps", "hub"] }),
  ]);
  const files = {
    "client-config.json": JSON.stringify(clientConfig),
    "good.sh": "docker pull all.example/library/alpine:3\n",
    "bad.sh":
      "docker pull alpine:3\ndocker login -p hunter2-0815 \u001b[2Jall.example\ndocker push all.example/a/\u0007b\n",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.concurrent("nexus-iac lint-pipeline", () => {
  it("exits with 0 without findings", async () => {
    expect(await lint("good.sh")).toEqual({ status: 0, stdout: "No findings in 1 file\n", stderr: "" });
  });

  it("exits with 2 and prints place, rule and correction, without secrets and control characters", async () => {
    const { status, stdout } = await lint("good.sh", "bad.sh");
    expect(status).toBe(2);
    expect(stdout).toContain(
      "bad.sh:1:13: docker-hub: alpine:3 is pulled directly from Docker Hub\n" +
        "    correct: all.example/library/alpine:3\n",
    );
    expect(stdout).toContain("bad.sh:2:17: clear-credentials: ");
    expect(stdout).toContain("bad.sh:3:13: push-to-group: ");
    for (const hidden of ["hunter2", "\u001b", "\u0007"]) expect(stdout).not.toContain(hidden);
  });

  it("prints JSON and writes a code quality report", async () => {
    const { status, stdout } = await lint("--json", "--code-quality", "report.json", "bad.sh");
    expect(status).toBe(2);
    expect(JSON.parse(stdout)[0]).toEqual({
      file: "bad.sh",
      line: 1,
      column: 13,
      rule: "docker-hub",
      message: "alpine:3 is pulled directly from Docker Hub",
      right: "all.example/library/alpine:3",
    });
    expect(JSON.parse(readFileSync(join(folder, "report.json"), "utf8"))).toHaveLength(3);
  });

  it("exits with 64 for a missing file, or without files", async () => {
    expect(await lint("none.sh", ".")).toMatchObject({
      status: 64,
      stderr: expect.stringMatching(/^Cannot read none\.sh: /),
    });
    expect((await lint()).status).toBe(64);
  });
});
