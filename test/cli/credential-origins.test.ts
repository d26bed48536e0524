/** Which servers receive credentials: those of the stack, and those that the user of a command names. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { collectFacts } from "../../src/cli/commands/doctor/fact-collector.ts";
import { takeNexusSnapshot } from "../../src/cli/shared/nexus-session.ts";
import { computeDigest } from "../../src/client/registry-client.ts";
import { serializeProbePlan } from "../../src/clients/probe/stored-probe-plan.ts";
import { Session } from "../../src/provider/session.ts";
import { resolveSettings } from "../../src/provider/settings.ts";
import { clientConfigWith, served } from "../client-config/support.ts";
import { runNexusIac } from "../support/nexus-iac-command.ts";
import { type RecordingServer, startRecordingServer } from "../support/recording-server.ts";
import { authorityFile, certificateFile, keyFile, startTlsProxy } from "../support/tls-proxy.ts";

let nexus: EmbeddedNexus;
beforeAll(async () => {
  nexus = await startNexus({ builtinRepositories: false });
});
afterAll(() => nexus.stop());

const credentials = { NEXUS_USERNAME: "admin", NEXUS_PASSWORD: "admin123" };
const basic = `Basic ${btoa("admin:admin123")}`;

/** Returns the authorizations that a server received; undefined for a request without one. */
const authorizationsAt = ({ received }: RecordingServer) => received.map(({ headers }) => headers.authorization);

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
  return runNexusIac(args, {
    cwd,
    environment: { ...credentials, NEXUS_URL: nexus.url },
    input: createProbeInput(foreign),
  });
}

/** Returns the standard input of `probe --stdin`: a plan with a request to a server, as the stack's user. */
function createProbeInput(url: string): string {
  const request = { type: "http", method: "GET", url, as: "stack" } as const;
  const check = { area: "logins", name: "login", request, expectation: "responds" } as const;
  const plan = serializeProbePlan({ version: 1, stack: "lab", checks: [check], skipped: [] });
  return JSON.stringify({ plan: JSON.parse(plan), connection: { username: "admin" }, passwords: {} });
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
  ["probe --stdin", () => ["probe", "--stdin", "--json"]],
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
    const foreign = await startRecordingServer();
    const { stdout, stderr } = await run(args(foreign.url), {
      foreign: foreign.url,
      url: isRegistry && nexus.url,
    });
    expect(authorizationsAt(foreign).filter((authorization) => authorization !== undefined)).toEqual([]);
    expect(stdout + stderr).toContain(`Not sending the credentials of admin to ${foreign.url}, only to ${nexus.url}`);
    expect(stdout + stderr).toContain(`add --send-credentials-to ${foreign.url}`);
    expect(stdout + stderr).not.toContain("admin123");
  });

  it.each(cases)("gets them if --send-credentials-to names it: %s", async (_name, args, { isRegistry } = {}) => {
    const foreign = await startRecordingServer();
    const { stdout, stderr } = await run([...args(foreign.url), "--send-credentials-to", foreign.url], {
      foreign: foreign.url,
      url: isRegistry && nexus.url,
    });
    expect(stdout + stderr).not.toContain("Not sending");
    expect(authorizationsAt(foreign)).toContain(basic);
  });

  it("gets no credentials from review --plan, and the report names the reason", async () => {
    const foreign = await startRecordingServer();
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
    expect(authorizationsAt(foreign)).toContain(basic);
  });

  it("gets no credentials from a connector of the file that no --send-credentials-to names", async () => {
    const foreign = await startRecordingServer();
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

it("a realm on another server in the challenge of a registry gets no credentials from skopeo", async () => {
  const foreign = await startRecordingServer();
  const manifest = JSON.stringify({ schemaVersion: 2 });
  let manifestRequests = 0;
  const registry = await startRecordingServer(({ url, headers }, reply) => {
    const realm = `Bearer realm="${foreign.url}/token",service="registry"`;
    if (headers.authorization === undefined) return reply.writeHead(401, { "www-authenticate": realm }).end();
    // The source has the image, the target does not.
    const exists = url === "/v2/" || ++manifestRequests <= 2;
    return reply
      .writeHead(exists ? 200 : 404, { "docker-content-digest": computeDigest(Buffer.from(manifest)) })
      .end(manifest);
  });
  const args = ["promote", "team/app:1", ...stages, ...file, "--send-credentials-to", registry.url];
  const { status, stderr } = await run(args, { foreign: registry.url, url: nexus.url });
  expect([status, stderr]).toEqual([
    1,
    expect.stringContaining(`Not sending the credentials of admin to ${foreign.url}`),
  ]);
  expect(authorizationsAt(registry)).toContain(basic);
  expect(foreign.received).toEqual([]);
});

it("probe sends the environment's credentials to the addresses of a plan that the stack's program made", async () => {
  const foreign = await startRecordingServer();
  const { stdout } = await runNexusIac(["probe", "--stdin", "--plan-of-program"], {
    environment: credentials,
    input: createProbeInput(foreign.url),
  });
  expect(stdout).not.toContain("Not sending");
  expect(authorizationsAt(foreign)).toEqual([basic]);
});

it.each([
  ["not to a server of a pasted URL", false],
  ["to one that --send-credentials-to names", true],
])("doctor presents the client certificate of the stack to Nexus, and %s", async (_name, isNamed) => {
  const [front, foreign] = [
    await startRecordingServer(undefined, { tls: true }),
    await startRecordingServer(undefined, { tls: true }),
  ];
  const texts = { url: front.url, caFile: authorityFile, clientCert: certificateFile, clientKey: keyFile };
  const session = new Session(resolveSettings({ ...texts, username: "admin", password: "admin123" }, {}), () => {});
  onTestFinished(() => session.client.close());
  const nexusRead = { ...(await takeNexusSnapshot(async () => session)), session };
  const attempt = { operation: "get", target: { url: `${foreign.url}/repository/files/a.txt` } } as const;
  await collectFacts(attempt, { nexusRead, ...(isNamed && { sendCredentialsTo: [foreign.url] }) });
  expect(new Set(front.received.map(({ hasCertificate }) => hasCertificate))).toEqual(new Set([true]));
  expect(new Set(foreign.received.map(({ hasCertificate }) => hasCertificate))).toEqual(new Set([isNamed]));
});

/** Commands that send credentials only to the Nexus of a stack, to a URL that is their argument, or to none. */
const othersByReason = {
  "the Nexus of a stack": ["drift", "probe", "rotate", "client-config", "outputs"],
  "a URL that the user of the command names": ["status", "access", "export", "init", "diff", "jenkins-credentials"],
  "the Vault of VAULT_ADDR": ["with-vault"],
  "no server": ["local-registry", "lint-image", "lint-pipeline", "kinds", "completion"],
};

it("covers all commands", async () => {
  const { stdout } = await runNexusIac(["--help"]);
  const names = [...stdout.matchAll(/^ {2}([a-z][a-z-]+) /gm)]
    .map(([, name]) => name)
    .filter((name) => name !== "help");
  const tested = cases.map(([, args]) => args("http://nexus.example")[0]);
  expect(new Set([...tested, "review", ...Object.values(othersByReason).flat()])).toEqual(new Set(names));
});
