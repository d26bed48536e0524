/** Tests that bad input gives one clear error and changes nothing. Errors in an estate are tested in test/estate. */
import { describe, expect, it, onTestFinished } from "vitest";
import { newestRelease } from "../support/newest-release.ts";
import { createTestEnvironment } from "../support/stack/test-environment.ts";
import { authorityFile, startTlsProxy, startWebPageServer } from "../support/tls-proxy.ts";

const smallProgram = { program: `new raw.Hosted("files"); new Role("r");` };
const lab = { estate: "lab" };
const upstreams = { dockerHub: "https://hub.example" };

describe("invalid stack configuration is refused before a resource is registered:", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["an unknown key", { upstreams, retainDay: 7 }, 'nexus:retainDay is not a setting; did you mean "retainDays"?'],
    ["a wrong value", { upstreams, retainDays: 0 }, "nexus:retainDays: must be at least 1, not 0"],
    [
      "a wrong URL",
      { upstreams, url: "nexus.example" },
      "nexus:url must be an http or https URL, such as https://nexus.example",
    ],
    [
      "a URL of the API",
      { upstreams, url: "https://nexus.example/service/rest" },
      'nexus:url must be the address of Nexus itself, https://nexus.example, without "/service/rest"',
    ],
    [
      "an upstream that is not set",
      {},
      "nexus:upstreams.dockerHub is not set; set the URL of the upstream with `pulumi config set --path nexus:upstreams.dockerHub https://...`",
    ],
    [
      "an upstream that the estate does not use",
      { upstreams: { ...upstreams, dokerHub: "https://x.example" } },
      'nexus:upstreams.dokerHub is not a setting; did you mean "dockerHub"?',
    ],
    ["a missing CA file", { upstreams, caFile: "ca.pem" }, "nexus:caFile ca.pem cannot be read"],
    [
      "an unknown estate",
      { upstreams, estate: "lb" },
      'estate "lb" does not exist in src/estates; did you mean "lab"?',
    ],
  ])("%s", async (_, config, message) => {
    const { stack, recordRequests } = await createTestEnvironment(lab, { config });
    const requests = await recordRequests(async () => {
      const run = await stack.preview();
      expect(run.code).not.toBe(0);
      expect(run.output).toContain(`error: ${message}`);
      expect(run.output).not.toContain("    at ");
    });
    expect(requests).toEqual([]);
  });

  it("refuses a NEXUS_URL that differs from the stack's URL", async () => {
    const { stack } = await createTestEnvironment(smallProgram);
    const run = await stack.withEnvironment({ NEXUS_URL: "https://lab.example" }).preview();
    expect(run.code).not.toBe(0);
    expect(run.output).toContain("NEXUS_URL is https://lab.example, but nexus:url of this stack is");
  });
});

it("a rotation given as a number counts as a text; another value is refused", async () => {
  const { stack } = await createTestEnvironment(
    { program: `new User("ci", { roles: ["nx-anonymous"] });` },
    { config: { rotations: { ci: 2 } } },
  );
  expect((await stack.up()).code).toBe(0);
  expect((await stack.readResources()).find(({ id }) => id === "ci")?.inputs?.rotation).toBe("2");
  await stack.configure({ rotations: { ci: [2] } });
  const refused = await stack.preview();
  expect(refused.code).not.toBe(0);
  expect(refused.output).toContain("error: nexus:rotations.ci: must be a text, such as a number or a date");
  expect(refused.output).not.toContain("    at ");
});

