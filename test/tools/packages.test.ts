import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, utimesSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, vi } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import lock from "../../package-lock.json" with { type: "json" };
import { type Checkout, test } from "./checkout.ts";

/** Logs its arguments and installs the locked packages. */
const NPM = `
echo "$@" >> "$HOME/npm.log"
mkdir -p node_modules/.bin
cp path/biome path/node node_modules/.bin/
cp package-lock.json node_modules/.package-lock.json`;

/** Waits until the test writes the file. */
const WAIT_FOR_GATE = 'until [ -e "$HOME/gate" ]; do sleep 0.05; done';

const CI = "ci --ignore-scripts --loglevel=error --engine-strict=false\n";

/** Allows calls of npm. */
function allowNpm(checkout: Checkout): void {
  checkout.write("home/npm.log", "");
  for (const name of ["biome", "node"]) checkout.program(`path/${name}`, `echo ${name} "$@"`);
  checkout.program("path/npm", NPM);
}

describe.concurrent("npm ci runs", () => {
  test.for<[string, (checkout: Checkout) => void]>([
    ["without node_modules", (checkout) => checkout.remove("node_modules")],
    ["after an npm that was interrupted", (checkout) => checkout.remove("node_modules/.package-lock.json")],
    [
      "after an update",
      (checkout) => checkout.lock({ "node_modules/zod": { version: "5.0.0", integrity: "sha512-b" } }),
    ],
    [
      "after another build of a version",
      (checkout) => checkout.lock({ "node_modules/zod": { version: "4.6.7", integrity: "sha512-b" } }),
    ],
    ["for a new package", (checkout) => checkout.install({})],
  ])("%s", async ([, change], { checkout }) => {
    allowNpm(checkout);
    change(checkout);
    const run = await checkout.run(["lint"]);
    expect(run.stdout).toBe("biome check\n");
    expect(run.messages).toEqual([
      "npm packages: npm ci, about 20 s",
      expect.stringMatching(/^npm packages: ready after/),
    ]);
    expect(checkout.read("home/npm.log")).toBe(CI);
    expect((await checkout.run(["lint"])).messages).toEqual([]);
    expect(checkout.read("home/npm.log")).toBe(CI);
  });

  test("once for two concurrent runs", async ({ checkout }) => {
    allowNpm(checkout);
    checkout.remove("node_modules");
    checkout.program("path/npm", `${WAIT_FOR_GATE}; ${NPM}`);
    const children = [checkout.start(["lint"]), checkout.start(["lint"])];
    const messages = ["", ""];
    for (const [index, child] of children.entries())
      child.stderr?.on("data", (text) => {
        messages[index] += text;
      });
    // The npm of the first run does not end before the second run waits for it.
    const waiting = "npm packages: waiting for another run that installs this\n";
    await vi.waitUntil(() => messages.includes(waiting), { timeout: 50_000 });
    checkout.write("home/gate", "");
    const codes = await Promise.all(children.map((child) => once(child, "close")));
    expect(codes).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(checkout.read("home/npm.log")).toBe(CI);
  });

  test("without the Node of the node_modules that it replaces", async ({ checkout }) => {
    allowNpm(checkout);
    checkout.remove("node_modules/.package-lock.json");
    checkout.program("path/npm", `echo "$PATH" > "$HOME/path.log"; ${NPM}`);
    const bin = join(checkout.folder, "node_modules/.bin");
    await checkout.run(["lint"], { PATH: `${bin}:${join(checkout.folder, "path")}:/usr/bin:/bin` });
    expect(checkout.read("home/path.log")).not.toContain(bin);
  });
});

describe.concurrent("npm ci does not run", () => {
  test("if only packages for other platforms are missing", async ({ checkout }) => {
    allowNpm(checkout);
    checkout.install();
    checkout.lock({
      "node_modules/zod": { version: "4.6.7", integrity: "sha512-a" },
      "node_modules/fsevents": { version: "2.3.3", optional: true },
    });
    expect((await checkout.run(["lint"])).stdout).toBe("biome check\n");
    expect(checkout.read("home/npm.log")).toBe("");
  });
});

