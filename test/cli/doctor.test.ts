/** `nexus-iac doctor` of a running Nexus, started as a command. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { ask, createUser, docker, hosted } from "../../embedded-nexus/test/support/nexuses.ts";
import { replayAttempt } from "../../src/cli/commands/doctor/attempt-replay.ts";
import { formatDiagnosis } from "../../src/cli/commands/doctor/diagnosis-formatter.ts";
import { diagnosisReportSchema } from "../../src/clients/doctor/diagnosis-report.ts";
import { freePort } from "../../tools/support/port.ts";
import { type CommandResult, runNexusIac } from "../support/nexus-iac-command.ts";

let nexus: EmbeddedNexus;
let registry: string;

beforeAll(async () => {
  nexus = await startNexus({ builtinRepositories: false, connectors: "asked" });
  const httpPort = await freePort();
  registry = `127.0.0.1:${httpPort}`;
  await ask(nexus, "POST", "/v1/repositories/docker/hosted", hosted("apps", docker({ httpPort })));
  await ask(nexus, "POST", "/v1/repositories/docker/hosted", hosted("named", docker({ pathEnabled: true })));
  await ask(nexus, "POST", "/v1/repositories/raw/hosted", hosted("files"));
  const view = (format: string, name: string, ...actions: string[]) =>
    actions.map((action) => `nx-repository-view-${format}-${name}-${action}`);
  await createUser(nexus, "ci", [
    ...view("docker", "apps", "browse", "read", "add", "edit"),
    ...view("raw", "files", "read"),
  ]);
  await createUser(nexus, "reader", view("docker", "apps", "browse", "read"));
});
afterAll(() => nexus.stop());

const login = { NEXUS_USERNAME: "admin", NEXUS_PASSWORD: "admin123" };
const doctor = (...args: string[]): Promise<CommandResult> =>
  runNexusIac(["doctor", "--url", nexus.url, ...args], { environment: login });

describe.concurrent("nexus-iac doctor", () => {
  it("prints the cause, the evidence, the fix, and the causes that were ruled out", async () => {
    const { status, stdout, stderr } = await doctor("--user", "reader", "--push", `${registry}/team/app:1`);
    expect([status, stderr]).toEqual([0, ""]);
    const lack = ["add", "edit"].map((action) => `nx-repository-view-docker-apps-${action}`);
    expect(stdout.split("\n").slice(0, 7)).toEqual([
      `push ${registry}/team/app:1 as reader`,
      "",
      `CAUSE: reader lacks ${lack.join(" and ")} (missing-privilege)`,
      "  evidence: roles of reader: reader",
      "  evidence: users with this permission: admin, ci",
      `  fix:      to grant it to reader: in the role "reader", privileges: [..., "${lack.join('", "')}"]`,
      '  fix:      .privileges("add", "edit") of apps returns these privileges',
    ]);
    expect(stdout).toMatch(/\nRuled out:\n {2}wrong-address +it is the address of apps\n/);
  });

  it("prints JSON that matches the schema", async () => {
    const { stdout } = await doctor("--pull", `${registry}/team/app:1`, "--user", "ci", "--json");
    const report = diagnosisReportSchema.parse(JSON.parse(stdout));
    expect(report).toMatchObject({ tried: { deed: "pull", user: "ci" }, works: false });
    expect(report.causes.map(({ cause }) => cause)).toEqual(["not-there"]);
  });

  it("exits with 0 if the request works, with 2 if no cause is known", async () => {
    const works = await runNexusIac(
      ["doctor", "--url", nexus.url, "--user", "admin", "--push", `${registry}/team/app:1`],
      {
        environment: login,
      },
    );
    expect([works.status, works.stdout]).toEqual([0, expect.stringContaining("\nThe request works: ")]);
    const unknown = await doctor(
      "--user",
      "ci",
      "--push",
      `${registry}/team/app:1`,
      "--error",
      "500 Internal Server Error",
    );
    expect(unknown.status).toBe(2);
    expect(unknown.stdout).toContain(", failed with 500\n\nNone of the known causes applies");
    expect(unknown.stdout).not.toContain("complete error");
  });

  it("does not repeat an upload, and asks for the error of the client", async () => {
    const { status, stdout } = await doctor("--user", "admin", "--put", `${nexus.url}/repository/files/a.txt`);
    expect(status).toBe(2);
    expect(stdout).toContain("\nNone of the known causes applies. The request was not repeated because ");
    expect(stdout).toContain("\nGive the complete error of the client for a better diagnosis: --error TEXT");
  });

  it("uses the scheme of Nexus for an image behind a repository name in the path", async () => {
    const { stdout } = await doctor("--user", "admin", "--pull", `${new URL(nexus.url).host}/named/team/app:1`);
    expect(stdout).toContain("repeated from here: HEAD the manifest: 404");
    expect(stdout).toContain("\nCAUSE: named has no image team/app (not-there)");
  });

  it("prints the meaning of a status", async () => {
    const { stdout } = await doctor("--get", `${nexus.url}/repository/files/a.txt`);
    expect(stdout).toContain("\nrepeated from here: HEAD: 404 Not Found\n");
  });

  it("reads an error of several lines from standard input and prints no secret", async () => {
    const text = `+ docker login -u reader -p s3cret ${registry}\n+ docker push ${registry}/team/app:1\n\u001b[31mdenied: s3cret\n`;
    const { status, stdout } = await runNexusIac(["doctor", "--url", nexus.url, "--user", "reader", "-"], {
      environment: login,
      input: text,
    });
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(/^push .*\/team\/app:1 as reader\n\nCAUSE: reader lacks/),
    ]);
    expect(stdout).not.toContain("s3cret");
  });

  it.each([
    [[], "Nothing to diagnose. Give --push, --pull, --delete, --get, --put, --error or -"],
    [["--push", "a/b:1", "--pull", "a/b:1"], "Only one operation is allowed: --push or --pull"],
    [["--error", "unauthorized"], "The error contains no image and no URL. Also give --push"],
    [["--get", "files/a"], "--get needs an http or https URL"],
    [
      ["--get", "https://bot:s3cret@nexus.example/"],
      "--get does not accept credentials in the URL. Name the user with --user",
    ],
    [["what"], "Unexpected argument. Give the error with --error, or on standard input with -"],
  ])("exits with 64 for %j", async (args, message) => {
    const { status, stdout, stderr } = await doctor(...args);
    expect([status, stdout]).toEqual([64, ""]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("s3cret");
  });

  it("exits with 64 for an invalid image reference, with 1 if Nexus is unreachable", async () => {
    const image = await doctor("--push", "Not An Image");
    expect([image.status, image.stderr]).toEqual([
      64,
      expect.stringContaining('"Not An Image" is not an image reference'),
    ]);
    const gone = await runNexusIac(["doctor", "--url", "http://127.0.0.1:9", "--pull", "a/b:1"], {
      environment: login,
    });
    expect([gone.status, gone.stdout]).toEqual([1, ""]);
  });
});

it("shows invisible characters of names", () => {
  const tried = { deed: "get" as const, target: "https://nexus.example/\u202e", user: "a\u001b[2J" };
  const text = formatDiagnosis({ version: 1, tried, works: false, causes: [], ruledOut: [], notLookedAt: ["\u0007"] });
  expect(text).toContain("get https://nexus.example/‹U+202E› as a‹U+001B›[2J");
  expect(text).toContain("  ‹U+0007›");
});

it.each([
  [200, true],
  [302, false],
  [404, false],
])("counts a download with status %i as complete: %s", async (status, isComplete) => {
  const server = createServer((_, reply) => reply.writeHead(status, { location: "/login" }).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const attempt = { operation: "get", target: { url: `${url}/repository/raw/a.txt` } } as const;
  expect(await replayAttempt(attempt, undefined, url, undefined, {})).toMatchObject({ status, isComplete });
});
