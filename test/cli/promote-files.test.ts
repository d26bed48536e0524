/** `nexus-iac promote` of files where Nexus answers otherwise than it did, where it is cut off, where two do it at once. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Fault, startNexus } from "nexus-embedded";
import { afterAll, describe, expect, it } from "vitest";
import { ask, hosted } from "../../embedded-nexus/test/support/nexuses.ts";
import { ContentClient } from "../../src/client/content-client.ts";
import { clientConfigWith, served } from "../client-config/support.ts";
import { injectServerFault, toRequestKey } from "../support/faults/fault-types.ts";
import { chooseItem } from "../support/faults/seeded-choice.ts";
import { listSeeds } from "../support/faults/seeds.ts";
import { type CommandResult, type ProcessOptions, runNexusIac, spawnNexusIac } from "../support/nexus-iac-command.ts";

const pom =
  "<project><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId><artifactId>lib</artifactId><version>1</version></project>";

async function* streamed(text: string) {
  yield Buffer.from(text);
}

/** Undone after all tests, because they run concurrently. */
const leftovers: (() => unknown)[] = [];
afterAll(() => Promise.all(leftovers.map((undo) => undo())));

/** Starts a Nexus with files in the first of two stages. */
async function scene() {
  const nexus = await startNexus();
  leftovers.push(() => nexus.stop());
  const storage = { blobStoreName: "default", strictContentTypeValidation: true };
  const stages = { dev: "ALLOW", uat: "ALLOW_ONCE" };
  const maven = { maven: { versionPolicy: "RELEASE", layoutPolicy: "STRICT" } };
  for (const [stage, writePolicy] of Object.entries(stages))
    for (const [format, more] of [["raw", {}] as const, ["maven", maven] as const]) {
      const body = hosted(`${format}-${stage}`, { ...more, storage: { ...storage, writePolicy } });
      expect((await ask(nexus, "POST", `/v1/repositories/${format}/hosted`, body)).status).toBe(201);
    }
  const content = new ContentClient({ url: nexus.url, username: "admin", password: "admin123" });
  for (const name of ["a", "b"]) await content.upload("raw-dev", `tool/1/${name}.txt`, streamed(name));
  await content.upload("maven-dev", "com/example/lib/1/lib-1.jar", streamed("PK\u0003\u0004"));
  await content.upload("maven-dev", "com/example/lib/1/lib-1.pom", streamed(pom));

  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-promote-test-"));
  leftovers.push(
    () => rmSync(folder, { recursive: true, force: true }),
    () => content.close(),
  );
  const formats = { raw: "raw", maven: "maven2" };
  const repositories = Object.entries(formats).flatMap(([name, format]) =>
    Object.keys(stages).map((stage) => served(`${name}-${stage}`, { format })),
  );
  const chains = Object.entries(formats).map(([name, format]) => ({
    ...{ name, format },
    stages: Object.keys(stages).map((stage) => ({ name: stage, repository: `${name}-${stage}` })),
  }));
  const clientConfig = clientConfigWith(repositories, { stack: "test", url: nexus.url, chains });
  writeFileSync(join(folder, "client-config.json"), JSON.stringify(clientConfig));
  const promotion = (what: string, more: readonly string[]) => {
    const format = what.includes(":") ? "maven" : "raw";
    const stage = ["--from", "dev", "--to", "uat", "--client-config", "client-config.json"];
    return ["promote", what, "--format", format, ...stage, ...more];
  };
  const options = {
    cwd: folder,
    environment: { NEXUS_URL: nexus.url, NEXUS_USERNAME: "admin", NEXUS_PASSWORD: "admin123" },
  };
  const promote = async (what: string, ...more: string[]) =>
    withOutput(await runNexusIac(promotion(what, more), options));
  /** Promotes in a process of its own. */
  const spawnPromote = async (what: string, more: readonly string[] = [], process: ProcessOptions = {}) =>
    withOutput(await spawnNexusIac(promotion(what, more), { ...options, ...process }));
  const there = (path: string) => content.computeHash(path.startsWith("com") ? "maven-uat" : "raw-uat", path, "sha1");
  return { nexus, folder, promote, spawnPromote, there };
}

