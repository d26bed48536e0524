import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startNexus } from "nexus-embedded";
import { describe, expect, it, onTestFinished } from "vitest";
import { createDockerHosted, TestRegistry } from "../../embedded-nexus/test/support/registries.ts";
import { ProbeClient } from "../../src/cli/commands/probe/probe-client.ts";
import { formatProbePlan, formatProbeReport } from "../../src/cli/commands/probe/probe-report-formatter.ts";
import { runProbe } from "../../src/cli/commands/probe/probe-runner.ts";
import { type ProbeSettings, UnknownPassword } from "../../src/cli/commands/probe/probe-settings.ts";
import type { ProbeCheck, ProbePlan } from "../../src/clients/probe/probe-plan.ts";
import { createProbeReport } from "../../src/clients/probe/probe-report.ts";
import { serializeProbePlan } from "../../src/clients/probe/stored-probe-plan.ts";
import { runNexusIac, spawnNexusIac } from "../support/nexus-iac-command.ts";
import { authorityFile, expiredFile, startTlsProxy } from "../support/tls-proxy.ts";

const unprivileged: ProbeSettings = { connection: {}, passwords: {}, servers: [], timeout: 10, unique: "u" };

function createClient(settings: Partial<ProbeSettings> = {}): ProbeClient {
  const client = new ProbeClient({ ...unprivileged, ...settings });
  onTestFinished(() => client.close());
  return client;
}