describe.concurrent("an error contains", () => {
  test("the complete output of npm if it fails", async ({ checkout }) => {
    allowNpm(checkout);
    checkout.remove("node_modules");
    checkout.program("path/npm", "echo 'npm error code E404' >&2; echo 'npm error no such package' >&2; exit 1");
    const run = await checkout.run(["lint"]);
    expect(run.messages).toEqual([
      "npm packages: npm ci, about 20 s",
      "npm ci failed:",
      "npm error code E404",
      "npm error no such package",
    ]);
    expect(run.code).toBe(3);
  });

  test("glibc if the Node.js of node_modules does not run, as on Alpine Linux", async ({ checkout }) => {
    checkout.write("node_modules/.bin/node", "#!/lib64/no-such-loader\n");
    const run = await checkout.run(["lint"]);
    expect(run).toEqual({
      code: 3,
      stdout: "",
      messages: [expect.stringContaining("It needs glibc; Alpine Linux has musl.")],
    });
  });

  test("the cache folder if it is not writable", async ({ checkout }) => {
    allowNpm(checkout);
    checkout.remove("node_modules");
    checkout.write("file", "");
    const run = await checkout.run(["lint"], { NEXUS_IAC_CACHE: join(checkout.folder, "file/cache") });
    expect(run.messages).toEqual([
      expect.stringMatching(/^Cannot write to .* Set NEXUS_IAC_CACHE to a writable folder\.$/),
    ]);
    expect(run.code).toBe(3);
  });
});

describe("package-lock.json", () => {
  const packages = Object.entries<{ version?: string; integrity?: string; resolved?: string; link?: boolean }>(
    lock.packages,
  );
  const fetched = packages.filter(([path, { link }]) => path.includes("node_modules/") && !link);

  test("has the hash of every package, and no address of a registry", () => {
    expect(fetched.length).toBeGreaterThan(200);
    expect(fetched.filter(([, { integrity }]) => !integrity?.startsWith("sha512-"))).toEqual([]);
    expect(fetched.filter(([, { resolved }]) => resolved)).toEqual([]);
  });

  test("has the Node.js of each platform as an optional package that runs TypeScript", () => {
    const nodes = fetched.filter(([path]) => /^node_modules\/node-(bin-)?(linux|darwin|win)-/.test(path));
    const platforms = ["darwin arm64", "darwin x64", "linux arm64", "linux x64", "win32 arm64", "win32 x64"];
    const found = nodes.map(([, entry]) => entry as { os?: string; cpu?: string; optional?: boolean });
    expect(found.map(({ os, cpu }) => `${os} ${cpu}`).sort()).toEqual(platforms);
    expect(found.every(({ optional }) => optional)).toBe(true);
    for (const [, { version = "" }] of nodes) expect(version).toMatch(/^(22\.(1[89]|[2-9]\d)|24)\./);
    expect(nodes.map(([path, { version }]) => [path.replace("node_modules/", ""), version])).toEqual(
      Object.entries(manifest.optionalDependencies),
    );
  });

  test("is installed without any install script", () => {
    expect(manifest).not.toHaveProperty("allowScripts");
    const settings = readFileSync(resolve(import.meta.dirname, "../../.npmrc"), "utf8").split("\n");
    expect(settings).toContain("ignore-scripts=true");
    expect(settings).toContain("omit-lockfile-registry-resolved=true");
  });
});

test.concurrent("a lock left by a killed run expires", async ({ checkout }) => {
  allowNpm(checkout);
  checkout.remove("node_modules");
  checkout.program("path/npm", WAIT_FOR_GATE);
  const killed = checkout.start(["lint"]);
  const locks = () => (existsSync(checkout.cache) ? readdirSync(checkout.cache) : []);
  await vi.waitFor(() => expect(locks()).toEqual([expect.stringMatching(/^npm-ci-.*\.lock$/)]), { timeout: 50_000 });
  killed.kill("SIGKILL");
  checkout.write("home/gate", ""); // Ends the npm of the killed run.
  await once(killed, "close");

  const old = new Date(Date.now() - 60_000);
  for (const lock of locks()) utimesSync(join(checkout.cache, lock), old, old);
  checkout.program("path/npm", NPM);
  expect((await checkout.run(["lint"])).stdout).toBe("biome check\n");
  expect(locks()).toEqual([]);
});