describe("an unusable Nexus gives one clear error:", () => {
  async function expectRefused(
    config: Record<string, unknown>,
    message: RegExp,
    environment: Record<string, string> = {},
    reason = "Nexus is unreachable",
  ) {
    const { stack } = await createTestEnvironment(smallProgram, { config });
    const run = await stack.withEnvironment(environment).up();
    expect(run.code).not.toBe(0);
    const errors = run.output
      .split("\n")
      .filter((line) => line.startsWith("    error: ") && !line.endsWith("update failed"));
    expect(errors.filter((line) => !line.includes(`Skipped: ${reason} (see the first error)`))).toHaveLength(1);
    expect(run.output).toMatch(message);
    expect(await stack.readResources()).toEqual([]);
  }

  it("refused connection", () =>
    expectRefused(
      { url: "http://127.0.0.1:1" },
      /error: GET .*: Connection refused: nothing listens at http:\/\/127.0.0.1:1/,
    ));
  it("unknown name", () =>
    expectRefused({ url: "http://nexus.invalid" }, /error: GET .*: Host name not found: http:\/\/nexus.invalid/));
  it("wrong password", () =>
    expectRefused(
      {},
      /error: GET .*: 401: Invalid credentials \(user "\w+" at http:\S+\)\. Check nexus:username and nexus:password, or NEXUS_USERNAME/,
      { NEXUS_PASSWORD: "wrong" },
      "Nexus does not accept the credentials",
    ));
  it("no password", async () => {
    const { stack } = await createTestEnvironment(smallProgram);
    await stack.configure({ password: undefined });
    const run = await stack.up();
    expect(run.code).not.toBe(0);
    expect(run.output).toContain(
      "error: nexus:password is not set. Run `pulumi config set --secret nexus:password ...`, or set NEXUS_PASSWORD",
    );
  });
  it("no URL, user name and password: named together", async () => {
    const { stack } = await createTestEnvironment(smallProgram);
    await stack.configure({ url: undefined, username: undefined, password: undefined });
    const run = await stack.up();
    expect(run.code).not.toBe(0);
    expect(run.output).toContain(
      "error: nexus:url, nexus:username and nexus:password are not set. Run `pulumi config set nexus:url https://nexus.example`, " +
        "`pulumi config set nexus:username ...` and `pulumi config set --secret nexus:password ...`, or set NEXUS_URL, NEXUS_USERNAME and NEXUS_PASSWORD",
    );
  });
  it("a web page that is not Nexus", async () => {
    const page = await startWebPageServer("Sign in");
    onTestFinished(() => page.stop());
    await expectRefused(
      { url: page.url },
      /error: GET .*: Received a web page instead of a response of Nexus's API: "Sign in"/,
      {},
      "Another server responds instead of Nexus",
    );
  });

  it("an untrusted certificate is refused before anything is sent", async () => {
    const { stack, nexus, recordRequests } = await createTestEnvironment(smallProgram);
    const front = await startTlsProxy(nexus.url);
    onTestFinished(() => front.stop());
    await stack.configure({ url: front.url });
    const requests = await recordRequests(async () => {
      for (const run of [await stack.preview(), await stack.up()]) expect(run.output).toContain("is not trusted");
    });
    expect(requests).toEqual([]);
  });

  it("an untrusted certificate; caFile trusts it, nexus:insecure disables the check with a warning", async () => {
    const { stack, nexus } = await createTestEnvironment(smallProgram);
    const front = await startTlsProxy(nexus.url);
    onTestFinished(() => front.stop());
    await stack.configure({ url: front.url });
    const run = await stack.up();
    expect(run.output).toContain(
      `The certificate of ${front.url} is not trusted. Set nexus:caFile to a file with the certificate of its authority`,
    );
    await stack.configure({ caFile: authorityFile });
    expect((await stack.up()).code).toBe(0);
    await stack.configure({ caFile: undefined, insecure: true });
    const loud = await stack.refresh("--run-program");
    expect(loud.code, loud.output).toBe(0);
    expect(loud.output).toContain(`WARNING: the TLS certificate of ${front.url} is NOT verified (nexus:insecure)`);
  });

  it("a user without permissions", async () => {
    const { stack, manual } = await createTestEnvironment(smallProgram);
    await manual.send("POST", "/v1/security/users", {
      userId: "reader",
      firstName: "r",
      lastName: "r",
      emailAddress: "r@example.org",
      password: "reader",
      status: "active",
      roles: ["nx-anonymous"],
    });
    const run = await stack.withEnvironment({ NEXUS_USERNAME: "reader", NEXUS_PASSWORD: "reader" }).up();
    expect(run.code).not.toBe(0);
    expect(run.output).toContain(
      "Cannot read roles from Nexus; the preview does not show existing roles that would be adopted: GET /service/rest/v1/security/roles?source=default: 403",
    );
    expect(run.output).toMatch(/error: (POST|GET) \S+: 403: The user has no permission for this/);
  });

  it("a read-only Nexus", async () => {
    const { stack, manual } = await createTestEnvironment(smallProgram, {
      nexus: { release: "3.77.0-08", edition: "CORE" },
    });
    await manual.send("POST", "/v1/read-only/freeze");
    const run = await stack.up();
    expect(run.code).not.toBe(0);
    expect(run.output).toMatch(
      /(read-only mode|while the application is frozen)\. Nexus is in read-only mode for maintenance; nothing can be changed until an administrator ends it/,
    );
  });
});

