// @module-tag skopeo
// @module-tag crane
/** Docker repositories with real clients: skopeo, crane and a Debian registry. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type EmbeddedNexus, type EmbeddedOptions, startNexus } from "nexus-embedded";
import { describe, expect, onTestFinished, test } from "vitest";
import { ask, createUser, docker, hosted } from "../../embedded-nexus/test/support/nexuses.ts";
import {
  createDockerGroup,
  createDockerHosted,
  createDockerProxy,
} from "../../embedded-nexus/test/support/registries.ts";
import { freePort } from "../../tools/support/port.ts";
import type { Tool } from "../../tools/support/test-tools.mjs";
import { itInFull } from "../support/scope.ts";
import { Client, folder } from "./support/clients.ts";

async function nexusWith(options: EmbeddedOptions = {}): Promise<EmbeddedNexus> {
  const nexus = await startNexus(options);
  onTestFinished(() => nexus.stop());
  return nexus;
}

const at = (nexus: EmbeddedNexus, repository: string): string => `127.0.0.1:${nexus.connectorPort(repository)}`;

const DIGEST = /^sha256:[0-9a-f]{64}$/;

describe("a hosted repository", () => {
  test("accepts a tag once from crane and serves it to skopeo by tag and digest", async () => {
    const nexus = await nexusWith();
    await createDockerHosted(nexus, "d", { writePolicy: "ALLOW_ONCE" });
    const [client, image] = [new Client(), `${at(nexus, "d")}/team/app`];
    expect((await client.push(`${image}:build-1`, "one")).output).toMatch(/UNAUTHORIZED|authentication required/i);
    expect((await client.login(at(nexus, "d"))).code).toBe(0);
    expect(await client.push(`${image}:build-1`, "one")).toMatchObject({ code: 0 });
    const again = await client.push(`${image}:build-1`, "two");
    expect(again.code).not.toBe(0);
    expect(again.output).toContain("d/v2/team/app/manifests/build-1 cannot be updated");
    const digest = await client.digest(`${image}:build-1`);
    expect(digest).toMatch(DIGEST);
    for (const reference of [`${image}:build-1`, `${image}@${digest}`]) {
      expect((await client.crane("validate", "--remote", reference)).output).toContain("PASS");
      const to = `dir:${folder()}`;
      expect(await client.skopeo("copy", `docker://${reference}`, to)).toMatchObject({ code: 0 });
    }
    const inspection = await client.skopeo("inspect", `docker://${image}:build-1`);
    expect(JSON.parse(inspection.output)).toMatchObject({ Digest: digest, RepoTags: ["build-1"] });
  });

  test("deletes an image for skopeo and a tag for crane", async () => {
    const nexus = await nexusWith();
    await createDockerHosted(nexus, "d");
    const [client, image] = [new Client(), `${at(nexus, "d")}/team/app`];
    await client.login(at(nexus, "d"));
    for (const tag of ["1", "2", "3"]) await client.push(`${image}:${tag}`, tag === "3" ? "another" : "same");
    expect(await client.crane("delete", `${image}:1`)).toMatchObject({ code: 0 });
    expect((await client.crane("ls", image)).output).toBe("2\n3");
    expect(await client.skopeo("delete", `docker://${image}:2`)).toMatchObject({ code: 0 });
    expect((await client.crane("ls", image)).output).toBe("3");
    expect((await client.crane("catalog", at(nexus, "d"))).output).toBe("team/app");
  });

  test("keeps multi-platform images complete in a copy between repositories", async () => {
    const nexus = await nexusWith();
    await createDockerHosted(nexus, "one");
    await createDockerHosted(nexus, "two");
    const client = new Client();
    for (const name of ["one", "two"]) await client.login(at(nexus, name));
    const [from, to] = [`${at(nexus, "one")}/team/app`, `${at(nexus, "two")}/team/app`];
    for (const platform of ["linux/amd64", "linux/arm64"]) {
      await client.push(`${from}:${platform.slice(6)}`, platform, "--set-base-image-annotations=false");
    }
    const manifests = ["amd64", "arm64"].flatMap((tag) => ["--manifest", `${from}:${tag}`]);
    expect(await client.crane("index", "append", "--tag", `${from}:all`, ...manifests)).toMatchObject({ code: 0 });
    expect(await client.skopeo("copy", "--all", `docker://${from}:all`, `docker://${to}:all`)).toMatchObject({
      code: 0,
    });
    expect(await client.digest(`${to}:all`)).toBe(await client.digest(`${from}:all`));
    expect((await client.crane("validate", "--remote", `${to}:all`)).output).toContain("PASS");
  });

  test("denies operations without permission", async () => {
    const nexus = await nexusWith();
    await createDockerHosted(nexus, "d");
    const image = `${at(nexus, "d")}/team/app`;
    const admin = new Client();
    await admin.login(at(nexus, "d"));
    await admin.push(`${image}:1`, "one");
    await createUser(nexus, "reader", ["nx-repository-view-docker-d-read"]);
    await createUser(nexus, "guest", []);
    const reader = new Client();
    await reader.login(at(nexus, "d"), "reader", "secret");
    expect(await reader.digest(`${image}:1`)).toMatch(DIGEST);
    expect((await reader.push(`${image}:2`, "two")).output).toContain("DENIED");
    expect((await reader.skopeo("delete", `docker://${image}:1`)).output).toMatch(/denied|not authorized/i);
    const guest = new Client();
    await guest.login(at(nexus, "d"), "guest", "secret");
    expect((await guest.crane("digest", `${image}:1`)).code).not.toBe(0);
  });

  test("allows anonymous pulls by token and requires a login for pushes", async () => {
    const nexus = await nexusWith();
    await ask(nexus, "PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm", "DockerToken"]);
    await createDockerHosted(nexus, "d", {}, { forceBasicAuth: false });
    const [anybody, admin, image] = [new Client(), new Client(), `${at(nexus, "d")}/team/app`];
    await admin.login(at(nexus, "d"));
    expect(await admin.push(`${image}:1`, "one")).toMatchObject({ code: 0 });
    expect((await anybody.crane("validate", "--remote", `${image}:1`)).output).toContain("PASS");
    expect(await anybody.skopeo("inspect", `docker://${image}:1`)).toMatchObject({ code: 0 });
    expect((await anybody.push(`${image}:2`, "two")).output).toContain("UNAUTHORIZED");
  });
});

test("a group serves the content of its members and rejects pushes", async () => {
  const nexus = await nexusWith();
  await createDockerHosted(nexus, "one");
  await createDockerHosted(nexus, "two");
  await createDockerGroup(nexus, "g", ["one", "two"]);
  const client = new Client();
  for (const name of ["one", "two", "g"]) await client.login(at(nexus, name));
  await client.push(`${at(nexus, "two")}/team/app:1`, "one");
  expect((await client.crane("validate", "--remote", `${at(nexus, "g")}/team/app:1`)).output).toContain("PASS");
  const pushed = await client.push(`${at(nexus, "g")}/team/app:2`, "two");
  expect([pushed.code === 0, pushed.output]).toEqual([false, expect.stringContaining("UNSUPPORTED")]);
});

test("a repository without a connector is available by its path on Nexus's own port", async () => {
  const nexus = await nexusWith();
  await ask(nexus, "POST", "/v1/repositories/docker/hosted", hosted("p", docker({ pathEnabled: true })));
  const [client, { host }] = [new Client(), new URL(nexus.url)];
  await client.login(host);
  expect(await client.push(`${host}/p/team/app:1`, "one")).toMatchObject({ code: 0 });
  expect((await client.crane("validate", "--remote", `${host}/p/team/app:1`)).output).toContain("PASS");
  expect(await client.skopeo("inspect", `docker://${host}/p/team/app:1`)).toMatchObject({ code: 0 });
});

describe("a proxy", () => {
  const registryTools: Tool[] = ["docker-registry", "htpasswd"];
  test("of a Debian registry with a password serves cached images after that stops", {
    tags: registryTools,
  }, async () => {
    const upstream = await debianRegistry("puller", "pulls");
    const [client, nexus] = [new Client(), await nexusWith()];
    await client.login(upstream.host, "puller", "pulls");
    expect(await client.push(`${upstream.host}/team/app:1`, "one")).toMatchObject({ code: 0 });
    const digest = await client.digest(`${upstream.host}/team/app:1`);
    const authentication = { type: "username", username: "puller", password: "pulls" };
    await createDockerProxy(nexus, "p", `http://${upstream.host}`, {
      httpClient: { blocked: false, autoBlock: true, authentication },
    });
    await client.login(at(nexus, "p"));
    const image = `${at(nexus, "p")}/team/app:1`;
    expect((await client.crane("validate", "--remote", image)).output).toContain("PASS");
    await upstream.stop();
    await nexus.clock.advance({ days: 2 });
    expect(await client.digest(image)).toBe(digest);
    expect(await client.skopeo("copy", `docker://${image}`, `dir:${folder()}`)).toMatchObject({ code: 0 });
    expect((await client.crane("digest", `${at(nexus, "p")}/team/app:2`)).code).not.toBe(0);
  });

  test("of another Nexus fetches with a token", async () => {
    const [there, here] = [await nexusWith(), await nexusWith()];
    await ask(there, "PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm", "DockerToken"]);
    await createDockerHosted(there, "d", {}, { forceBasicAuth: false });
    await createDockerProxy(here, "p", `http://${at(there, "d")}`, { httpClient: { blocked: false, autoBlock: true } });
    const client = new Client();
    for (const registry of [at(there, "d"), at(here, "p")]) await client.login(registry);
    await client.push(`${at(there, "d")}/team/app:1`, "one");
    expect((await client.crane("validate", "--remote", `${at(here, "p")}/team/app:1`)).output).toContain("PASS");
  });
});

/** Starts a Debian registry with one user in its own process. */
async function debianRegistry(user: string, password: string) {
  const [home, port] = [folder(), await freePort()];
  mkdirSync(join(home, "images"));
  writeFileSync(join(home, "htpasswd"), execFileSync("htpasswd", ["-nbB", user, password]));
  const settings = {
    version: 0.1,
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: join(home, "images") } },
    http: { addr: `127.0.0.1:${port}`, secret: "of this test" },
    auth: { htpasswd: { realm: "test", path: join(home, "htpasswd") } },
  };
  writeFileSync(join(home, "config.yml"), JSON.stringify(settings));
  const child = spawn("docker-registry", ["serve", join(home, "config.yml")], { stdio: "ignore" });
  const stop = () => ended(child);
  onTestFinished(stop);
  const host = `127.0.0.1:${port}`;
  while (!(await fetch(`http://${host}/v2/`).catch(() => undefined))) await sleep(50);
  return { host, stop };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, "close");
}

