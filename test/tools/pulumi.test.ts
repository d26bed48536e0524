import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { type Checkout, test } from "./checkout.ts";

const version = manifest.dependencies["@pulumi/pulumi"];
const secret = { PULUMI_CONFIG_PASSPHRASE: "" };

/** A stack that has a file, and a state where `made` says so. */
function stack(checkout: Checkout, name: string, { made = false, text = "config: {}\n" } = {}): void {
  checkout.write(`Pulumi.${name}.yaml`, text);
  if (made) checkout.write(`home/.local/state/nexus-iac/.pulumi/stacks/nexus/${name}.json`, "{}");
}

const local = (checkout: Checkout) => `backend=file://${checkout.state} skip=true\n`;

describe.concurrent("Pulumi's commands", () => {
  test("get their arguments, and the local state", async ({ checkout }) => {
    stack(checkout, "lab", { made: true });
    const run = await checkout.run(["up", "--stack", "lab", "--yes"], secret);
    expect(run).toEqual({ code: 0, stdout: `pulumi up --stack lab --yes ${local(checkout)}`, told: [] });
  });

  test.for([
    ["-s", "lab"],
    ["-slab"],
    ["-s=lab"],
    ["--stack", "lab"],
    ["--stack=lab"],
    ["-s", "organization/nexus/lab"],
  ])("find the stack in %s", async (args, { checkout }) => {
    stack(checkout, "lab");
    const run = await checkout.run(["up", ...args], secret);
    expect(run.stdout).toContain("pulumi stack init lab --no-select");
  });

  test("tell their usage in any case", async ({ checkout }) => {
    expect((await checkout.run(["up", "--help"])).stdout).toContain("pulumi up --help");
  });

  test.for(["refresh", "destroy"])(
    "%s runs the program, for the URL and the password of today",
    async (name, { checkout }) => {
      stack(checkout, "lab", { made: true });
      const run = await checkout.run([name, "-s", "lab"], secret);
      expect(run.stdout).toBe(`pulumi ${name} --run-program -s lab ${local(checkout)}`);
    },
  );

  test("keep the checkpoints where somebody says so", async ({ checkout }) => {
    const run = await checkout.run(["up"], { ...secret, PULUMI_SKIP_CHECKPOINTS: "false" });
    expect(run.stdout).toContain("skip=false");
  });

  test("of any other name are run as they are, on the same state", async ({ checkout }) => {
    const run = await checkout.run(["pulumi", "stack", "ls"]);
    expect(run.stdout).toBe(`pulumi stack ls backend=file://${checkout.state} skip=\n`);
  });

  test("that configure a stack make it first", async ({ checkout }) => {
    stack(checkout, "lab");
    const set = ["config", "set", "nexus:url", "http://127.0.0.1:8081", "--stack", "lab"];
    const { stdout } = await checkout.run(["pulumi", ...set], secret);
    expect(stdout.match(/^pulumi .*? backend/gm)).toEqual([
      "pulumi stack init lab --no-select backend",
      "pulumi config set nexus:url http://127.0.0.1:8081 --stack lab backend",
    ]);
    const misspelt = await checkout.run(["pulumi", ...set.slice(0, -1), "lap"], secret);
    expect(misspelt).toMatchObject({ code: 2, told: [expect.stringContaining("Did you mean the stack lab?")] });
  });

  test("that choose a state are not given one", async ({ checkout }) => {
    expect((await checkout.run(["pulumi", "login", "s3://x"])).stdout).toBe("pulumi login s3://x backend= skip=\n");
  });
});

