/** Runs the output of `nexus-iac local-registry`: two registries with shared storage, tested with real clients. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { freePort } from "../../tools/support/port.ts";
import { clientConfigWith } from "../client-config/support.ts";
import { spawnNexusIac } from "../support/nexus-iac-command.ts";

const password = "päss word$1-0815";
const folder = mkdtempSync(join(tmpdir(), "nexus-iac-registry-"));
const out = join(folder, "out");
const running: ChildProcess[] = [];
const addresses = { pull: "", push: "" };

const render = (environment: Record<string, string | undefined>, ...args: string[]) =>
  spawnNexusIac(["local-registry", "--client-config", join(folder, "client-config.json"), "--out", out, ...args], {
    environment,
    input: "",
  });
const written = (file: string) => readFileSync(join(out, file), "utf8");
const all = () => ["manifests.yaml", "htpasswd-secret.yaml"].map(written);

beforeAll(async () => {
  const localRegistry = {
    push: "registry.example",
    pull: "pull.registry.example",
    user: "jenkins",
    address: "192.0.2.1",
  };
  writeFileSync(
    join(folder, "client-config.json"),
    JSON.stringify(clientConfigWith([], { stack: "p2c", localRegistry })),
  );
  expect(await render({ LOCAL_REGISTRY_PASSWORD: password })).toMatchObject({ status: 0, stderr: "" });
  writeFileSync(join(folder, "htpasswd"), parse(written("htpasswd-secret.yaml")).stringData.htpasswd);
});

/** Starts the registries with the written configuration. */
async function startRegistries(): Promise<void> {
  const objects = parseAllDocuments(written("manifests.yaml"), { version: "1.1" }).map((document) => document.toJS());
  const { data } = objects.find(({ kind }) => kind === "ConfigMap");
  mkdirSync(join(folder, "storage"));
  for (const role of ["pull", "push"] as const) {
    const file = join(folder, `${role}.yml`);
    writeFileSync(file, data[`${role}.yml`]);
    addresses[role] = `127.0.0.1:${await freePort()}`;
    // The generated files are used unchanged; only addresses and paths differ from a pod.
    const env = {
      ...process.env,
      REGISTRY_HTTP_ADDR: addresses[role],
      REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: join(folder, "storage"),
      ...(role === "push" && { REGISTRY_AUTH_HTPASSWD_PATH: join(folder, "htpasswd") }),
    };
    running.push(spawn("docker-registry", ["serve", file], { env, stdio: "ignore" }));
  }
  // The same request as the probes of the pod.
  for (const address of Object.values(addresses))
    for (let ready = false; !ready; await sleep(50))
      ready = await fetch(`http://${address}/`).then(
        ({ ok }) => ok,
        () => false,
      );
}

afterAll(() => {
  for (const process of running) process.kill();
  rmSync(folder, { recursive: true });
});