/** Bytes of the layer; more than the process may use. */
const LAYER = 384 * 1024 * 1024;

itInFull("uploads and downloads stream a layer without holding it in memory", { tags: ["linux"] }, async () => {
  const args = ["embedded-nexus/src/main.ts", "--port", "0", "--connectors", "none", "--data", folder()];
  const child = spawn("node", args, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => ended(child));
  const [text] = (await once(child.stdout, "data")) as [Buffer];
  const url = /http:\/\/\S+\d/.exec(String(text))?.[0] ?? "";
  const nexus = { url } as EmbeddedNexus;
  await ask(nexus, "POST", "/v1/repositories/docker/hosted", hosted("p", docker({ pathEnabled: true })));
  const before = peak(child);
  const hash = createHash("sha256");
  for (const chunk of layer()) hash.update(chunk);
  const digest = `sha256:${hash.digest("hex")}`;
  const pushed = await fetch(`${url}/v2/p/team/app/blobs/uploads/?digest=${digest}`, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa("admin:admin123")}` },
    body: ReadableStream.from(layer()),
    duplex: "half",
  } as RequestInit);
  expect(pushed.status).toBe(201);
  const [client, { host }] = [new Client(), new URL(url)];
  await client.login(host);
  const crane = spawn("crane", ["blob", `${host}/p/team/app@${digest}`], {
    env: { PATH: process.env.PATH, HOME: client.home.path, DOCKER_CONFIG: client.home.path },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let size = 0;
  for await (const chunk of crane.stdout) size += (chunk as Buffer).length;
  expect(size).toBe(LAYER);
  expect(peak(child) - before).toBeLessThan(LAYER / 2);
});

function* layer(): Generator<Uint8Array> {
  const chunk = new Uint8Array(1024 * 1024);
  for (let sent = 0; sent < LAYER; sent += chunk.length) yield chunk;
}

/** Returns the peak memory of a process in bytes, from /proc. */
function peak({ pid }: ChildProcess): number {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) * 1024;
}