describe.concurrent("another state is left alone", () => {
  test.for<[string, Record<string, string>, string]>([
    ["in the environment", { PULUMI_BACKEND_URL: "https://x.example" }, "backend=https://x.example skip="],
    ["by an access token", { PULUMI_ACCESS_TOKEN: "x" }, "backend= skip="],
  ])("chosen %s", async ([, environment, expected], { checkout }) => {
    expect((await checkout.run(["up", "-s", "any"], environment)).stdout).toBe(`pulumi up -s any ${expected}\n`);
  });

  test.for([
    ["s3://bucket?region=eu-central-1"],
    ["azblob://container?storage_account=estate"],
    ["gs://bucket"],
    ["postgres://estate@db.example:5432/pulumi"],
  ])("but written at the end of a run, as checkpoints take most of its time: %s", async ([url], { checkout }) => {
    const run = await checkout.run(["up", "-s", "any"], { PULUMI_BACKEND_URL: url ?? "" });
    expect(run.stdout).toBe(`pulumi up -s any backend=${url} skip=true\n`);
    const kept = await checkout.run(["up"], { PULUMI_BACKEND_URL: url ?? "", PULUMI_SKIP_CHECKPOINTS: "false" });
    expect(kept.stdout).toContain("skip=false");
  });

  test("but for the password in its URL, which Pulumi would print", async ({ checkout }) => {
    checkout.program("path/pulumi", '[ "$1" = version ] && echo v3.232.0 || echo "$PULUMI_BACKEND_URL $PGPASSWORD"');
    const run = await checkout.run(["up"], {
      PULUMI_BACKEND_URL: "postgres://estate:a%2Fb@db.example/pulumi?sslmode=require",
    });
    expect(run.stdout).toBe("postgres://estate@db.example/pulumi?sslmode=require a/b\n");
  });

  test("chosen by pulumi login", async ({ checkout }) => {
    checkout.write("home/.pulumi/credentials.json", '{"current": "s3://x"}');
    expect((await checkout.run(["up"])).stdout).toBe("pulumi up backend= skip=\n");
  });

  test("chosen by pulumi login, in PULUMI_HOME", async ({ checkout }) => {
    checkout.write("elsewhere/credentials.json", '{"current": "s3://x"}');
    const run = await checkout.run(["up"], { PULUMI_HOME: join(checkout.folder, "elsewhere") });
    expect(run.stdout).toBe("pulumi up backend= skip=\n");
  });

  test("but not after pulumi logout", async ({ checkout }) => {
    checkout.write("home/.pulumi/credentials.json", '{"current": ""}');
    expect((await checkout.run(["up"], secret)).stdout).toContain("backend=file://");
  });

  test("chosen in Pulumi.yaml", async ({ checkout }) => {
    checkout.write("Pulumi.yaml", "name: nexus\nruntime: nodejs\nbackend:\n  url: s3://x\n");
    expect((await checkout.run(["up"])).stdout).toBe("pulumi up backend= skip=\n");
  });
});

describe.concurrent("a stack without a state", () => {
  const PULUMI = `
[ "$1 $2" = "stack init" ] && echo "encryptionsalt: v1" >> "Pulumi.$3.yaml"
[ "$1" = version ] && echo v3.232.0 || echo pulumi "$@"`;

  test.for(["up", "preview"])("is made by %s, which says what that wrote", async (name, { checkout }) => {
    stack(checkout, "lab");
    checkout.program("path/pulumi", PULUMI);
    const run = await checkout.run([name, "--stack=lab"], secret);
    expect(run.stdout).toBe(`pulumi stack init lab --no-select\npulumi ${name} --stack=lab\n`);
    expect(run.told).toEqual([expect.stringContaining("salt of the stack's passphrase to Pulumi.lab.yaml")]);
  });

  test.for(["review", "access"])("is made to tell what it declares: nexus-iac %s", async (name, { checkout }) => {
    stack(checkout, "lab");
    const run = await checkout.run(["nexus-iac", name, "--stack", "lab"], secret);
    expect(run.stdout).toContain("pulumi stack init lab --no-select");
  });

  test("is made without a word where nothing is written", async ({ checkout }) => {
    stack(checkout, "lab");
    const run = await checkout.run(["up", "-s", "lab"], secret);
    expect(run.stdout).toContain("pulumi stack init lab --no-select");
    expect(run.told).toEqual([]);
  });

  test("is not made where making it fails", async ({ checkout }) => {
    stack(checkout, "lab");
    checkout.program("path/pulumi", '[ "$1" = version ] && echo v3.232.0 && exit 0; echo pulumi "$@"; exit 9');
    const run = await checkout.run(["up", "-s", "lab"], secret);
    expect(run).toEqual({ code: 9, stdout: "pulumi stack init lab --no-select\n", told: [] });
  });

  test.for(["refresh", "destroy"])("has nothing to %s", async (name, { checkout }) => {
    stack(checkout, "lab");
    const run = await checkout.run([name, "-s", "lab"], secret);
    expect(run).toMatchObject({ code: 2, stdout: "", told: [expect.stringMatching(/^Stack lab has no state in /)] });
  });

  test("nor a file is a slip of the pen", async ({ checkout }) => {
    for (const name of ["lab", "cwiq", "p2c"]) stack(checkout, name);
    const run = await checkout.run(["up"], { ...secret, PULUMI_STACK: "cwqi" });
    expect(run).toEqual({
      code: 2,
      stdout: "",
      told: ["There is no Pulumi.cwqi.yaml. Did you mean the stack cwiq?"],
    });
  });
});