/** Runs skopeo without stored credentials. */
function skopeo(...args: string[]): { code: number; output: string } {
  const env = { ...process.env, REGISTRY_AUTH_FILE: join(folder, "auth.json") };
  try {
    const output = execFileSync("skopeo", ["--insecure-policy", ...args], {
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    return { code: 0, output };
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: string };
    return { code: status, output: stderr };
  }
}

const push = (to: string, ...credentials: string[]) =>
  skopeo("copy", "--dest-tls-verify=false", ...credentials, `dir:${join(folder, "image")}`, `docker://${to}`);
const look = (from: string) => skopeo("inspect", "--tls-verify=false", "--format", "{{.Digest}}", `docker://${from}`);

describe("a local registry", { tags: ["docker-registry", "skopeo"] }, () => {
  beforeAll(async () => {
    await startRegistries();
    image(join(folder, "image"));
  });

  it("allows pushes with a login and pulls without", () => {
    const as = (given: string) => ["--dest-creds", `jenkins:${given}`];
    for (const refused of [push(`${addresses.push}/team/app:1`), push(`${addresses.push}/team/app:1`, ...as("wrong"))])
      expect([refused.code, refused.output]).toEqual([
        1,
        expect.stringMatching(/authentication required|unauthorized/i),
      ]);
    expect(look(`${addresses.pull}/team/app:1`).output).toMatch(/manifest unknown|name unknown/i);

    expect(push(`${addresses.push}/team/app:1`, ...as(password))).toMatchObject({ code: 0 });
    expect(look(`${addresses.pull}/team/app:1`)).toEqual({
      code: 0,
      output: expect.stringMatching(/^sha256:[0-9a-f]{64}\n$/),
    });
    const to = join(folder, "pulled");
    expect(skopeo("copy", "--src-tls-verify=false", `docker://${addresses.pull}/team/app:1`, `dir:${to}`).code).toBe(0);
    expect(existsSync(join(to, "manifest.json"))).toBe(true);
  });

  it("rejects all pushes to the pull address", () => {
    const { code, output } = push(`${addresses.pull}/team/app:2`, "--dest-creds", `jenkins:${password}`);
    expect([code, output]).toEqual([1, expect.stringMatching(/405|method not allowed|unsupported/i)]);
  });

  it("requires a login at the push address", () =>
    expect(look(`${addresses.push}/team/app:1`).output).toMatch(/authentication required|unauthorized/i));

  it("does not serve deleted images", () => {
    const credentials = `jenkins:${password}`;
    push(`${addresses.push}/team/gone:1`, "--dest-creds", credentials);
    expect(look(`${addresses.pull}/team/gone:1`).code).toBe(0);
    skopeo("delete", "--tls-verify=false", "--creds", credentials, `docker://${addresses.push}/team/gone:1`);
    expect(look(`${addresses.pull}/team/gone:1`).output).toMatch(/manifest unknown/i);
  });
});

describe("the written files", () => {
  it("have a password that Apache's htpasswd accepts", { tags: ["htpasswd"] }, () => {
    const verify = (given: string) =>
      execFileSync("htpasswd", ["-vb", join(folder, "htpasswd"), "jenkins", given], { stdio: "pipe" });
    expect(() => verify(password)).not.toThrow();
    expect(() => verify("wrong")).toThrow();
  });

  it("stay the same for the same password and are readable by the owner only", async () => {
    const before = all();
    expect((await render({ LOCAL_REGISTRY_PASSWORD: password })).status).toBe(0);
    expect((await render({}, "--keep-password")).status).toBe(0);
    expect(all()).toEqual(before);
    expect(statSync(join(out, "htpasswd-secret.yaml")).mode & 0o777).toBe(0o600);

    const other = await render({ LOCAL_REGISTRY_PASSWORD: "another one" });
    expect([other.status, all()[0] === before[0], all()[1] === before[1]]).toEqual([0, true, false]);
    expect(`${all()} ${other.stdout}`).not.toContain("another one");
  });

  it("are listed with the next step", async () => {
    const { stdout } = await render({}, "--keep-password");
    const shown = (file: string) => relative(process.cwd(), join(out, file));
    expect(stdout.split("\n").slice(0, 2)).toEqual([
      `Wrote ${shown("htpasswd-secret.yaml")} (contains a password, mode 0600)`,
      `Wrote ${shown("manifests.yaml")}`,
    ]);
    expect(stdout).toContain(`kubectl apply -f ${shown("manifests.yaml")} -f ${shown("htpasswd-secret.yaml")}\n`);
  });

  it("are not written without a valid password", async () => {
    expect(await render({})).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/No password in standard input/),
    });
    const long = await render({ LOCAL_REGISTRY_PASSWORD: "ä".repeat(37) });
    expect(long).toMatchObject({ status: 1, stderr: expect.stringMatching(/is longer than 72 bytes/) });
    const none = await render({}, "--keep-password", "--out", join(folder, "elsewhere"));
    expect(none).toMatchObject({ status: 1, stderr: expect.stringMatching(/No htpasswd line of jenkins in /) });
    expect(existsSync(join(folder, "elsewhere"))).toBe(false);
  });
});

/** Writes an image with one layer in skopeo's folder format. */
function image(into: string): void {
  mkdirSync(into);
  const blob = (content: Buffer, mediaType: string) => {
    const hex = createHash("sha256").update(content).digest("hex");
    writeFileSync(join(into, hex), content);
    return { mediaType, size: content.length, digest: `sha256:${hex}` };
  };
  const layer = Buffer.alloc(1024);
  const diffs = [`sha256:${createHash("sha256").update(layer).digest("hex")}`];
  const about = { architecture: "amd64", os: "linux", rootfs: { type: "layers", diff_ids: diffs }, config: {} };
  const manifest = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: blob(Buffer.from(JSON.stringify(about)), "application/vnd.oci.image.config.v1+json"),
    layers: [blob(gzipSync(layer), "application/vnd.oci.image.layer.v1.tar+gzip")],
  };
  writeFileSync(join(into, "manifest.json"), JSON.stringify(manifest));
  writeFileSync(join(into, "version"), "Directory Transport Version: 1.1\n");
}