function withOutput({ status, stdout, stderr }: CommandResult) {
  return { status, output: stdout + stderr };
}

describe.concurrent("a promotion of files", () => {
  it.each<[string, string, Fault]>([
    ["a path", "tool/1/a.txt", { method: "PUT", path: /raw-uat/, replaceResponse: { status: 500 } }],
    ["a folder", "tool/1/", { method: "PUT", path: /raw-uat/, replaceResponse: "reset" }],
    ["Maven's", "com.example:lib:1", { method: "POST", path: /maven-uat/, replaceResponse: { status: 500 } }],
    ["Maven's", "com.example:lib:1", { method: "POST", path: /maven-uat/, replaceResponse: "reset" }],
  ])("succeeds if the files exist although Nexus reports an error: %s", async (_what, what, fault) => {
    const { nexus, promote } = await scene();
    nexus.injectFault(fault);
    expect(await promote(what)).toEqual({ status: 0, output: expect.stringMatching(/^promoted: /) });
    expect(await promote(what)).toEqual({ status: 0, output: expect.stringMatching(/^already there: /) });
  });

  it("fails with the error of Nexus, and is completed by the next run", async () => {
    const { nexus, promote, there } = await scene();
    nexus.injectFault({ method: "PUT", path: /raw-uat.*b\.txt/, response: { status: 500, body: "no space" } });
    const failed = await promote("tool/1/");
    expect(failed).toEqual({ status: 1, output: expect.stringMatching(/b\.txt: 500: no space\n$/) });
    expect([await there("tool/1/a.txt"), await there("tool/1/b.txt")]).toEqual([expect.any(String), undefined]);
    expect(await promote("tool/1/")).toEqual({ status: 0, output: expect.stringMatching(/^promoted: .*2 digests/) });
  });

  it.each(["tool/../../maven-uat/x.txt", "tool/1/..", "tool/1/%2e%2e/x", "tool/1/..\\\\x"])(
    "writes nothing if the search returns the path %s",
    async (path) => {
      const { nexus, promote } = await scene();
      const page = { items: [{ path, checksum: { sha1: "0".repeat(40) } }], continuationToken: null };
      nexus.injectFault({ path: /search\/assets/, response: { status: 200, body: page } });
      expect(await promote("tool/")).toEqual({ status: 1, output: expect.stringContaining("which no file can have") });
      expect(nexus.requests.filter(({ method, path }) => method === "PUT" && path.includes("uat"))).toEqual([]);
    },
  );

  it.each([[7], [{ items: 7 }], [{ items: [null] }], [{ items: [{ path: {} }] }], [[]]])(
    "fails without a stack trace if the search returns %j",
    async (body) => {
      const { nexus, promote } = await scene();
      nexus.injectFault({ path: /search\/assets/, response: { status: 200, body } });
      const { status, output } = await promote("tool/1/");
      expect([status, output]).toEqual([
        1,
        expect.stringMatching(/^GET .*: 200: Unexpected or truncated response\..*\n$/),
      ]);
    },
  );

  it("is completed by the next run after it was killed", async () => {
    const { nexus, promote, spawnPromote, there } = await scene();
    const mend = nexus.injectFault({ method: "PUT", path: /raw-uat.*b\.txt/, delayMs: 60_000 });
    const { status } = await spawnPromote("tool/1/", [], {
      onStart: (child) =>
        void expect
          .poll(() => there("tool/1/a.txt"), { timeout: 30_000 })
          .toBeDefined()
          .then(() => child.kill("SIGKILL")),
    });
    expect(status).toBeNull();
    mend();
    expect(await there("tool/1/b.txt")).toBeUndefined();
    expect(await promote("tool/1/")).toEqual({ status: 0, output: expect.stringMatching(/^promoted: .*2 digests/) });
  });

  it("succeeds twice if two run concurrently, each with its own record", async () => {
    const { nexus, folder, spawnPromote } = await scene();
    nexus.injectFault({ method: "PUT", path: /raw-uat/, times: 4, delayMs: 1500 });
    const two = await Promise.all([1, 2].map(() => spawnPromote("tool/1/", ["--record", "record.jsonl"])));
    expect(two.map(({ status }) => status)).toEqual([0, 0]);
    const lines = readFileSync(join(folder, "record.jsonl"), "utf8").trim().split("\n");
    // The later one finds the files in place.
    const outcomes = two.map(({ output }) => output.split(":")[0]);
    expect(outcomes).toContain("promoted");
    expect(lines.map((line) => JSON.parse(line).outcome).toSorted()).toEqual(outcomes.toSorted());
  });

  it.each(["tool/1/", "com.example:lib:1"])(
    "fails with the status if Nexus has no space left, and is completed by the next run: %s",
    async (what) => {
      const { nexus, promote } = await scene();
      const mend = nexus.injectFault({
        when: ({ method }) => method === "PUT" || method === "POST",
        path: /-uat/,
        times: 99,
        response: { status: 507, body: "Insufficient Storage" },
      });
      expect(await promote(what)).toEqual({ status: 1, output: expect.stringMatching(/: 507: Insufficient Storage/) });
      mend();
      expect(await promote(what)).toEqual({ status: 0, output: expect.stringMatching(/^promoted: /) });
    },
  );

  it.each(listSeeds({ short: 2, full: 60 }))(
    "after a fault is completed by the next run, and a further one changes nothing (seed %i)",
    async (seed) => {
      const { nexus, promote, there } = await scene();
      const files = {
        "tool/1/": ["tool/1/a.txt", "tool/1/b.txt"],
        "com.example:lib:1": ["com/example/lib/1/lib-1.jar", "com/example/lib/1/lib-1.pom"],
      };
      for (const [index, [what, paths]] of Object.entries(files).entries()) {
        nexus.clearRequests();
        await promote(what, "--dry-run");
        const writes = what.includes(":")
          ? ["POST /service/rest/v1/components?repository=maven-uat"]
          : paths.map((path) => `PUT /repository/raw-uat/${path}`);
        const trigger = chooseItem([...nexus.requests.map(toRequestKey), ...writes], seed, what);
        const { name, end } = injectServerFault(nexus, seed, index, trigger);
        const context = `${what} with "${name}" from ${trigger} on`;
        const faulty = await promote(what);
        await end();
        expect(faulty.output, context).not.toMatch(/\n +at /);
        const next = await promote(what);
        expect(next.status, `${context}: ${next.output}`).toBe(0);
        if (faulty.status === 0) expect(next.output, context).toMatch(/^already there: /);
        for (const path of paths) expect(await there(path), context).toEqual(expect.any(String));
        nexus.clearRequests();
        expect(await promote(what), context).toEqual({ status: 0, output: expect.stringMatching(/^already there: /) });
        expect(
          nexus.requests.filter(({ method }) => !["GET", "HEAD"].includes(method)),
          context,
        ).toEqual([]);
      }
    },
  );

  it("is recorded on a line of its own, also after a partial line", async () => {
    const { folder, promote } = await scene();
    const file = join(folder, "record.jsonl");
    writeFileSync(file, '{"time":"2026-');
    for (const _ of [1, 2]) await promote("tool/1/", "--record", file);
    const lines = readFileSync(file, "utf8").split("\n");
    expect(lines).toEqual(['{"time":"2026-', expect.any(String), expect.any(String), ""]);
    expect(lines.slice(1, 3).map((line) => JSON.parse(line).outcome)).toEqual(["promoted", "already there"]);
  });

  it("needs the URL of Nexus", async () => {
    const { folder, promote } = await scene();
    const clientConfig = JSON.parse(readFileSync(join(folder, "client-config.json"), "utf8"));
    writeFileSync(join(folder, "client-config.json"), JSON.stringify({ ...clientConfig, url: "" }));
    const error =
      "The client configuration of test has no URL of Nexus. Set nexus:url of the stack, or nexus:clients.url\n";
    expect(await promote("tool/1/")).toEqual({ status: 1, output: error });
  });

  it("prints the result even if the record cannot be written", { tags: ["linux"] }, async () => {
    const { promote } = await scene();
    const { status, output } = await promote("tool/1/", "--record", "/dev/full");
    expect(status).toBe(1);
    expect(output).toMatch(/^promoted: tool\/1\/ .*\nCannot write \/dev\/full: ENOSPC/);
  });
});
