/** The command line: help, usage errors and `nexus-iac kinds`. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { createProgram } from "../../src/cli/command-line.ts";
import { catalogue } from "../../src/model/catalogue.ts";
import { unsupportedOperations } from "../../src/model/unsupported-operations.ts";
import { describeKinds, findKindDescription } from "../../src/reference/kind-descriptions.ts";
import { runNexusIac, spawnNexusIac } from "../support/nexus-iac-command.ts";

const run = (...args: string[]) => runNexusIac(args);

it("refuses an old version of Node.js with one line", async () => {
  const old = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "22.17.1" } })';
  const environment = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(old)}` };
  expect(await spawnNexusIac(["kinds"], { environment })).toEqual({
    status: 1,
    stdout: "",
    stderr: "nexus-iac needs Node.js 22.18 or later; this is 22.17.1\n",
  });
});

it("prints its version", async () => {
  expect(await run("--version")).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: "" });
});

it("has examples in the help of each command, whose options exist", async () => {
  for (const command of createProgram().commands) {
    const { stdout } = await run(command.name(), "--help");
    const examples = stdout.split("\nExamples:\n")[1]?.match(/nexus-iac [^|>\n]*/g) ?? [];
    expect(examples.length, command.name()).toBeGreaterThan(0);
    for (const example of examples) {
      const words = (example.split(" -- ")[0] ?? "")
        .match(/'[^']*'|"[^"]*"|\S+/g)
        ?.map((word) => word.replace(/^['"]|['"]$/g, ""));
      const [, name, ...args] = words ?? [];
      const parser = createProgram().commands.find((known) => known.name() === name);
      expect(parser?.parseOptions(args).unknown, example).toEqual([]);
    }
  }
});

describe("nexus-iac completion", () => {
  const complete = async (line: string, cwd = ".") => {
    const words = line.split(" ");
    const { stdout } = await run("completion", "bash");
    const script = `${stdout}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _nexus_iac nexus-iac '${words.at(-1)}' '${words.at(-2)}'; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync("bash", ["-c", script], { encoding: "utf8", cwd }).split("\n").filter(Boolean).sort();
  };

  it("completes commands, options, their values and stacks in bash", async () => {
    expect(await complete("nexus-iac dr")).toEqual(["drift"]);
    expect(await complete("nexus-iac drift --he")).toEqual(["--heal", "--help"]);
    expect(await complete("nexus-iac outputs --for git")).toEqual(["gitlab"]);
    expect(await complete("nexus-iac drift --stack cwiq")).toEqual(["cwiq", "cwiq-dev"]);
    expect(await complete("nexus-iac drift --out ")).toEqual([]);
  });

  it("runs no command in the name of a file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "nexus-iac-completion-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const stack of ["lab", "$(touch ran)", "`touch ran`", "a\n$(touch ran)", "x;touch ran"])
      writeFileSync(join(folder, `Pulumi.${stack}.yaml`), "");
    expect(await complete("nexus-iac drift --stack ", folder)).toEqual(["lab"]);
    expect(readdirSync(folder)).not.toContain("ran");
  });

  it("describes all commands for fish, and runs the function of bash in zsh", async () => {
    const { stdout: fish } = await run("completion", "fish");
    for (const { length } of [fish.match(/ -a [a-z-]+ -d /g) ?? []])
      expect(length).toBe(createProgram().commands.length);
    expect(fish).toContain("complete -c nexus-iac -n '__fish_seen_subcommand_from drift' -l heal -d ");
    expect((await run("completion", "zsh")).stdout).toContain("bashcompinit\n_nexus_iac() {");
  });
});

describe.concurrent("nexus-iac kinds", () => {
  it("lists the operations that no kind uses, with the reason", async () => {
    const { status, stdout } = await run("kinds", "--left-out");
    expect([status, stdout.split("\n").length]).toEqual([0, Object.keys(unsupportedOperations).length + 2]);
    expect(stdout).toMatch(/^PUT \/v1\/lifecycle\/\* +restarts parts of a running node$/m);
    expect(JSON.parse((await run("kinds", "--left-out", "--json")).stdout)).toEqual(unsupportedOperations);
  });

  it("prints all kinds as a table", async () => {
    const { status, stdout } = await run("kinds");
    const [head = "", ...rows] = stdout.trimEnd().split("\n");
    expect(status).toBe(0);
    expect(head.split(/ {2,}/)).toEqual(["KIND", "CLASS", "SINCE", "EDITIONS", "FIELDS", "CREATED BY"]);
    expect(rows.map((row) => row.split(" ")[0])).toEqual([...catalogue.keys()]);
    expect(rows.every((row) => /^(POST|PUT) (\/|extdirect:)/.test(row.slice(head.indexOf("CREATED BY"))))).toBe(true);
    expect(rows.find((row) => row.startsWith("go-hosted "))).toMatch(
      /^go-hosted +go\.Hosted +3\.93\.0 +all except Core +\d+ +POST \/v1\/repositories\/go\/hosted$/,
    );
  });

  it("prints one kind with all its fields", async () => {
    const { status, stdout } = await run("kinds", "docker.hosted");
    expect(status).toBe(0);
    expect(stdout).toContain("docker-hosted: docker hosted repository\n\nA hosted repository for images.\n");
    expect(stdout).toContain("  endpoints  GET /v1/repositorySettings\n");
    expect(stdout).toContain("  docker.httpPort\n      integer, 1 to 65535\n      The port of the HTTP connector");
    for (const { path } of findKindDescription("docker-hosted")?.fields ?? [])
      expect(stdout).toContain(`\n  ${path}\n`);
  });

  it("prints JSON of all kinds, or of one", async () => {
    expect(JSON.parse((await run("kinds", "--json")).stdout)).toEqual(describeKinds());
    expect(JSON.parse((await run("kinds", "email", "--json")).stdout)).toEqual(findKindDescription("email"));
  });

  it("suggests the nearest kind for an unknown one and exits with 64", async () => {
    expect(await run("kinds", "doker-hosted")).toEqual({
      status: 64,
      stdout: "",
      stderr: "Unknown kind: doker-hosted. Did you mean docker-hosted?\nTo list all kinds: nexus-iac kinds\n",
    });
    expect((await run("kinds", "?")).stderr).toContain("Unknown kind: ?.\n");
  });

  it("lists the kinds that begin with a word", async () => {
    const { stdout } = await run("kinds", "composer");
    expect(stdout.split("\n").map((line) => line.split(" ")[0])).toEqual([
      "KIND",
      "composer-hosted",
      "composer-proxy",
      "composer-group",
      "",
    ]);
    const { stdout: json } = await run("kinds", "composer", "--json");
    expect(JSON.parse(json)).toHaveLength(3);
  });

  it("exits with 64 on wrong usage, with 0 for help", async () => {
    expect(await run("kindz")).toMatchObject({ status: 64, stderr: expect.stringContaining("Did you mean kinds?") });
    expect(await run("kinds", "--jsno")).toMatchObject({ status: 64, stderr: expect.stringContaining("--json") });
    expect((await run("kinds", "email", "role")).status).toBe(64);
    expect((await run()).status).toBe(64);
    expect(await run("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("Exit codes: 0 success") });
    expect(await run("kinds", "--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("docker-hosted") });
  });

  it("prints no error if the reader closes the pipe early", () => {
    const node = JSON.stringify(process.execPath);
    const command = `${node} src/cli/main.ts kinds --json 2>&1 | head -1`;
    expect(execFileSync("sh", ["-c", command], { encoding: "utf8" })).toBe("[\n");
  });
});
