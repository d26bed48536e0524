/** The data folder, also after a process was killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { type ClientRequest, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { type EmbeddedNexus, startNexus } from "../src/index.ts";
import { ask, docker, hosted, nexusWith } from "./support/nexuses.ts";
import { digestOf, TestRegistry } from "./support/registries.ts";

const PROGRAM = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const ADMIN = { Authorization: `Basic ${btoa("admin:admin123")}` };

function folder(): string {
  const data = mkdtempSync(join(tmpdir(), "nexus-data-"));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  return data;
}

type Server = Pick<EmbeddedNexus, "url">;

/** Starts a Nexus in a process of its own, which can be killed. */
async function startProcess(data: string): Promise<Server & { child: ChildProcess }> {
  const child = spawn(process.execPath, [PROGRAM, "--port", "0", "--data", data, "--connectors", "none"]);
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for await (const text of child.stdout.setEncoding("utf8")) {
    output += text;
    if (output.includes("Stop with Ctrl-C.")) break;
  }
  return { url: / at (\S+)/.exec(output)?.[1] ?? output, child };
}

/** Begins a request with a body that does not end. */
async function beginRequest(method: string, url: string): Promise<ClientRequest> {
  const sent = request(url, { method, headers: { ...ADMIN, "Content-Length": "1000000" } });
  sent.on("error", () => {});
  await new Promise<void>((resolve) => void sent.write("x".repeat(500_000), () => resolve()));
  return sent;
}

/** Lists everything below a folder. */
const listFiles = (path: string): string[] => readdirSync(path, { recursive: true }).map(String);
const listDrafts = (data: string): string[] => listFiles(data).filter((name) => name.includes("draft-"));

const put = ({ url }: Server, path: string, body: string) =>
  fetch(`${url}/repository/${path}`, { method: "PUT", headers: ADMIN, body });

async function download({ url }: Server, path: string): Promise<string | number> {
  const response = await fetch(`${url}/repository/${path}`, { headers: ADMIN });
  return response.ok ? response.text() : response.status;
}

async function createRepository({ url }: Server, recipe: string, body: object): Promise<void> {
  const headers = { ...ADMIN, "Content-Type": "application/json" };
  const path = `${url}/service/rest/v1/repositories/${recipe}`;
  expect((await fetch(path, { method: "POST", headers, body: JSON.stringify(body) })).status).toBe(201);
}

const createRegistryClient = ({ url }: Server) => new TestRegistry(`${url}/repository/d/v2`);

test("a process killed during uploads and writes leaves everything that it had confirmed, and nothing else", async () => {
  const data = folder();
  const killed = await startProcess(data);
  await createRepository(killed, "raw/hosted", hosted("r"));
  await createRepository(killed, "docker/hosted", hosted("d", docker()));
  await createRepository(
    killed,
    "maven/hosted",
    hosted("m", { maven: { versionPolicy: "RELEASE", layoutPolicy: "STRICT" } }),
  );
  const to = createRegistryClient(killed);
  expect((await put(killed, "r/a.txt", "kept")).status).toBe(201);
  const image = await to.push("a/b", "1", "layer");
  const chunked = (await to.send("POST", "/a/b/blobs/uploads/")).headers.get("location") ?? "";
  expect(await to.status("PATCH", chunked, "a chunk")).toBe(202);
  const sending = await Promise.all([
    beginRequest("PATCH", chunked),
    beginRequest("POST", `${to.base}/a/c/blobs/uploads/?digest=${digestOf("never")}`),
    beginRequest("PUT", `${killed.url}/repository/r/half.txt`),
    beginRequest("PUT", `${killed.url}/repository/m/org/x/a/1/a-1.txt`),
  ]);
  await expect.poll(() => listDrafts(data).length).toBe(4);
  killed.child.kill("SIGKILL");
  await once(killed.child, "exit");
  for (const unfinished of sending) unfinished.destroy();
  appendFileSync(join(data, "assets/r.jsonl"), '{"path":"/torn.txt","asset":{"sha2');

  const nexus = await nexusWith({ data });
  expect(await download(nexus, "r/a.txt")).toBe("kept");
  for (const path of ["r/half.txt", "r/torn.txt", "m/org/x/a/1/a-1.txt"]) expect(await download(nexus, path)).toBe(404);
  const again = createRegistryClient(nexus);
  expect((await again.send("GET", "/a/b/manifests/1")).headers.get("docker-content-digest")).toBe(image);
  expect(await (await again.send("GET", `/a/b/blobs/${digestOf("layer")}`)).text()).toBe("layer");
  expect(await again.json("/_catalog")).toEqual({ repositories: ["a/b"] });
  expect((await put(nexus, "r/b.txt", "more")).status).toBe(201);
  expect(await download(nexus, "r/b.txt")).toBe("more");
  expect(listDrafts(data)).toEqual([]);
});