describe.concurrent("one line tells", () => {
  test("what to set where nobody can be asked for the passphrase", async ({ checkout }) => {
    stack(checkout, "lab", { made: true });
    const run = await checkout.run(["preview", "-s", "lab"]);
    expect(run).toMatchObject({
      code: 2,
      stdout: "",
      told: [expect.stringMatching(/^Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE/)],
    });
  });

  test("nothing of it where the secrets have a key service", async ({ checkout }) => {
    stack(checkout, "lab", { made: true, text: "secretsprovider: awskms://alias/x\n" });
    expect((await checkout.run(["preview", "-s", "lab"])).code).toBe(0);
  });

  test("where npm has taken the stack for itself", async ({ checkout }) => {
    const run = await checkout.run(["up"], { ...secret, npm_config_stack: "lab" });
    expect(run).toMatchObject({
      code: 2,
      told: ["npm takes --stack for itself: write `npm run COMMAND -- --stack STACK`."],
    });
  });

  test("how to free the lock of a run that was killed", async ({ checkout }) => {
    stack(checkout, "lab", { made: true });
    const lock = (pid: number) => JSON.stringify({ pid, hostname: hostname() });
    const file = "home/.local/state/nexus-iac/.pulumi/locks/organization/nexus/lab/1.json";
    checkout.write(file, lock(2 ** 22 + 1)); // Above the highest that Linux gives.
    const run = await checkout.run(["up", "-s", "lab"], secret);
    expect(run.told).toEqual([expect.stringMatching(/killed .* npm run pulumi -- cancel --yes --stack lab$/)]);
    expect(run.code).toBe(2);
    checkout.write(file, lock(process.pid));
    expect((await checkout.run(["up", "-s", "lab"], secret)).code).toBe(0);
  });
});

describe.concurrent("the CLI", () => {
  const cached = `cache/pulumi-${version}-${process.platform}-${process.arch}/bin/pulumi`;

  /** On a machine that has no other `pulumi`. */
  const about = (checkout: Checkout) => checkout.run(["pulumi", "about"], { PATH: join(checkout.folder, "path") });

  test("is the cached one where none is on PATH", async ({ checkout }) => {
    checkout.remove("path/pulumi");
    checkout.program(cached, 'echo cached "$@"');
    expect(await about(checkout)).toEqual({ code: 0, stdout: "cached about\n", told: [] });
  });

  test("is the cached one where that on PATH is too old, and says so", async ({ checkout }) => {
    checkout.program("path/pulumi", "echo v3.100.0");
    checkout.program(cached, 'echo cached "$@"');
    const run = await about(checkout);
    expect(run.stdout).toBe("cached about\n");
    expect(run.told).toEqual([expect.stringMatching(/path\/pulumi is v3\.100\.0; 3\.183 or later is needed/)]);
  });

  test("that was built here has the language host of this checkout", async ({ checkout }) => {
    checkout.remove("path/pulumi");
    checkout.program(cached, "exit 0");
    const host = join(cached, "../language-host.mjs");
    checkout.write(host, "// an older one");
    await about(checkout);
    expect(checkout.read(host)).toBe(checkout.read("tools/pulumi/language-host.mjs"));
  });

  test("is built from the version that the SDK is locked to", () => {
    const module = readFileSync(resolve(import.meta.dirname, "../../tools/pulumi/go.mod"), "utf8");
    expect(module).toContain(`github.com/pulumi/pulumi/pkg/v3 v${version} `);
    expect(module).toContain(`github.com/pulumi/pulumi/sdk/v3 => github.com/pulumi/pulumi/sdk/v3 v${version}\n`);
  });
});