async function serving(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const get = (url: string, as: "anonymous" | "stack" | { user: string } = "anonymous") =>
  ({ type: "http", method: "GET", url, as }) as const;

describe("a certificate", () => {
  async function shown(certificate: string | undefined, ca?: string, host = "127.0.0.1") {
    const front = await startTlsProxy("http://127.0.0.1:9", [], certificate);
    onTestFinished(() => front.stop());
    const connection = ca === undefined ? {} : { ca: readFileSync(ca, "utf8") };
    return createClient({ connection }).send({ type: "certificate", host, port: Number(new URL(front.url).port) });
  }

  it("is trusted by its authority", async () =>
    expect(await shown(undefined, authorityFile)).toMatchObject({
      type: "certificate",
      days: expect.any(Number),
      issuer: "nexus-iac test authority",
    }));

  it.each([
    ["of an unknown authority", undefined, undefined, "127.0.0.1", "is not trusted. Set nexus:caFile"],
    ["with a past expiry date", expiredFile, expiredFile, "127.0.0.1", "has expired"],
    ["of another name", undefined, authorityFile, "localhost", "is for another name"],
  ])("%s is reported", async (_what, certificate, ca, host, words) =>
    expect(await shown(certificate, ca, host)).toMatchObject({ problem: expect.stringContaining(words) }),
  );
});

describe("the content of a registry", () => {
  /** Reads a registry with these images and tags, but without manifests. */
  async function readContent(tags: Record<string, string[]>, gone: (image: string, asked: number) => string[]) {
    let asked = 0;
    const url = await serving((request, reply) => {
      const [, image = "", what] = /^\/v2\/(.*)\/(tags|manifests)\//.exec(request.url ?? "") ?? [];
      if (request.url?.startsWith("/v2/_catalog"))
        return reply.end(JSON.stringify({ repositories: Object.keys(tags) }));
      if (what === "tags") return reply.end(JSON.stringify({ name: image, tags: gone(image, asked++) }));
      return reply.writeHead(404).end(JSON.stringify({ errors: [{ code: "MANIFEST_UNKNOWN" }] }));
    });
    return createClient().send({ type: "content", url, as: ["anonymous"] });
  }

  it("excludes the images of probes", async () => {
    expect(await readContent({ "nexus-iac-probe/image-1": ["probe"] }, () => ["probe"])).toEqual({
      type: "content",
      images: 0,
    });
  });

  it("ignores a tag deleted meanwhile, and reports a listed tag without manifest", async () => {
    const retracted = await readContent({ "team/app": ["1"] }, (_, asked) => (asked === 0 ? ["1"] : []));
    expect(retracted).toEqual({ type: "content", images: 1 });
    const broken = await readContent({ "team/app": ["1"] }, () => ["1"]);
    expect(broken).toMatchObject({ problem: "team/app:1 is in the list of tags but does not exist" });
  });
});

describe("an image that is pushed and removed", () => {
  async function registry() {
    const nexus = await startNexus();
    onTestFinished(() => nexus.stop());
    await createDockerHosted(nexus, "apps");
    const url = `http://127.0.0.1:${nexus.connectorPort("apps")}`;
    const request = { type: "image", url, image: "nexus-iac-probe/image", as: "stack", removedBy: "stack" } as const;
    const connection = { username: "admin", password: "admin123" };
    const left = () => TestRegistry.at(nexus, "apps").status("HEAD", "/nexus-iac-probe/image/manifests/probe");
    return {
      nexus,
      request,
      left,
      push: (timeout = 10) => createClient({ connection, servers: [url], timeout }).send(request),
    };
  }

  it.each([
    ["PUT", /manifests/, { status: 500 }, / was removed: PUT .*: 500/],
    ["PUT", /manifests/, "reset", / was removed: PUT .* failed \(ECONNRESET\)/],
    ["DELETE", /manifests/, { status: 500 }, / was removed: DELETE .*: 500/],
    ["DELETE", /manifests/, "reset", / was removed: DELETE .* failed \(ECONNRESET\)/],
  ] as const)("is removed although Nexus reports an error: %s %s %j", async (method, path, afterwards, message) => {
    const { nexus, left, push } = await registry();
    nexus.injectFault({ method, path, replaceResponse: afterwards });
    expect(await push()).toMatchObject({ type: "pushed", problem: expect.stringMatching(message) });
    expect(await left()).toBe(404);
  });

  it("is reported if it was not removed, or if that is unknown", async () => {
    const { nexus, left, push } = await registry();
    nexus.injectFault({ method: "DELETE", path: /manifests/, reset: true });
    expect(await push()).toMatchObject({
      problem: expect.stringMatching(/^nexus-iac-probe\/image:probe was not removed: DELETE /),
    });
    expect(await left()).toBe(200);
    nexus.injectFault({ method: "DELETE", path: /manifests/, reset: true });
    nexus.injectFault({ method: "HEAD", path: /manifests/, reset: true });
    expect(await push()).toMatchObject({ problem: expect.stringMatching(/:probe may not have been removed: DELETE /) });
  });

  it("leaves no image if the push failed", async () => {
    const { nexus, left, push } = await registry();
    for (const path of [/uploads/, /manifests/]) {
      nexus.injectFault({ method: "PUT", path, response: { status: 500 } });
      expect(await push()).toMatchObject({ type: "status", status: 500 });
      expect(await left()).toBe(404);
    }
  });

  it("is removed even if all steps together exceed the timeout", async () => {
    const { nexus, left, push } = await registry();
    nexus.injectFault({ path: /image/, times: 20, delayMs: 300 });
    expect(await push(1)).toMatchObject({ type: "pushed", digest: expect.stringMatching(/^sha256:/) });
    expect(await left()).toBe(404);
  });

  it("is removed before a signal ends the probe", async () => {
    const { nexus, request, left } = await registry();
    nexus.injectFault({ method: "PUT", path: /manifests/, delayMs: 1000 });
    const check: ProbeCheck = { area: "writes", name: "push", request, expectation: "responds" };
    const plan: ProbePlan = { version: 1, stack: "lab", checks: [check], skipped: [] };
    const connection = { username: "admin", password: "admin123" };
    const { status, stdout } = await spawnNexusIac(["probe", "--stdin"], {
      input: JSON.stringify({ plan: JSON.parse(serializeProbePlan(plan)), connection, passwords: {} }),
      onStart: (child) =>
        void expect
          .poll(() => nexus.requests.some(({ method, path }) => method === "PUT" && /uploads/.test(path)), {
            timeout: 30_000,
          })
          .toBe(true)
          .then(() => child.kill("SIGTERM")),
    });
    expect([status, stdout]).toEqual([143, ""]);
    expect(nexus.requests.map(({ method }) => method)).toContain("DELETE");
    expect(await left()).toBe(404);
  });
});

describe("a request", () => {
  it("ends with an error after the timeout", async () => {
    const url = await serving(() => {});
    expect(await createClient({ timeout: 0.05 }).send(get(url))).toMatchObject({ type: "error" });
  });

  it("is not sent if the password is unknown", async () => {
    const unknown = [get("http://127.0.0.1:9", "stack"), get("http://127.0.0.1:9", { user: "__proto__" })];
    for (const request of unknown) expect(await createClient().send(request)).toBeInstanceOf(UnknownPassword);
  });

  it("sends no credentials to a server that they are not bound to", async () => {
    const received: (string | undefined)[] = [];
    const url = await serving((request, reply) => {
      received.push(request.headers.authorization);
      reply.end();
    });
    const client = createClient({ passwords: { ci: "pass-of-ci" }, servers: ["https://nexus.example"] });
    const registry = { type: "registry", url, image: "a/b", as: { user: "ci" } } as const;
    for (const request of [get(url, { user: "ci" }), { ...registry, operation: "login" } as const])
      expect(await client.send(request)).toEqual({
        type: "error",
        message: expect.stringContaining(`Not sending the credentials of ci to ${url}, only to https://nexus.example`),
      });
    expect(received).toEqual([]);
  });

  it("reports the reason of the status line, without secrets", async () => {
    const url = await serving((request, reply) => {
      reply.statusMessage = "Remote Manually Blocked";
      reply.writeHead(404).end(`<html>${request.headers.authorization}</html>`);
    });
    const passwords = { ci: "pass-of-ci" };
    expect(await createClient({ passwords, servers: [url] }).send(get(url, { user: "ci" }))).toEqual({
      ...{ type: "status", status: 404, message: "Remote Manually Blocked", page: true },
    });
    const echo = await serving((_, reply) => reply.writeHead(500).end("no pass-of-ci"));
    expect(
      JSON.stringify(await createClient({ passwords, servers: [echo] }).send(get(echo, { user: "ci" }))),
    ).not.toContain("pass-of-ci");
  });

  it("reports the status text of an error page of Nexus, trimmed", async () => {
    const page = await serving((_, reply) => {
      reply.writeHead(502, { "content-type": "text/html" }).end("<title>502 - Sonatype Nexus Repository</title>");
    });
    expect(await createClient().send(get(page))).toMatchObject({ status: 502, message: "Bad Gateway", page: true });
    const terse = await serving((_, reply) => reply.writeHead(400, " Invalid mavenPath").end());
    expect(await createClient().send(get(terse))).toMatchObject({ status: 400, message: "Invalid mavenPath" });
  });

  it("to a server that is no registry ends with an error", async () => {
    const page = await serving((_, reply) => reply.setHeader("content-type", "text/html").end("<html>Sign in</html>"));
    const nothing = await serving((_, reply) => reply.end("{}"));
    const other = await serving((_, reply) => {
      reply.setHeader("docker-content-digest", `sha256:${"0".repeat(64)}`).end('{"schemaVersion":2}');
    });
    const asked = { type: "registry", image: "a/b", as: "anonymous" } as const;
    const answers = [
      ...(["login", "pull", "push"] as const).map((operation) =>
        createClient().send({ ...asked, url: page, operation }),
      ),
      ...[nothing, other].map((url) => createClient().send({ ...asked, url, operation: "pull" })),
      createClient().send({ type: "content", url: nothing, as: ["anonymous"] }),
    ];
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ type: "error" });
  });

  it("for an unknown name ends with an error", async () =>
    expect(await createClient().send({ type: "name", host: "no-such-host.invalid" })).toMatchObject({ type: "error" }));
});

