/** Protects an embedded Nexus from web pages, from other users of the machine and from the network. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { startNexus } from "../src/index.ts";
import { createRepositories } from "./support/content.ts";
import { ask, docker, hosted, nexusWith } from "./support/nexuses.ts";

/** Requests a URL with a Host header, and returns the status. */
function getStatus(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject).end();
  });
}

/** Sends a request whose path is not normalized, as the administrator, and returns the body. */
function readUnnormalized(url: string, method: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const headers = { authorization: `Basic ${btoa("admin:admin123")}` };
    const sent = request({ hostname, port, method, path, headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve(Buffer.concat(chunks).toString());
    });
    sent.on("error", reject).end(method === "PUT" ? "written" : undefined);
  });
}

test("no path leads to a file outside of the content", async () => {
  const folder = mkdtempSync(join(tmpdir(), "nexus-embedded-paths-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "outside.txt"), "outside of the content");
  const nexus = await nexusWith({ data: join(folder, "data") });
  await createRepositories(nexus, "raw");
  const steps = ["..", "%2e%2e", "%2E.", "..%2f..", "%2e%2e%2f%2e%2e", "..%5c..", "....//"];
  const prefixes = ["", "/repository/H", "/repository", "/v2/H/blobs", "/static", "/service/rest/v1/components"];
  for (const step of steps)
    for (const prefix of prefixes)
      for (const depth of [1, 2, 3, 6]) {
        const path = `${prefix}/${Array(depth).fill(step).join("/")}`;
        for (const target of [`${path}/outside.txt`, `${path}/data/nexus.json`, `${path}/etc/passwd`])
          expect(await readUnnormalized(nexus.url, "GET", target), target).not.toMatch(/outside of|"users"|root:/);
        await readUnnormalized(nexus.url, "PUT", `${path}/written.txt`);
      }
  await nexus.stop();
  expect(readdirSync(folder).sort()).toEqual(["data", "outside.txt"]);
});

describe("the Host header", () => {
  test.each(["127.0.0.1", "localhost:8081", "LOCALHOST", "[::1]:80", "apps.localhost"])("may be %s", async (host) => {
    const nexus = await nexusWith();
    expect(await getStatus(`${nexus.url}/service/rest/v1/status`, host)).toBe(200);
  });

  test("of another server is refused on every path and on connectors, before anything is handled", async () => {
    const nexus = await nexusWith();
    await ask(nexus, "POST", "/v1/repositories/docker/hosted", hosted("d", docker({ httpPort: 5000 })));
    const connector = `http://127.0.0.1:${nexus.connectorPort("d")}/v2/`;
    for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8081", "192.0.2.1"])
      for (const url of ["/service/rest/v1/status", "/repository/d/x", "/v2/", "/other"].map(
        (path) => nexus.url + path,
      ))
        expect([host, url, await getStatus(url, host)]).toEqual([host, url, 421]);
    expect(await getStatus(connector, "evil.example")).toBe(421);
    expect(await getStatus(connector, "localhost:5000")).toBe(401);
  });

  test("may be a name of allowedHosts, and below it the subdomain of a registry", async () => {
    const nexus = await nexusWith({ allowedHosts: ["Nexus.example"] });
    const status = (host: string) => getStatus(`${nexus.url}/service/rest/v1/status`, host);
    expect(await Promise.all(["nexus.example", "apps.nexus.example:80"].map(status))).toEqual([200, 200]);
    expect(await Promise.all(["nexus.example.evil", "evilnexus.example"].map(status))).toEqual([421, 421]);
  });
});

describe("an address that other machines reach", () => {
  test("needs a password of its own", async () => {
    for (const host of ["0.0.0.0", "::", "192.0.2.1"]) {
      const text = `${host} can be reached from other machines. Set a password of your own instead of admin123.`;
      await expect(startNexus({ host })).rejects.toThrow(text);
      await expect(startNexus({ host, adminPassword: "admin123" })).rejects.toThrow(text);
    }
    const nexus = await nexusWith({ host: "0.0.0.0", adminPassword: "my-own" });
    expect(nexus.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await ask(nexus, "GET", "/v1/status", undefined, "admin:my-own")).status).toBe(200);
    expect(await getStatus(`${nexus.url}/service/rest/v1/status`, "192.0.2.1:8081")).toBe(200);
    expect(await getStatus(`${nexus.url}/service/rest/v1/status`, "evil.example")).toBe(421);
  });

  test("is refused with a data folder whose admin still has the default password", async () => {
    const data = mkdtempSync(join(tmpdir(), "nexus-data-"));
    onTestFinished(() => rmSync(data, { recursive: true, force: true }));
    const first = await startNexus({ data });
    await ask(first, "POST", "/v1/security/roles", { id: "r", name: "r" });
    await first.stop();
    await expect(startNexus({ data, host: "0.0.0.0", adminPassword: "my-own" })).rejects.toThrow(
      "password of your own",
    );
    const nexus = await startNexus({ data });
    await ask(nexus, "PUT", "/v1/security/users/admin/change-password", "my-own");
    await nexus.stop();
    await nexusWith({ data, host: "0.0.0.0", adminPassword: "my-own" });
  });
});

test("the state, which has passwords, can be read by its user only, also in a folder of an older version", async () => {
  const parent = mkdtempSync(join(tmpdir(), "nexus-data-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const [fresh, old] = [join(parent, "fresh"), join(parent, "old")];
  mkdirSync(old, { mode: 0o755 });
  for (const data of [fresh, old]) {
    if (data === old) writeFileSync(join(old, "nexus.json.new"), "left by a killed process", { mode: 0o644 });
    const nexus = await nexusWith({ data });
    await ask(nexus, "POST", "/v1/security/roles", { id: "r", name: "r" });
    expect(statSync(join(data, "nexus.json")).mode & 0o777).toBe(0o600);
  }
  expect(statSync(fresh).mode & 0o777).toBe(0o700);
});

test("a tarball that unpacks to more than 256 MiB is refused", async () => {
  const nexus = await nexusWith();
  await createRepositories(nexus, "npm");
  const part = gzipSync(Buffer.alloc(32 * 1024 * 1024));
  const form = new FormData();
  // Concatenated gzip files unpack to the concatenation of their contents.
  form.set(
    "npm.asset",
    new File(
      Array.from({ length: 9 }, () => part),
      "bomb.tgz",
    ),
  );
  const response = await fetch(`${nexus.url}/service/rest/v1/components?repository=H`, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa("admin:admin123")}` },
    body: form,
  });
  expect([response.status, await response.text()]).toEqual([
    400,
    expect.stringContaining("Uploaded package is invalid"),
  ]);
});

test.each([
  ["in its Content-Length", { "content-length": `${257 * 1024 * 1024}` }, 0],
  ["in a stream without a length", {}, 257],
])("a form of more than 256 MiB is refused: %s", async (_name, headers, mebibytes) => {
  const nexus = await nexusWith();
  await createRepositories(nexus, "raw");
  const status = await new Promise((resolve, reject) => {
    const sent = request(`${nexus.url}/service/rest/v1/components?repository=H`, {
      method: "POST",
      auth: "admin:admin123",
      headers: { "content-type": "multipart/form-data; boundary=b", ...headers },
    });
    sent.on("response", (response) => resolve(response.statusCode)).on("error", reject);
    sent.write("--b\r\n");
    const chunk = Buffer.alloc(1024 * 1024);
    const send = (rest: number): void => void (rest && sent.write(chunk, () => send(rest - 1)));
    send(mebibytes);
  });
  expect(status).toBe(413);
});
