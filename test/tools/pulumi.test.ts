import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, expect } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { type Checkout, test } from "./checkout.ts";

const version = manifest.dependencies["@pulumi/pulumi"];
const secret = { PULUMI_CONFIG_PASSPHRASE: "" };

/** Writes the configuration file of a stack, and its state if `hasState` is set. */
function stack(checkout: Checkout, name: string, { hasState = false, text = "config: {}\n" } = {}): void {
  checkout.write(`Pulumi.${name}.yaml`, text);
  if (hasState) checkout.write(`home/.local/state/nexus-iac/.pulumi/stacks/nexus/${name}.json`, "{}");
}

const local = (checkout: Checkout) => `backend=file://${checkout.state} skip=true\n`;

describe.concurrent("Pulumi's commands", () => {
  test("get their arguments, and the local state", async ({ checkout }) => {
    stack(checkout, "lab", { hasState: true });
    const run = await checkout.run(["up", "--stack", "lab", "--yes"], secret);
    expect(run).toEqual({ code: 0, stdout: `pulumi up --stack lab --yes ${local(checkout)}`, messages: [] });
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

  test("print their usage without any check", async ({ checkout }) => {
    expect((await checkout.run(["up", "--help"])).stdout).toContain("pulumi up --help");
  });

  test.for(["refresh", "destroy"])(
    "%s runs the program, so that the current URL and password are used",
    async (name, { checkout }) => {
      stack(checkout, "lab", { hasState: true });
      const run = await checkout.run([name, "-s", "lab"], secret);
      expect(run.stdout).toBe(`pulumi ${name} --run-program -s lab ${local(checkout)}`);
    },
  );

  test("keep checkpoints if PULUMI_SKIP_CHECKPOINTS is false", async ({ checkout }) => {
    const run = await checkout.run(["up"], { ...secret, PULUMI_SKIP_CHECKPOINTS: "false" });
    expect(run.stdout).toContain("skip=false");
  });

  test.for([
    ["Pulumi.lab.yaml", "config:\n  nexus:onConflict: fail\n"],
    ["Pulumi.lab.yaml", 'config:\n  nexus:keepAdopted: "true"\n'],
    ["src/estates/lab.ts", 'new Role("r", { onConflict: "fail" });'],
    ["src/estates/teams/shared.ts", `new Provider("p", { url, username, password, keepAdopted: true });`],
  ] as const)("keep checkpoints if %s distinguishes own objects: %s", async ([file, text], { checkout }) => {
    checkout.write(file, text);
    expect((await checkout.run(["up"], secret)).stdout).toContain("skip=false");
    checkout.write(file, "config: {}");
    expect((await checkout.run(["up"], secret)).stdout).toContain("skip=true");
  });

  test("of other names are passed on unchanged, with the same state", async ({ checkout }) => {
    const run = await checkout.run(["pulumi", "stack", "ls"]);
    expect(run.stdout).toBe(`pulumi stack ls backend=file://${checkout.state} skip=\n`);
  });

  test("that configure a stack create it first", async ({ checkout }) => {
    stack(checkout, "lab");
    const set = ["config", "set", "nexus:url", "http://127.0.0.1:8081", "--stack", "lab"];
    const { stdout } = await checkout.run(["pulumi", ...set], secret);
    expect(stdout.match(/^pulumi .*? backend/gm)).toEqual([
      "pulumi stack init lab --no-select backend",
      "pulumi config set nexus:url http://127.0.0.1:8081 --stack lab backend",
    ]);
    const misspelt = await checkout.run(["pulumi", ...set.slice(0, -1), "lap"], secret);
    expect(misspelt).toMatchObject({ code: 64, messages: [expect.stringContaining("Did you mean the stack lab?")] });
  });

  test("that choose a backend get no local state", async ({ checkout }) => {
    expect((await checkout.run(["pulumi", "login", "s3://x"])).stdout).toBe("pulumi login s3://x backend= skip=\n");
  });
});

describe.concurrent("another backend is used unchanged", () => {
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

describe.concurrent("a stack that a chosen backend does not have", () => {
  const MISSING = `
[ "$1" = version ] && echo v3.232.0 && exit
[ "$1 $2" = "stack --show-name" ] && echo "error: no stack named '$4' found" >&2 && exit 6
echo pulumi "$@"`;
  const login = '{"current": "s3://x"}';

  test.for([
    ["by pulumi login", ["up", "-s", "lab"], {}, "lab"],
    [
      "by PULUMI_BACKEND_URL",
      ["preview", "--stack=team/nexus/lab"],
      { PULUMI_BACKEND_URL: "s3://x" },
      "team/nexus/lab",
    ],
  ] as const)(
    "is created if it has a configuration file, chosen %s",
    async ([, args, environment, name], { checkout }) => {
      stack(checkout, "lab");
      if (!("PULUMI_BACKEND_URL" in environment)) checkout.write("home/.pulumi/credentials.json", login);
      checkout.program("path/pulumi", MISSING);
      const run = await checkout.run([...args], environment);
      expect(run).toEqual({
        code: 0,
        stdout: `pulumi stack init ${name} --no-select\npulumi ${args.join(" ")}\n`,
        messages: [],
      });
    },
  );

  test("is not created without one, as its name may be misspelt, nor by destroy", async ({ checkout }) => {
    stack(checkout, "lab");
    checkout.program("path/pulumi", MISSING);
    const backend = { PULUMI_BACKEND_URL: "s3://x" };
    expect((await checkout.run(["up", "-s", "lap"], backend)).stdout).toBe("pulumi up -s lap\n");
    expect((await checkout.run(["destroy", "-s", "lab"], backend)).stdout).toBe(
      "pulumi destroy --run-program -s lab\n",
    );
  });
});

describe.concurrent("a stack without a state", () => {
  const PULUMI = `
[ "$1 $2" = "stack init" ] && echo "encryptionsalt: v1" >> "Pulumi.$3.yaml"
[ "$1" = version ] && echo v3.232.0 || echo pulumi "$@"`;

  test.for(["up", "preview"])("is created by %s, with a message about the changed file", async (name, { checkout }) => {
    stack(checkout, "lab");
    checkout.program("path/pulumi", PULUMI);
    const run = await checkout.run([name, "--stack=lab"], secret);
    expect(run.stdout).toBe(`pulumi stack init lab --no-select\npulumi ${name} --stack=lab\n`);
    expect(run.messages).toEqual([expect.stringContaining("salt of the stack's passphrase to Pulumi.lab.yaml")]);
  });

  test.for(["review", "access"])("is created to read its declarations: nexus-iac %s", async (name, { checkout }) => {
    stack(checkout, "lab");
    const run = await checkout.run(["nexus-iac", name, "--stack", "lab"], secret);
    expect(run.stdout).toContain("pulumi stack init lab --no-select");
  });

  test("is created without a message if no file changes", async ({ checkout }) => {
    stack(checkout, "lab");
    const run = await checkout.run(["up", "-s", "lab"], secret);
    expect(run.stdout).toContain("pulumi stack init lab --no-select");
    expect(run.messages).toEqual([]);
  });

  test("ends the run if it cannot be created", async ({ checkout }) => {
    stack(checkout, "lab");
    checkout.program("path/pulumi", '[ "$1" = version ] && echo v3.232.0 && exit 0; echo pulumi "$@"; exit 9');
    const run = await checkout.run(["up", "-s", "lab"], secret);
    expect(run).toEqual({ code: 9, stdout: "pulumi stack init lab --no-select\n", messages: [] });
  });

  test.for(["refresh", "destroy"])("cannot be used for %s", async (name, { checkout }) => {
    stack(checkout, "lab");
    const run = await checkout.run([name, "-s", "lab"], secret);
    expect(run).toMatchObject({
      code: 64,
      stdout: "",
      messages: [expect.stringMatching(/^Stack lab has no state in /)],
    });
  });

  test("and without a file is refused with a suggestion", async ({ checkout }) => {
    for (const name of ["lab", "cwiq", "p2c"]) stack(checkout, name);
    const run = await checkout.run(["up"], { ...secret, PULUMI_STACK: "cwqi" });
    expect(run).toEqual({
      code: 64,
      stdout: "",
      messages: ["Pulumi.cwqi.yaml does not exist. Did you mean the stack cwiq?"],
    });
  });
});

describe.concurrent("a message of one line", () => {
  test("names the variables of the passphrase if Pulumi cannot ask for it", async ({ checkout }) => {
    stack(checkout, "lab", { hasState: true });
    const run = await checkout.run(["preview", "-s", "lab"]);
    expect(run).toMatchObject({
      code: 64,
      stdout: "",
      messages: [expect.stringMatching(/^Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE/)],
    });
  });

  test("is not printed if a key service protects the secrets", async ({ checkout }) => {
    stack(checkout, "lab", { hasState: true, text: "secretsprovider: awskms://alias/x\n" });
    expect((await checkout.run(["preview", "-s", "lab"])).code).toBe(0);
  });

  test("explains that npm consumed --stack", async ({ checkout }) => {
    const run = await checkout.run(["up"], { ...secret, npm_config_stack: "lab" });
    expect(run).toMatchObject({
      code: 64,
      messages: ["npm consumes --stack. Write `npm run COMMAND -- --stack STACK`."],
    });
  });

  test("explains how to remove the lock of a killed run", async ({ checkout }) => {
    stack(checkout, "lab", { hasState: true });
    const lock = (pid: number) => JSON.stringify({ pid, hostname: hostname() });
    const file = "home/.local/state/nexus-iac/.pulumi/locks/organization/nexus/lab/1.json";
    checkout.write(file, lock(2 ** 22 + 1)); // Above the highest process id of Linux.
    const run = await checkout.run(["up", "-s", "lab"], secret);
    expect(run.messages).toEqual([expect.stringMatching(/killed .* npm run pulumi -- cancel --yes --stack lab$/)]);
    expect(run.code).toBe(1);
    checkout.write(file, lock(process.pid));
    expect((await checkout.run(["up", "-s", "lab"], secret)).code).toBe(0);
  });
});

describe.concurrent("the CLI", () => {
  const name = `pulumi-${version}-${process.platform}-${process.arch}`;
  const platform = `${process.platform}-${process.arch}`;
  const cached = `cache/${name}/bin/pulumi`;
  const archive = `pulumi-v${version}-${platform}.tar.gz`;
  const wrong = "0".repeat(64);

  /** Replaces Pulumi's site with an archive that contains a program, and records the hash of the archive. */
  function publish(checkout: Checkout, script: string): string {
    checkout.remove("path/pulumi");
    checkout.program("site/pulumi/pulumi", script);
    execFileSync("tar", ["-czf", archive, "-C", "site", "pulumi"], { cwd: checkout.folder });
    for (const name of ["tar", "gzip"])
      checkout.program(`path/${name}`, `PATH=$PATH:/usr/bin:/bin exec /usr/bin/${name} "$@"`);
    checkout.program(
      "node_modules/.bin/node",
      `[ "$1" = --version ] || /bin/cp ${join(checkout.folder, archive)} "$3"`,
    );
    checkout.write("tools/pulumi/checksums.txt", `${hashOf(checkout, archive)}  ${archive}\n`);
    return hashOf(checkout, archive);
  }

  const hashOf = (checkout: Checkout, path: string) =>
    createHash("sha256")
      .update(readFileSync(join(checkout.folder, path)))
      .digest("hex");

  /** Writes the CLI of an earlier run to the cache. */
  function addCached(checkout: Checkout, script = 'echo cached "$@"'): void {
    checkout.program(cached, script);
    checkout.recordCached(name);
  }

  /** Runs the CLI on a machine without another `pulumi`. */
  const about = (checkout: Checkout) => checkout.run(["pulumi", "about"], { PATH: join(checkout.folder, "path") });

  test("is the cached one if none is on PATH", async ({ checkout }) => {
    checkout.remove("path/pulumi");
    addCached(checkout);
    expect(await about(checkout)).toEqual({ code: 0, stdout: "cached about\n", messages: [] });
  });

  test("is the cached one, with a message, if the one on PATH is too old", async ({ checkout }) => {
    checkout.program("path/pulumi", "echo v3.100.0");
    addCached(checkout);
    const run = await about(checkout);
    expect(run.stdout).toBe("cached about\n");
    expect(run.messages).toEqual([expect.stringMatching(/path\/pulumi is v3\.100\.0; 3\.183 or later is needed/)]);
  });

  test("built from Go modules uses the programs for Node.js of this checkout", async ({ checkout }) => {
    checkout.remove("path/pulumi");
    checkout.program(cached, "exit 0");
    const names = ["language-host.mjs", "dynamic-provider.mjs"];
    const read = (folder: string) => names.map((name) => checkout.read(join(folder, name)));
    for (const name of names) checkout.write(join(dirname(cached), name), "// an older one");
    checkout.recordCached(name);
    checkout.write("tools/pulumi/checksums.txt", `${hashOf(checkout, cached)}  ${platform}/pulumi\n`);
    expect((await about(checkout)).code).toBe(0);
    expect(read(dirname(cached))).toEqual(read("tools/pulumi"));
    // An older checkout writes its own ones.
    for (const name of names) checkout.write(join(dirname(cached), name), "// an older one");
    expect((await about(checkout)).code).toBe(0);
    expect(read(dirname(cached))).toEqual(read("tools/pulumi"));
  });

  test.for<[string, (checkout: Checkout) => void]>([
    ["a changed program", (checkout) => checkout.program(cached, "echo planted $NEXUS_PASSWORD")],
    ["a program that was not installed", (checkout) => checkout.program(join(dirname(cached), "git"), "echo planted")],
  ])("is not started from a cache with %s", async ([, plant], { checkout }) => {
    checkout.remove("path/pulumi");
    addCached(checkout);
    plant(checkout);
    const run = await checkout.run(["pulumi", "about"], {
      PATH: join(checkout.folder, "path"),
      NEXUS_PASSWORD: "s3cret",
    });
    expect(run).toMatchObject({ code: 3, stdout: "" });
    expect(run.messages).toEqual([
      expect.stringMatching(
        / is not used: bin\/\w+ changed after the installation\. Find out why, then remove the folder\.$/,
      ),
    ]);
  });

  test("is installed again if the cache has no record of it", async ({ checkout }) => {
    publish(checkout, 'echo downloaded "$@"');
    checkout.program(cached, "echo planted $NEXUS_PASSWORD");
    for (const more of [[expect.stringContaining("downloading it"), expect.stringContaining("ready after")], []])
      expect(await about(checkout)).toEqual({ code: 0, stdout: "downloaded about\n", messages: more });
  });

  test("is refused if the download has another hash", async ({ checkout }) => {
    const actual = publish(checkout, "echo tampered");
    checkout.write("tools/pulumi/checksums.txt", `${wrong}  ${archive}\n`);
    const run = await about(checkout);
    expect(run).toMatchObject({ code: 3, stdout: "" });
    const message = run.messages.slice(1).join("\n");
    for (const part of [archive, actual, wrong, "tools/pulumi/checksums.txt", "Delete the folder"])
      expect(message).toContain(part);
    expect(checkout.read(cached)).toBe("");
  });

  test("is refused if the cached build and its record were changed", async ({ checkout }) => {
    checkout.remove("path/pulumi");
    checkout.write(join(dirname(cached), "language-host.mjs"), "");
    addCached(checkout, "echo tampered");
    checkout.write("tools/pulumi/checksums.txt", `${wrong}  ${platform}/pulumi\n`);
    const run = await about(checkout);
    expect(run).toMatchObject({ code: 3, stdout: "" });
    expect(run.messages[0]).toContain(
      `its SHA-256 is ${hashOf(checkout, cached)}, but tools/pulumi/checksums.txt records ${wrong}.`,
    );
  });

  test("has the hash of the download of each platform, in the version of the SDK", () => {
    const checksums = readFileSync(resolve(import.meta.dirname, "../../tools/pulumi/checksums.txt"), "utf8");
    for (const name of ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64"])
      expect(checksums).toMatch(new RegExp(`^[0-9a-f]{64} {2}pulumi-v${version}-${name}.tar.gz$`, "m"));
  });

  test("is not started from a cache to which all users can write", async ({ checkout }) => {
    checkout.remove("path/pulumi");
    addCached(checkout);
    chmodSync(checkout.cache, 0o777);
    const run = await about(checkout);
    expect(run).toMatchObject({ code: 3, stdout: "" });
    expect(run.messages).toEqual([expect.stringMatching(/cache is not used: all users can write to it/)]);
  });

  test.skipIf(process.getuid?.() !== 0)("is not started from a cache of another user", async ({ checkout }) => {
    checkout.remove("path/pulumi");
    addCached(checkout);
    chownSync(checkout.cache, 65534, 65534);
    const run = await about(checkout);
    expect(run).toMatchObject({ code: 3, stdout: "" });
    expect(run.messages).toEqual([
      expect.stringMatching(/cache is not used: it belongs to another user \(uid 65534\)/),
    ]);
  });

  test("is built from the version that the SDK is locked to", () => {
    const module = readFileSync(resolve(import.meta.dirname, "../../tools/pulumi/go.mod"), "utf8");
    expect(module).toContain(`github.com/pulumi/pulumi/pkg/v3 v${version} `);
    expect(module).toContain(`github.com/pulumi/pulumi/sdk/v3 => github.com/pulumi/pulumi/sdk/v3 v${version}\n`);
  });
});
