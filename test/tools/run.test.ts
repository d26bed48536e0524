import { once } from "node:events";
import { join } from "node:path";
import { describe, expect } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { type Checkout, type Run, test } from "./checkout.ts";

describe.concurrent("a command", () => {
  test("gets its arguments, and node_modules/.bin first on PATH", async ({ checkout }) => {
    checkout.program("path/vitest", "echo another vitest");
    const run = await checkout.run(["test:unit", "-t", "two words"]);
    expect(run).toEqual({ code: 0, stdout: "vitest run --project unit -t two words\n", told: [] });
  });

  test("gives its own exit code", async ({ checkout }) => {
    checkout.program("node_modules/.bin/biome", "exit 7");
    expect((await checkout.run(["lint"])).code).toBe(7);
  });

  test("gives the exit code of a shell where a signal ended it", async ({ checkout }) => {
    checkout.program("node_modules/.bin/biome", "kill -TERM $$");
    expect((await checkout.run(["lint"])).code).toBe(143);
  });

  test("passes signals on, once each", async ({ checkout }) => {
    checkout.program(
      "node_modules/.bin/node",
      "trap 'echo INT' INT; trap 'echo TERM; exit 5' TERM; echo up; while :; do sleep 0.05; done",
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

  /** Runs on what an earlier run has cached. */
  function testAll(checkout: Checkout, ...args: string[]): Promise<Run> {
    for (const name of [core, "maven-plugins-1"]) checkout.write(`cache/${name}/README`, "");
    checkout.write("java/release", 'JAVA_VERSION="17.0.1"\n');
    for (const name of ["chromium", ...postgres, ...clients]) checkout.program(`path/${name}`, "exit 0");
    return checkout.run(["test", ...args], { JAVA_HOME: join(checkout.folder, "java") });
  }

  test("runs everything, and tells how long each part took", async ({ checkout }) => {
    const run = await testAll(checkout, "-t", "x");
    expect(run.stdout).toBe(
      "biome check\ntsc --project .\ntsc --project tools\ntsc --project src/review/page/client\nvitest run -t x\n",
    );
    expect(run.told.map((line) => line.replace(/[\d.]+ s$/, "N s"))).toEqual([
      "biome check: passed after N s",
      "tsc --project .: passed after N s",
      "tsc --project tools: passed after N s",
      "tsc --project src/review/page/client: passed after N s",
      "vitest run: passed after N s",
    ]);
    expect(run.code).toBe(0);
  });

  test("runs everything after a failure too, and fails", async ({ checkout }) => {
    checkout.program("node_modules/.bin/biome", "exit 4");
    const run = await testAll(checkout);
    expect(run.stdout).toContain("vitest run");
    expect(run.told[0]).toMatch(/^biome check: failed after/);
    expect(run.code).toBe(4);
  });
});

describe.concurrent("contract tests", () => {
  test("need no Core where NEXUS_URL names a server", async ({ checkout }) => {
    const run = await checkout.run(["test:contract"], { NEXUS_URL: "http://nexus.example" });
    expect(run).toEqual({ code: 0, stdout: "vitest run --project contract\n", told: [] });
  });
});

describe.concurrent("tests of pages", () => {
  test("say what is missing where there is no Chromium, and none can be installed", async ({ checkout }) => {
    const run = await checkout.run(["test:browser"], { PATH: join(checkout.folder, "path") });
    expect(run).toEqual({
      code: 3,
      stdout: "",
      told: [
        "Tests of pages need Chromium or Chrome: none found on PATH. On Debian, as root: apt-get install -y chromium",
      ],
    });
  });

  test("take the one that is installed", async ({ checkout }) => {
    checkout.program("path/google-chrome", "exit 1");
    const run = await checkout.run(["test:browser"], { PATH: join(checkout.folder, "path") });
    expect(run).toEqual({ code: 0, stdout: "vitest run --project browser\n", told: [] });
  });
});

describe.concurrent("names", () => {
  test.for([
    ["prevew", "preview"],
    ["tests", "test"],
    ["contract", "test:contract"],
  ])("%s is not one, %s is", async ([wrong = "", right], { checkout }) => {
    const run = await checkout.run([wrong]);
    expect(run).toEqual({ code: 2, stdout: "", told: [`Unknown: ${wrong}. Did you mean ${right}?`] });
  });

  test("are those of package.json's scripts", async ({ checkout }) => {
    const run = await checkout.run([]);
    const names = run.told.join().replace("One of: ", "").split(", ");
    // Without exec, npm's shell dies of Ctrl-C before the command has ended.
    expect(manifest.scripts).toEqual(
      Object.fromEntries(names.map((name) => [name, `exec node tools/run.mjs ${name}`])),
    );
    expect(run.code).toBe(2);
  });
});