describe("a data folder", () => {
  test("is locked by one process until it stops or is killed", async () => {
    const data = folder();
    const first = await nexusWith({ data });
    await expect(startNexus({ data })).rejects.toThrow(`${data} is in use by process ${process.pid}`);
    await first.stop();
    const { child } = await startProcess(data);
    await expect(startNexus({ data })).rejects.toThrow(`is in use by process ${child.pid}`);
    child.kill("SIGKILL");
    await once(child, "exit");
    await nexusWith({ data });
  });

  test("is not locked by a process that ended without being reaped, as in a container", {
    tags: ["linux"],
  }, async () => {
    const data = folder();
    // The shell becomes `sleep`, which never reaps its child. The child ends only after that.
    const child = 'until [ "$(cat /proc/$PPID/comm)" = sleep ]; do sleep 0.01; done';
    const script = 'sh -c "$0" & echo $!; exec sleep 60';
    const parent = spawn("sh", ["-c", script, child], { stdio: ["ignore", "pipe", "ignore"] });
    onTestFinished(() => void parent.kill());
    const [pid] = (await once(parent.stdout.setEncoding("utf8"), "data")) as [string];
    await expect.poll(() => readFileSync(`/proc/${pid.trim()}/stat`, "utf8")).toContain(" Z ");
    writeFileSync(join(data, "nexus.pid"), pid);
    await nexusWith({ data });
  });

  test("is not locked after a failed start", async () => {
    const data = folder();
    writeFileSync(join(data, "nexus.json"), "{");
    await expect(startNexus({ data })).rejects.toThrow(`${join(data, "nexus.json")} is not valid JSON`);
    expect(listFiles(data)).toEqual(["nexus.json"]);
  });

  test("stores blob stores of any name, and no leftovers of deleted repositories and blob stores", async () => {
    const data = folder();
    const first = await nexusWith({ data });
    await ask(first, "POST", "/v1/blobstores/file", { name: "b.c", path: "b" });
    await ask(first, "POST", "/v1/blobstores/file", { name: `x${".".repeat(99)}`, path: "x" });
    expect((await ask(first, "GET", "/v1/blobstores")).status).toBe(200);
    const storage = { blobStoreName: "b.c", strictContentTypeValidation: true, writePolicy: "ALLOW" };
    await createRepository(first, "raw/hosted", hosted("r", { storage }));
    await put(first, "r/a.txt", "one");
    await ask(first, "DELETE", "/v1/repositories/r");
    expect(listFiles(data)).toContain("blobs/b%2Ec");
    expect((await ask(first, "DELETE", "/v1/blobstores/b.c")).status).toBe(204);
    expect(listFiles(data)).not.toContain("blobs/b%2Ec");
    await first.stop();
    const left = [join(data, "blobs/gone"), join(data, "assets/gone.jsonl")] as const;
    mkdirSync(left[0], { recursive: true });
    writeFileSync(left[1], "");
    await nexusWith({ data });
    expect(left.map((path) => existsSync(path))).toEqual([false, false]);
  });
});

test("an upload that ends after its repository was deleted is not part of a new repository of the same name", async () => {
  const data = folder();
  const nexus = await nexusWith({ data });
  await createRepository(nexus, "raw/hosted", hosted("r"));
  const late = await beginRequest("PUT", `${nexus.url}/repository/r/late.txt`);
  await expect.poll(() => listDrafts(data).length).toBe(1);
  await ask(nexus, "DELETE", "/v1/repositories/r");
  await createRepository(nexus, "raw/hosted", hosted("r"));
  const responded = once(late, "response");
  late.end("x".repeat(500_000));
  await responded;
  expect(await download(nexus, "r/late.txt")).toBe(404);
  await nexus.stop();
  expect(await download(await nexusWith({ data }), "r/late.txt")).toBe(404);
});
