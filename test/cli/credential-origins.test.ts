/** Which servers receive credentials: those of the stack, and those that the user of a command names. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { clientConfigWith, served } from "../client-config/support.ts";
import { runNexusIac } from "../support/nexus-iac-command.ts";
import { authorityFile, startTlsProxy } from "../support/tls-proxy.ts";

let nexus: EmbeddedNexus;
beforeAll(async () => {
  nexus = await startNexus({ builtinRepositories: false });
});
afterAll(() => nexus.stop());

const credentials = { NEXUS_USERNAME: "admin", NEXUS_PASSWORD: "admin123" };
const basic = `Basic ${btoa("admin:admin123")}`;

/** Starts a server that records the authorizations that it receives; undefined for a request without one. */
async function startForeignServer() {
  const received: (string | undefined)[] = [];
  const server = createServer((request, reply) => {
    received.push(request.headers.authorization);
    reply.writeHead(200, { "content-type": "application/json" }).end('{"items":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** Runs a command in a folder with a client configuration, a saved plan and a list of images, all of which name a server. */
function run(args: readonly string[], { foreign, url = foreign }: { foreign: string; url?: string | undefined }) {
  const cwd = mkdtempSync(join(tmpdir(), "nexus-iac-origins-"));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const registry = new URL(foreign).host;
  const stages = ["dev", "uat"].map((name) => ({ name, repository: `apps-${name}` }));
  const files = ["dev", "uat"].map((name) => ({ name, repository: `files-${name}` }));
  const clientConfig = clientConfigWith(
    [
      ...stages.map(({ repository }) => served(repository, { registry, insecure: true })),
      ...files.map(({ repository }) => served(repository, { format: "raw" })),
    ],
    {
      url,
      runtime: { allow: [registry] },
      chains: [
        { name: "apps", format: "docker", stages },
        { name: "files", format: "raw", stages: files },
      ],
    },
  );
  writeFileSync(join(cwd, "config.json"), JSON.stringify(clientConfig));
  writeFileSync(join(cwd, "images.txt"), `${registry}/team/app:1\n`);
  writeFileSync(join(cwd, "plan.json"), JSON.stringify({ config: { "nexus:url": url }, steps: [], diagnostics: [] }));
  return runNexusIac(args, { cwd, environment: { ...credentials, NEXUS_URL: nexus.url } });
}

const file = ["--client-config", "config.json"];
const stages = ["--from", "dev", "--to", "uat"];
const artifact = "org/acme/a/1.0/a-1.0.jar";

/** The commands that send credentials to an address from a file, an argument or a pasted text. */
const cases: readonly [string, (foreign: string) => readonly string[], { isRegistry?: true }?][] = [
  ["promote of an image", () => ["promote", "team/app:1", ...stages, ...file]],
  [
    "promote of an image to another registry",
    () => ["promote", "team/app:1", ...stages, ...file],
    { isRegistry: true },
  ],
  ["promote of a file", () => ["promote", "a.txt", "--format", "raw", ...stages, ...file]],
  ["keep-alive", () => ["keep-alive", "images.txt", ...file]],
  ["images --look", () => ["images", "--cluster", "images.txt", "--look", ...file]],
  ["images --look --as", () => ["images", "--cluster", "images.txt", "--look", "--as", "admin", ...file]],
  [
    "doctor --get",
    (url) => ["doctor", "--url", nexus.url, "--user", "admin", "--get", `${url}/repository/files/${artifact}`],
  ],
  [
    "doctor with an error of npm",
    (url) => [
      ...["doctor", "--url", nexus.url, "--user", "admin", "--error"],
      `npm error code E401\nnpm error 401 Unauthorized - GET ${url}/repository/npm/left-pad`,
    ],
  ],
  [
    "doctor with an error of Maven",
    (url) => [
      ...["doctor", "--url", nexus.url, "--user", "admin", "--error"],
      `[ERROR] Could not transfer artifact org.acme:a:jar:1.0 from/to nexus (${url}/repository/releases/): authentication failed for ${url}/repository/releases/${artifact}, status: 401 Unauthorized`,
    ],
  ],
];

describe("a server that only a file or a pasted text names", () => {
  it.each(cases)("gets no credentials: %s", async (_name, args, { isRegistry } = {}) => {
    const foreign = await startForeignServer();
    const { stdout, stderr } = await run(args(foreign.url), {
      foreign: foreign.url,
      url: isRegistry && nexus.url,
    });
    expect(foreign.received.filter((authorization) => authorization !== undefined)).toEqual([]);
    expect(stdout + stderr).toContain(`Not sending the credentials of admin to ${foreign.url}, only to ${nexus.url}`);
    expect(stdout + stderr).toContain(`add --send-credentials-to ${foreign.url}`);
    expect(stdout + stderr).not.toContain("admin123");
  });

  it.each(cases)("gets them if --send-credentials-to names it: %s", async (_name, args, { isRegistry } = {}) => {
    const foreign = await startForeignServer();
    const { stdout, stderr } = await run([...args(foreign.url), "--send-credentials-to", foreign.url], {
      foreign: foreign.url,
      url: isRegistry && nexus.url,
    });
    expect(stdout + stderr).not.toContain("Not sending");
    expect(foreign.received).toContain(basic);
  });

  it("gets no credentials from review --plan, and the report names the reason", async () => {
    const foreign = await startForeignServer();
    const review = ["review", "--plan", "plan.json"];
    const options = { environment: credentials };
    const cwd = mkdtempSync(join(tmpdir(), "nexus-iac-origins-"));
    onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
    const config = { "nexus:url": foreign.url };
    writeFileSync(join(cwd, "plan.json"), JSON.stringify({ config, steps: [], diagnostics: [] }));
    const { stdout } = await runNexusIac(review, { cwd, ...options });
    expect(stdout).toContain(`Not sending the credentials of admin to ${foreign.url}, as no server is named`);
    expect(foreign.received).toEqual([]);
    await runNexusIac([...review, "--send-credentials-to", foreign.url], { cwd, ...options });
    expect(foreign.received).toContain(basic);
  });

  it("gets no credentials from a connector of the file that no --send-credentials-to names", async () => {
    const foreign = await startForeignServer();
    const args = ["keep-alive", "images.txt", ...file, "--send-credentials-to", "http://127.0.0.1:9"];
    const { status, stdout } = await run(args, { foreign: foreign.url, url: nexus.url });
    expect([status, foreign.received]).toEqual([1, []]);
    expect(stdout).toContain(`only to ${nexus.url}, http://127.0.0.1:9. If`);
  });

  it("is refused as a value of --send-credentials-to if it is no URL", async () => {
    const { status, stderr } = await run(["keep-alive", "images.txt", ...file, "--send-credentials-to", "nexus"], {
      foreign: nexus.url,
    });
    expect([status, stderr]).toEqual([64, expect.stringContaining("--send-credentials-to needs an http or https URL")]);
  });
});

it("doctor does not send credentials of an https Nexus to its http address", async () => {
  const front = await startTlsProxy(nexus.url);
  onTestFinished(() => front.stop());
  const { stdout } = await runNexusIac(
    [
      ...["doctor", "--url", front.url, "--ca-file", authorityFile, "--user", "admin"],
      ...["--get", `${nexus.url}/repository/files/a.txt`],
    ],
    { environment: credentials },
  );
  expect(stdout).toContain(`Not sending the credentials of admin to ${nexus.url}, only to ${front.url}`);
});

/** Commands that send credentials only to the Nexus of a stack, to a URL that is their argument, or to none. */
const othersByReason = {
  "the Nexus of a stack": ["drift", "probe", "rotate", "client-config", "outputs"],
  "a URL that the user of the command names": ["access", "export", "diff", "jenkins-credentials"],
  "the Vault of VAULT_ADDR": ["with-vault"],
  "no server": ["local-registry", "lint-image", "lint-pipeline", "kinds"],
};

it("covers all commands", async () => {
  const { stdout } = await runNexusIac(["--help"]);
  const names = [...stdout.matchAll(/^ {2}([a-z][a-z-]+) /gm)]
    .map(([, name]) => name)
    .filter((name) => name !== "help");
  const tested = cases.map(([, args]) => args("http://nexus.example")[0]);
  expect(new Set([...tested, "review", ...Object.values(othersByReason).flat()])).toEqual(new Set(names));
});
