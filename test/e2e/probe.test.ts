/** Tests `nexus-iac probe` for real estates: first without faults, then with one fault at a time. */

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { runProbe } from "../../src/cli/commands/probe/probe-runner.ts";
import type { ProbeSettings } from "../../src/cli/commands/probe/probe-settings.ts";
import type { ProbePlan } from "../../src/clients/probe/probe-plan.ts";
import type { ProbeReport } from "../../src/clients/probe/probe-report.ts";
import { storedProbePlanSchema } from "../../src/clients/probe/stored-probe-plan.ts";
import cwiqDev from "../../src/estates/cwiq-dev.ts";
import { runWithMocks, unwrapSecret } from "../support/mocked-program.ts";
import { itInFull } from "../support/scope.ts";
import { type CliEnvironment, createCliEnvironment, type ManualClient } from "../support/stack/test-environment.ts";
import { authorityFile, expiredFile, startTlsProxy } from "../support/tls-proxy.ts";
import { runForStack } from "./support/stack-command.ts";

/** Starts a server that responds to every request with a status, as an empty upstream or a health page. Returns its URL. */
async function startStatusServer(status: number): Promise<string> {
  const server = createServer((_, reply) => reply.writeHead(status).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startFront(url: string, certificate?: string): Promise<string> {
  const proxy = await startTlsProxy(url, [], certificate);
  onTestFinished(() => proxy.stop());
  return proxy.url;
}

/** Runs the command for a stack. */
async function probe({ stack }: CliEnvironment, ...args: string[]) {
  const { code, output } = await runForStack(stack, ["probe", "--stack", stack.stack, ...args]);
  return { code, output };
}

function listFailures({ checks }: ProbeReport): string[] {
  return checks.filter(({ outcome }) => outcome === "failed").map(({ name, evidence }) => `${name}: ${evidence}`);
}

/** Returns the plan of the command, and functions that check it repeatedly without further previews. */
async function prepareProbe(at: CliEnvironment, { args = [], ca }: { args?: readonly string[]; ca?: string } = {}) {
  const { output } = await probe(at, "--dry-run", "--json", ...args);
  const plan: ProbePlan = storedProbePlanSchema.parse(JSON.parse(output));
  const { passwords } = (await at.stack.readOutputs()) as { passwords: ProbeSettings["passwords"] };
  const connection = { username: "admin", password: "admin123", ...(ca && { ca }) };
  let count = 0;
  const report = (checkedPlan: ProbePlan = plan) =>
    runProbe(checkedPlan, {
      ...{ connection, passwords, timeout: 10, unique: `e2e-${count++}` },
      servers: checkedPlan.checks.flatMap(({ request }) => ("url" in request ? [request.url] : [])),
    });
  return {
    plan,
    passwords,
    report,
    failing: async (checkedPlan?: ProbePlan) => listFailures(await report(checkedPlan)),
  };
}

/** A fault, the failures that the probe reports for it, and its repair. */
interface Fault {
  subject: string;
  apply(): Promise<unknown>;
  revert(): Promise<unknown>;
  /** Matches every failure. */
  failures: readonly RegExp[];
}

async function expectEachReported(faults: readonly Fault[], failing: () => Promise<string[]>): Promise<void> {
  for (const { subject, apply, revert, failures } of faults) {
    await apply();
    const found = await failing();
    const missed = failures.filter((pattern) => !found.some((line) => pattern.test(line)));
    const more = found.filter((line) => !failures.some((pattern) => pattern.test(line)));
    expect({ missed, more }, subject).toEqual({ missed: [], more: [] });
    await revert();
  }
}

/** Returns a manual change of an object, and the function that reverts it. */
function createManualChange(
  manual: ManualClient,
  path: string,
  change: Parameters<ManualClient["change"]>[1],
): Pick<Fault, "apply" | "revert"> {
  let before: Parameters<typeof change>[0] = {};
  return {
    apply: () =>
      manual.change(path, (live) => {
        before = live;
        return change(live);
      }),
    revert: () => manual.change(path, () => before),
  };
}

it("passes on lab, and names each fault", async () => {
  const upstream = await startStatusServer(404);
  // 3.90 is the last release with REST endpoints for read-only mode.
  const nexus = { release: "3.90.0-06" };
  const at = await createCliEnvironment({ estate: "lab" }, { nexus, config: { upstreams: { dockerHub: upstream } } });
  const up = await at.stack.up();
  expect(up.code, up.output).toBe(0);
  const registries = Object.fromEntries(
    ["docker-dev-hosted", "docker-group", "ocp-mirror"].map((name) => [
      name,
      `http://127.0.0.1:${at.nexus.connectorPort(name)}`,
    ]),
  );
  await at.stack.configure({ clients: { registries } });
  const { manual } = at;
  const { report, failing, passwords } = await prepareProbe(at, { args: ["--write"] });
  const right = await report();
  expect(right.checks.filter(({ outcome }) => outcome !== "ok").map(({ name }) => name)).toEqual(["docker-hub"]);
  expect(right.checks.find(({ area }) => area === "writes")?.evidence).toMatch(/^pushed and removed sha256:/);

  const apps = "/v1/repositories/docker/hosted/docker-dev-hosted";
  const realms = (...active: string[]) => manual.send("PUT", "/v1/security/realms/active", active);
  await expectEachReported(
    [
      {
        subject: "a realm is missing",
        apply: () => realms("NexusAuthenticatingRealm"),
        revert: () => realms("NexusAuthenticatingRealm", "DockerToken"),
        failures: [/^realms are active: not active: DockerToken$/],
      },
      {
        subject: "a password was changed",
        apply: () => manual.setPassword("nexus-runtime", "by-hand"),
        revert: () => manual.setPassword("nexus-runtime", passwords["nexus-runtime"] ?? ""),
        failures: [
          /^nexus-runtime logs in to Nexus: login failed: 401/,
          /^nexus-runtime logs in to docker-dev-hosted: login failed: 401/,
          /^nexus-runtime may pull from docker-dev-hosted: login failed: 401/,
        ],
      },
      {
        subject: "a user may do too much",
        ...createManualChange(manual, "/v1/security/roles/nexus-jenkins-ci", (live) => ({
          ...live,
          privileges: [...(live.privileges as string[]), "nx-repository-view-docker-ocp-mirror-add"],
        })),
        failures: [/^nexus-jenkinsbot may not push to ocp-mirror: may push, but should not: 202/],
      },
      {
        subject: "a user may do too little",
        ...createManualChange(manual, "/v1/security/roles/nexus-jenkins-ci", (live) => ({
          ...live,
          privileges: (live.privileges as string[]).filter((name) => !name.endsWith("-add")),
        })),
        failures: [/^nexus-jenkinsbot may push to docker-dev-hosted: may not push: 403/],
      },
      {
        subject: "an upstream is blocked",
        ...createManualChange(manual, "/v1/repositories/docker/proxy/docker-hub", (live) => ({
          ...live,
          httpClient: { ...(live.httpClient as object), blocked: true },
        })),
        failures: [/^docker-hub reaches http.*: does not reach its upstream: 404 .*Remote Manually Blocked$/],
      },
      {
        subject: "Nexus is in read-only mode",
        apply: () => manual.send("POST", "/v1/read-only/freeze"),
        revert: () => manual.send("POST", "/v1/read-only/release"),
        failures: [/^Nexus accepts writes: 503/, / (may push|pushes an image) to [a-z-]+: 503/],
      },
    ],
    failing,
  );
  expect(await failing()).toEqual([]);

  // In tests, a connector that is closed opens at another port later.
  await manual.change(apps, (live) => ({ ...live, docker: { ...(live.docker as object), httpPort: null } }));
  await manual.change("/v1/repositories/docker/hosted/ocp-mirror", (live) => ({ ...live, online: false }));
  const closed = await failing();
  expect(
    closed.filter((line) => !/(docker-dev-hosted|ocp-mirror|Docker only).*nothing listens at http/.test(line)),
  ).toEqual([]);
  for (const name of ["docker-dev-hosted", "ocp-mirror"])
    expect(closed).toContainEqual(expect.stringContaining(`${name} requires a login: `));
});

itInFull("probes cwiq through a reverse proxy with TLS", async () => {
  const upstream = await startStatusServer(404);
  const upstreams = Object.fromEntries(
    ["dockerHub", "epel", "mavenCentral", "npm", "pypi"].map((name) => [name, upstream]),
  );
  const at = await createCliEnvironment({ estate: "cwiq" }, { config: { upstreams } });
  await at.stack.up();
  const [push, pull] = ["docker-hosted-dev", "docker-group"].map(
    (name) => `http://127.0.0.1:${at.nexus.connectorPort(name)}`,
  ) as [string, string];
  const clients = {
    url: await startFront(at.nexus.url),
    health: `${await startStatusServer(200)}/health`,
    registries: { "docker-hosted-dev": await startFront(push), "docker-group": await startFront(pull) },
  };
  await at.stack.configure({ clients, caFile: authorityFile });
  const ca = [authorityFile, expiredFile].map((file) => readFileSync(file, "utf8")).join("\n");
  const { failing, plan, report } = await prepareProbe(at, { ca });
  const right = await report();
  expect(right.summary).toMatchObject({ failed: 0, warning: 0 });
  expect(right.checks.find(({ area }) => area === "certificates")?.evidence).toMatch(
    /^valid for \d+ days, by nexus-iac/,
  );

  /** Returns the same plan for another port. */
  const withPort = (from: string, to: string): ProbePlan =>
    JSON.parse(JSON.stringify(plan).replaceAll(new URL(from).port, new URL(to).port));
  const ofPull = clients.registries["docker-group"];
  const expired = await failing(withPort(ofPull, await startFront(pull, expiredFile)));
  expect(expired.filter((line) => !/: .*The certificate of https:\/\/127.0.0.1:\d+ has expired$/.test(line))).toEqual(
    [],
  );
  expect(expired).toContainEqual(expect.stringMatching(/^127.0.0.1:\d+ is trusted: /));
  expect(await failing(withPort(ofPull, await startFront(at.nexus.url)))).toContainEqual(
    expect.stringMatching(/ serves Docker only: serves more than Docker: 200/),
  );
});

itInFull("accepts anonymous reads in p2c", async () => {
  const at = await createCliEnvironment(
    { estate: "p2c" },
    { config: { upstreams: { mavenCentral: await startStatusServer(404) } } },
  );
  await at.stack.up();
  const junit = join(at.stack.folder, "probe.xml");
  const { code, output } = await probe(at, "--as", "maven-deploy", "--json", "--junit", junit);
  const { checks }: ProbeReport = JSON.parse(output);
  expect(listFailures({ checks } as ProbeReport)).toEqual([]);
  expect(code).toBe(0);
  expect(readFileSync(junit, "utf8")).toContain(`tests="${checks.length}" failures="0"`);
  const names = checks.map(({ name }) => name);
  for (const name of [
    "anonymous may read maven-public",
    "anonymous may not write maven-releases",
    "maven-deploy may write maven-snapshots",
  ])
    expect(names).toContain(name);

  await at.manual.change("/v1/security/anonymous", (live) => ({ ...live, enabled: false }));
  const closed = await probe(at);
  expect(closed.code).toBe(2);
  expect(closed.output).toMatch(/^ {2}failed {2}anonymous may read maven-public: login failed: 401/m);
});

itInFull("runs after an up as a component", async () => {
  const upstream = await startStatusServer(404);
  const config = { upstreams: { dockerHub: upstream, npm: upstream, pypi: upstream } };
  const passwords = { "nexus-ci": "pass-of-ci", "nexus-deployments": "pass-of-deployments" };
  const at = await createCliEnvironment(
    { estate: "cwiq-dev" },
    {
      config,
      secrets: {
        "passwords.nexus-ci": passwords["nexus-ci"],
        "passwords.nexus-deployments": passwords["nexus-deployments"],
      },
    },
  );
  const up = await at.stack.up();
  expect(up.code, up.output).toBe(0);
  const registries = Object.fromEntries(
    ["docker-hosted", "docker-group"].map((name) => [name, `http://127.0.0.1:${at.nexus.connectorPort(name)}`]),
  );
  const declared = await runWithMocks(cwiqDev, {
    stack: "cwiq-dev",
    config: {
      ...config,
      url: at.nexus.url,
      username: "admin",
      password: "admin123",
      passwords,
      clients: { registries },
      probe: "write",
    },
    secrets: ["password", "passwords"],
  });
  // The probe waits for all other resources, so it is the last one.
  const command = declared.at(-1);
  expect(command?.type).toBe("command:local:Command");
  const inputs: Record<string, unknown> = command?.inputs ?? {};
  const [program = "", ...args] = [...(inputs.interpreter as string[]), String(inputs.create)];
  const run = async () => {
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text) => {
        output += text;
      });
    child.stdin.end(String(unwrapSecret(inputs.stdin)));
    const code = await new Promise((done) => child.on("close", done));
    return { code, output };
  };
  const right = await run();
  expect(right.output).toMatch(/nexus-ci pushes an image to docker-hosted: pushed and removed/);
  expect(right.code, right.output).toBe(0);
  await at.manual.setPassword("nexus-ci", "by-hand");
  const wrong = await run();
  expect(wrong.code).toBe(2);
  expect(wrong.output).toContain("nexus-ci logs in to Nexus: login failed: 401");
  expect(right.output + wrong.output).not.toMatch(/pass-of|admin123/);
});