it("shows invisible characters of names and responses", async () => {
  const url = await serving((_, reply) => reply.writeHead(500).end("a\u001b[31mred"));
  const check: ProbeCheck = { area: "rights", name: "ci\u202e may\nread", request: get(url), expectation: "responds" };
  const plan: ProbePlan = {
    version: 1,
    stack: "lab",
    checks: [check],
    skipped: [{ area: "b", name: "c\u0007", reason: "d" }],
  };
  const report = await runProbe(plan, unprivileged);
  expect(report.summary).toEqual({ ok: 0, warning: 0, failed: 1, skipped: 1 });
  for (const text of [formatProbeReport(report), formatProbePlan(plan)])
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(formatProbeReport(report)).toContain("failed  ci‹U+202E› may↵read: 500 a‹U+001B›[31mred");
});

it("repeats failed checks at the end of a long report", () => {
  const checked = (name: string, outcome: "ok" | "failed") =>
    ({ area: "rights", name, outcome, evidence: "401", milliseconds: 1 }) as const;
  const some = (count: number) =>
    createProbeReport("lab", [
      checked("wrong", "failed"),
      ...Array.from({ length: count }, (_, i) => checked(`${i}`, "ok")),
    ]);
  expect(formatProbeReport(some(3))).not.toMatch(/^failed$/m);
  expect(formatProbeReport(some(30))).toMatch(
    /29: 401\n\nfailed\n {2}rights: wrong: 401\n\nlab: 31 checks, 30 ok, 1 failed$/,
  );
});

