import { once } from "node:events";
import { join } from "node:path";
import { describe, expect } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { type Checkout, type Run, test } from "./checkout.ts";

describe.concurrent("a command", () => {
  test("gets its arguments, and node_modules/.bin first on PATH", async ({ checkout }) => {
    checkout.program("path/vitest", "echo another vitest");
    const run = await checkout.run(["test:unit", "-t", "two words"]);
    expect(run).toEqual({ code: 0, stdout: "vitest run --project unit -t two words\n", messages: [] });
  });

  test("returns its exit code", async ({ checkout }) => {
    checkout.program("node_modules/.bin/biome", "exit 7");
    expect((await checkout.run(["lint"])).code).toBe(7);
  });

  test("returns the exit code of a shell if a signal ended it", async ({ checkout }) => {
    checkout.program("node_modules/.bin/biome", "kill -TERM $$");
    expect((await checkout.run(["lint"])).code).toBe(143);
  });

  test("receives each signal once", async ({ checkout }) => {
    checkout.program(
      "node_modules/.bin/node",
      "[ $1 = --version ] && exit; trap 'echo INT' INT; trap 'echo TERM; exit 5' TERM; echo up; while :; do sleep 0.05; done",
    );
    const child = checkout.start(["nexus"]);
    let output = "";
    child.stdout?.on("data", (text) => {
      output += text;
      if (output === "up\n") child.kill("SIGINT");
      if (output === "up\nINT\n") child.kill("SIGTERM");
    });
    expect(await once(child, "close")).toEqual([5, null]);
    expect(output).toBe("up\nINT\nTERM\n");
  });
});

describe.concurrent("npm test", () => {
  const core = "nexus-core-3.71.0-06";
  const postgres = ["initdb", "postgres", "psql"];
  const clients = ["skopeo", "crane", "docker-registry", "htpasswd", "mvn", "python3"];

  /** Adds all tools, and the cache of an earlier run. */
  function addTools(checkout: Checkout): void {
    for (const name of [core, "maven-plugins-1"]) {
      checkout.write(`cache/${name}/README`, "");
      checkout.recordCached(name);
    }
    checkout.write("java/release", 'JAVA_VERSION="17.0.1"\n');
    for (const name of ["chromium", ...postgres, ...clients]) checkout.program(`path/${name}`, "exit 0");
  }

  function testAll(checkout: Checkout, ...args: string[]): Promise<Run> {
    addTools(checkout);
    return checkout.run(["test", ...args], { JAVA_HOME: join(checkout.folder, "java") });
  }

  /** Runs without skopeo and htpasswd, and without programs of the system, such as apt-get. */
  function testWithoutTwoTools(checkout: Checkout, environment: Record<string, string>): Promise<Run> {
    addTools(checkout);
    for (const name of ["skopeo", "htpasswd"]) checkout.remove(`path/${name}`);
    checkout.program("node_modules/.bin/vitest", 'echo "missing: $NEXUS_IAC_MISSING_TOOLS"');
    const [JAVA_HOME, PATH] = [join(checkout.folder, "java"), join(checkout.folder, "path")];
    return checkout.run(["test"], { JAVA_HOME, PATH, ...environment });
  }

  test("runs all steps and reports their duration", async ({ checkout }) => {
    const run = await testAll(checkout, "-t", "x");
    expect(run.stdout).toBe(
      "biome check\ntsc --project .\ntsc --project tools\ntsc --project src/review/page/client\ntsc --project docs/.vitepress\nvitest run -t x\n",
    );
    expect(run.messages.map((line) => line.replace(/[\d.]+ s$/, "N s"))).toEqual([
      "biome check: passed after N s",
      "tsc --project .: passed after N s",
      "tsc --project tools: passed after N s",
      "tsc --project src/review/page/client: passed after N s",
      "tsc --project docs/.vitepress: passed after N s",
      "vitest run: passed after N s",
    ]);
    expect(run.code).toBe(0);
  });

  test("runs all steps after a failure too, and fails", async ({ checkout }) => {
    checkout.program("node_modules/.bin/biome", "exit 4");
    const run = await testAll(checkout);
    expect(run.stdout).toContain("vitest run");
    expect(run.messages[0]).toMatch(/^biome check: failed after/);
    expect(run.code).toBe(4);
  });

  test("leaves out the tests that need missing tools, and ends with the list of these", async ({ checkout }) => {
    const run = await testWithoutTwoTools(checkout, {});
    expect(run.stdout).toContain("missing: skopeo htpasswd\n");
    expect(run.messages.slice(-3)).toEqual([
      "The tests that need these tools were left out (skipped). With CI=true a missing tool is a failure.",
      expect.stringMatching(/^- skopeo: skopeo not found\. To get it: .*skopeo.*\.$/),
      expect.stringMatching(/^- htpasswd: htpasswd not found\. To get it: .+\.$/),
    ]);
    expect(run.code).toBe(0);
  });

  test("fails on a build server if a tool is missing", async ({ checkout }) => {
    const run = await testWithoutTwoTools(checkout, { CI: "true" });
    expect(run).toMatchObject({ code: 3, stdout: "" });
    expect(run.messages).toEqual([
      expect.stringMatching(/^Cannot install skopeo: .* To get it: /),
      expect.stringMatching(/^Cannot install htpasswd: .* To get it: /),
    ]);
  });
});

describe.concurrent("contract tests", () => {
  test("need no Core if NEXUS_URL names a server", async ({ checkout }) => {
    const run = await checkout.run(["test:contract"], { NEXUS_URL: "http://nexus.example" });
    expect(run).toEqual({ code: 0, stdout: "vitest run --project contract\n", messages: [] });
  });
});

describe.concurrent("browser tests", () => {
  // Chrome of macOS is not on PATH.
  test.skipIf(process.platform === "darwin")("fail with a message if Chromium is missing", async ({ checkout }) => {
    const run = await checkout.run(["test:browser"], { PATH: join(checkout.folder, "path") });
    expect(run).toEqual({
      code: 3,
      stdout: "",
      messages: [
        expect.stringMatching(/^Cannot install Chromium: neither Chromium nor Chrome is on PATH\. To get it: .+\.$/),
      ],
    });
  });

  test("use an installed browser", async ({ checkout }) => {
    checkout.program("path/google-chrome", "exit 1");
    const run = await checkout.run(["test:browser"], { PATH: join(checkout.folder, "path") });
    expect(run).toEqual({ code: 0, stdout: "vitest run --project browser\n", messages: [] });
  });
});

describe.concurrent("the names of commands", () => {
  test.for([
    ["prevew", "preview"],
    ["tests", "test"],
    ["contract", "test:contract"],
  ])("do not contain %s, which suggests %s", async ([wrong = "", right], { checkout }) => {
    const run = await checkout.run([wrong]);
    expect(run).toEqual({ code: 64, stdout: "", messages: [`Unknown command: ${wrong}. Did you mean ${right}?`] });
  });

  test("are the scripts of package.json", async ({ checkout }) => {
    const run = await checkout.run([]);
    const names = run.messages.join().replace("Commands: ", "").split(", ");
    // Without exec, Ctrl-C ends the shell of npm before the command.
    expect(manifest.scripts).toEqual(
      Object.fromEntries(names.map((name) => [name, `exec node tools/run.mjs ${name}`])),
    );
    expect(run.code).toBe(64);
  });
});