it.each([
  [
    `new User("admin", { roles: ["nx-admin"], status: "disabled", password: "s3cr3t-value" });`,
    'has a problem: status is disabled, but this program logs in as "admin"',
  ],
  [
    `new docker.Hosted("apps", { docker: { pathEnabled: true } });`,
    "has a problem: docker.pathEnabled needs Nexus 3.83.0 or later",
  ],
])("names the field of a refused value, without Pulumi's print of the value: %s", async (program, message) => {
  const { stack } = await createTestEnvironment({ program }, { nexus: { release: "3.82.0-01", edition: "COMMUNITY" } });
  const preview = await stack.preview();
  expect(preview.code).not.toBe(0);
  expect(preview.output).toContain(message);
  expect(preview.output).not.toMatch(/<nil>|s3cr3t-value/);
});

describe("unsupported features are reported before anything is changed:", () => {
  const docker = { program: `new raw.Hosted("files"); new docker.Hosted("apps", { docker: { pathEnabled: true } });` };

  it("a format missing in the edition, a field missing in the release", async () => {
    const core = await createTestEnvironment(docker, { nexus: { release: "3.77.0-08", edition: "CORE" } });
    const refused = await core.stack.preview();
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain(
      "Nexus 3.77.0 CORE has no docker hosted repository: it needs the Community or Pro edition",
    );
    const old = await createTestEnvironment(docker, { nexus: { release: "3.82.0-01", edition: "COMMUNITY" } });
    const preview = await old.stack.preview();
    expect(preview.output).toContain("docker.pathEnabled");
    expect(preview.output).toContain("needs Nexus 3.83.0 or later; this is 3.82.0 COMMUNITY");
  });

  it("without a reachable Nexus, by the configured release", async () => {
    const { stack } = await createTestEnvironment(docker, { config: { offline: true, release: "3.77.0 CORE" } });
    const preview = await stack.preview();
    expect(preview.code).not.toBe(0);
    expect(preview.output).toContain("Nexus 3.77.0 CORE has no docker hosted repository");
  });

  it("features of the Pro edition", async () => {
    const { stack } = await createTestEnvironment({
      program: `const a = new docker.Hosted("a"); new docker.Group("g", { group: { memberNames: [a.name], writableMember: a.name } });`,
    });
    const preview = await stack.preview();
    expect(preview.code).not.toBe(0);
    expect(preview.output).toContain(`needs the Pro edition; this is ${newestRelease} COMMUNITY`);
  });

  it("behind a proxy that removes the Server header, by the configured release only", async () => {
    const { stack, nexus } = await createTestEnvironment(docker, {
      nexus: { release: "3.82.0-01", edition: "COMMUNITY" },
    });
    const front = await startTlsProxy(nexus.url, ["server"]);
    onTestFinished(() => front.stop());
    await stack.configure({ url: front.url, caFile: authorityFile, release: "3.82.0" });
    expect((await stack.preview()).output).toContain("needs Nexus 3.83.0 or later; this is 3.82.0");
  });
});