describe("an unreachable host", () => {
  const at = (url: string, name: string): ProbeCheck => ({
    area: "rights",
    name,
    request: get(url),
    expectation: "responds",
  });
  const port = async () => Number(new URL(await serving((_, reply) => reply.end("fine"))).port);

  it("fails once, and its other checks are skipped", async () => {
    const host = "no-such-host.invalid";
    const here = `http://127.0.0.1:${await port()}`;
    const checks: ProbeCheck[] = [
      {
        area: "certificates",
        name: "trusted",
        request: { type: "certificate", host, port: 443 },
        expectation: "responds",
      },
      ...["a", "b", "c", "d"].map((name) => at(`https://${host}/${name}`, name)),
      at(here, "fine"),
      { area: "names", name: "resolves", request: { type: "name", host }, expectation: "responds" },
    ];
    const report = await runProbe({ version: 1, stack: "lab", checks, skipped: [] }, unprivileged);
    expect(report.checks.map(({ name, outcome }) => [name, outcome])).toEqual([
      ...["trusted", "a", "b", "c", "d"].map((name) => [name, "skipped"]),
      ["fine", "ok"],
      ["resolves", "failed"],
    ]);
    expect(formatProbeReport(report)).toContain(`  skipped 4 checks: unreachable: Host name not found: ${host}\n  ok `);
  });

  it("on one port is still checked on other ports", async () => {
    const [open, closed] = [await port(), 9];
    const checks: ProbeCheck[] = [
      {
        area: "certificates",
        name: "trusted",
        request: { type: "certificate", host: "127.0.0.1", port: closed },
        expectation: "responds",
      },
      at(`https://127.0.0.1:${closed}`, "closed"),
      at(`http://127.0.0.1:${open}`, "open"),
    ];
    const report = await runProbe({ version: 1, stack: "lab", checks, skipped: [] }, unprivileged);
    expect(report.checks.map(({ outcome }) => outcome)).toEqual(["failed", "skipped", "ok"]);
  });
});

it("prints the report even if a file cannot be written", async () => {
  const plan: ProbePlan = { version: 1, stack: "lab", checks: [], skipped: [] };
  const { status, stdout, stderr } = await runNexusIac(["probe", "--stdin", "--junit", import.meta.dirname], {
    input: JSON.stringify({ plan: JSON.parse(serializeProbePlan(plan)), connection: {}, passwords: {} }),
  });
  expect([status, stdout, stderr]).toEqual([
    1,
    expect.stringContaining("lab: 0 checks, 0 ok"),
    expect.stringContaining(`Cannot write ${import.meta.dirname}: EISDIR`),
  ]);
});

it("uses singular and plural in the summary", () => {
  const check = { area: "rights", name: "ci may read", outcome: "ok", evidence: "200", milliseconds: 1 } as const;
  const ended = (checks: Parameters<typeof createProbeReport>[1]) =>
    formatProbeReport(createProbeReport("lab", checks)).split("\n").at(-1);
  expect(ended([check])).toBe("lab: 1 check, 1 ok");
  const late = { ...check, outcome: "warning" } as const;
  expect(ended([check, late])).toBe("lab: 2 checks, 1 ok, 1 warning");
  expect(ended([late, late])).toBe("lab: 2 checks, 0 ok, 2 warnings");
});
