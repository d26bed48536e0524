/** Tests the way to Nexus: forward proxies, client certificates, trusted certificates. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNexus } from "nexus-embedded";
import { describe, expect, it, onTestFinished } from "vitest";
import { spawnNexusIac } from "../support/nexus-iac-command.ts";
import { createTestEnvironment } from "../support/stack/test-environment.ts";
import {
  authorityFile,
  certificateFile,
  type ForwardProxy,
  keyFile,
  startForwardProxy,
  startTlsProxy,
} from "../support/tls-proxy.ts";

const program = `new Role("r"); new raw.Hosted("files");`;

/** Starts a server, and stops it after the test. */
async function start<T extends { stop(): Promise<void> }>(server: Promise<T>): Promise<T> {
  const started = await server;
  onTestFinished(() => started.stop());
  return started;
}

describe("a Nexus behind a forward proxy", () => {
  async function environmentBehindProxy(url: string, createProxy: (nexus: string) => Promise<ForwardProxy>) {
    const { stack, nexus, manual } = await createTestEnvironment(
      { program },
      { config: { url, insecure: true }, nexus: { allowedHosts: [new URL(url).hostname] } },
    );
    return { stack, manual, proxy: await start(createProxy(nexus.url)) };
  }

  it("is reached by http through HTTP_PROXY, with the login of the proxy", async () => {
    const { stack, manual, proxy } = await environmentBehindProxy("http://nexus.example", startForwardProxy);
    const run = await stack.withEnvironment({ HTTP_PROXY: proxy.url, NO_PROXY: "127.0.0.1" }).up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.exists("/v1/security/roles/r")).toBe(true);
    expect(proxy.requests).toContain("POST http://nexus.example/service/rest/v1/security/roles");
  });

  it("is reached by https through a tunnel of HTTPS_PROXY", async () => {
    const { stack, manual, proxy } = await environmentBehindProxy("https://nexus.example", async (nexus) => {
      const front = await start(startTlsProxy(nexus));
      return startForwardProxy(front.url);
    });
    const run = await stack.withEnvironment({ HTTPS_PROXY: proxy.url, NO_PROXY: "127.0.0.1" }).up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.exists("/v1/security/roles/r")).toBe(true);
    expect(new Set(proxy.requests)).toEqual(new Set(["CONNECT nexus.example:443"]));
  });

  it("gives one error that names the proxy, without its password, if the login is refused", async () => {
    const { stack, proxy } = await environmentBehindProxy("https://nexus.example", startForwardProxy);
    const { host } = new URL(proxy.url);
    const run = await stack
      .withEnvironment({ HTTPS_PROXY: `http://user:wrong-one@${host}`, NO_PROXY: "127.0.0.1" })
      .up();
    expect(run.code).not.toBe(0);
    expect(run.output).toContain(
      `No connection to https://nexus.example by the proxy http://${host}, which requires a login (407)`,
    );
    expect(run.output).not.toContain("wrong-one");
  });

  it("is reached directly on the loopback address and for names in NO_PROXY", async () => {
    const { stack, nexus } = await createTestEnvironment({ program });
    const proxy = await start(startForwardProxy(nexus.url));
    const run = await stack.withEnvironment({ HTTP_PROXY: proxy.url, NO_PROXY: "" }).up();
    expect(run.code, run.output).toBe(0);
    expect(proxy.requests).toEqual([]);
  });
});

describe("a reverse proxy that requires a client certificate", () => {
  async function environmentWithFiles(config: Record<string, string>) {
    const { stack, nexus } = await createTestEnvironment({ program });
    const front = await start(startTlsProxy(nexus.url, [], certificateFile, true));
    for (const [name, file] of [
      ["authority.pem", authorityFile],
      ["client.pem", certificateFile],
      ["client.key", keyFile],
    ] as const)
      copyFileSync(file, join(stack.folder, name));
    writeFileSync(join(stack.folder, "empty.key"), "nothing");
    await stack.configure({ url: front.url, caFile: "authority.pem", ...config });
    return stack;
  }

  it("accepts nexus:clientCert and nexus:clientKey, relative to the project", async () => {
    const stack = await environmentWithFiles({ clientCert: "client.pem", clientKey: "client.key" });
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
  });

  it.each<[Record<string, string>, string]>([
    [{ clientKey: "client.key" }, "nexus:clientKey is set without nexus:clientCert. Set both, or none"],
    [{ clientCert: "client.pem" }, "nexus:clientCert is set without nexus:clientKey. Set both, or none"],
    [
      { clientCert: "client.pem", clientKey: "empty.key" },
      "nexus:clientKey empty.key contains no private key in PEM form",
    ],
    [{ clientCert: "authority.pem", clientKey: "client.key" }, "the key belongs to another certificate"],
  ])("is one clear error for %j", async (config, message) => {
    const stack = await environmentWithFiles(config);
    const run = await stack.up();
    expect(run.code).not.toBe(0);
    const errors = run.output.split("\n").filter((line) => /^ {4}error: (?!update failed)/.test(line));
    expect(errors).toEqual([expect.stringContaining(message)]);
  });
});

it("a reverse proxy that removes the Server header is asked for the release once a run", async () => {
  const { stack, nexus } = await createTestEnvironment({
    program: `
      const roles = Array.from({ length: 10 }, (_, n) => new Role(\`r\${n}\`));
      for (let n = 0; n < 10; n++) new raw.Hosted(\`files-\${n}\`);
      new CleanupPolicy("old", { format: "raw", criteriaLastDownloaded: 9 });
      new task.BlobstoreCompact("compact", { properties: { blobstoreName: "default" } });
      new User("u", { roles: [roles[0].roleId] });`,
  });
  const front = await start(startTlsProxy(nexus.url, ["server"]));
  await stack.configure({ url: front.url, insecure: true });
  for (const operation of [stack.preview, stack.up, stack.refresh, stack.destroy]) {
    nexus.clearRequests();
    const run = await operation();
    expect(run.code, run.output).toBe(0);
    expect(
      nexus.requests.filter(({ path, user }) => user === "admin" && path.endsWith("/v1/status")).length,
    ).toBeLessThanOrEqual(1);
  }
});

it("a certificate of the system's store is trusted", async () => {
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-export-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const nexus = await start(startNexus());
  const front = await start(startTlsProxy(nexus.url));
  const run = (variables: Record<string, string>) =>
    spawnNexusIac(["export", "--url", front.url, "--out", folder, "--force"], {
      environment: { NEXUS_USERNAME: "admin", NEXUS_PASSWORD: "admin123", SSL_CERT_DIR: "", ...variables },
    });
  expect(await run({})).toMatchObject({ status: 1, stderr: expect.stringContaining("is not trusted") });
  expect(await run({ SSL_CERT_FILE: authorityFile })).toMatchObject({ status: 0 });
  expect(await run({ NODE_EXTRA_CA_CERTS: authorityFile })).toMatchObject({ status: 0 });
});
