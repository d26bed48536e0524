import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNexus } from "nexus-embedded";
import { describe, expect, it, onTestFinished } from "vitest";
import { newestRelease } from "../support/newest-release.ts";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";

it("redacts secrets in error messages from Nexus", async () => {
  const { stack, nexus } = await createTestEnvironment({
    program: `new User("u", { roles: ["nx-anonymous"], password: "very-s3cret" });`,
  });
  nexus.injectFault({
    method: "POST",
    times: 1,
    response: { status: 400, body: '{"id":"*","message":"cannot take very-s3cret of admin123"}' },
  });
  const run = await stack.up();
  expect(run.code).not.toBe(0);
  expect(run.output).toContain("POST /service/rest/v1/security/users: 400: cannot take [secret] of [secret]");
  expect(run.output).not.toContain("s3cret of");
});

describe("a password", () => {
  it("that was changed in Nexus is detected and set again", async () => {
    const { stack, manual } = await createTestEnvironment({
      program: `new User("a", { roles: ["nx-anonymous"], password: "declared-a" }); export const b = new User("b", { roles: ["nx-anonymous"] }).password;`,
    });
    await stack.up();
    const { b } = (await stack.readOutputs()) as { b: string };
    await manual.setPassword("a", "by hand");
    await manual.setPassword("b", "by hand");
    const drift = await stack.refresh();
    expect(drift.counts).toEqual({ updated: 2, unchanged: 1 });
    for (const { outputs } of await stack.readResources()) expect(outputs).toMatchObject({ passwordDrifted: true });
    const run = await stack.up();
    expect(run.counts).toEqual({ updated: 2, unchanged: 1 });
    expect(await manual.acceptsLogin("a", "declared-a")).toBe(true);
    expect(await manual.acceptsLogin("b", b)).toBe(true);
    expect((await stack.refresh()).counts).toEqual({ unchanged: 3 });
  });

  it("of a disabled user is not tried and is no drift", async () => {
    const { stack, manual } = await createTestEnvironment({
      program: `new User("a", { roles: ["nx-anonymous"], password: "declared-a" });`,
    });
    await stack.up();
    const [user] = (await manual.get("/v1/security/users?userId=a")) as unknown as Record<string, string>[];
    await manual.send("PUT", "/v1/security/users/a", { ...user, status: "disabled" });
    expect((await stack.refresh()).counts).toEqual({ unchanged: 2 });
  });

  it("that is generated is kept, and generated again after a change of nexus:rotation", async () => {
    const { stack, manual } = await createTestEnvironment({
      program: `
        new User("given", { roles: ["nx-anonymous"], password: "declared-a" });
        const made = new User("made", { roles: ["nx-anonymous"] });
        export const password = made.password;`,
    });
    await stack.up();
    const first = (await stack.readOutputs()).password as string;
    expect((await stack.up()).counts).toEqual({ unchanged: 3 });
    await stack.configure({ rotation: "2026-11" });
    const run = await stack.up();
    expect(run.counts).toEqual({ updated: 1, unchanged: 2 });
    const second = (await stack.readOutputs()).password as string;
    expect(second).not.toBe(first);
    expect(await manual.acceptsLogin("made", second)).toBe(true);
    expect(await manual.acceptsLogin("made", first)).toBe(false);
    expect((await stack.up()).counts).toEqual({ unchanged: 3 });
  });

  it("can change from generated to declared and back", async () => {
    const user = (more: string) =>
      `export const password = new User("u", { roles: ["nx-anonymous"]${more} }).password;`;
    const { stack, manual } = await createTestEnvironment({ program: user("") });
    await stack.up();
    stack.program(createProgram(user(', password: "mine-now"')));
    await stack.up();
    expect(await manual.acceptsLogin("u", "mine-now")).toBe(true);
    expect((await stack.readResources()).at(-1)?.outputs?.generatedPassword).toBeUndefined();
    stack.program(createProgram(user("")));
    await stack.up();
    const { password } = await stack.readOutputs();
    expect(await manual.acceptsLogin("u", password as string)).toBe(true);
  });
});

describe("a secret of the stack's configuration without --secret is refused before anything is registered", () => {
  const role = 'new Role("r", { roleId: "r" });';
  const programs = {
    "plain resources": role,
    "an estate": `export default estate({ declare() { ${role} } })();`,
    "a Provider": `const provider = new Provider("p", { url: "https://other.example", username: "admin", password: "p" });`,
  };

  it.each(Object.entries(programs))("in a program with %s", async (_, program) => {
    const { stack, recordRequests } = await createTestEnvironment({ program });
    await stack.configure({ password: "plain-s3cret", initialPassword: "plain-s3cret" });
    const requests = await recordRequests(async () => {
      const run = await stack.up();
      expect(run.code).not.toBe(0);
      expect(run.output).toContain("nexus:password is stored as plain text");
      expect(run.output).toContain("Run `pulumi config set --secret nexus:password`");
      expect(run.output).toContain("`pulumi config set --secret nexus:initialPassword`");
      expect(run.output).not.toContain("plain-s3cret");
    });
    expect(requests).toEqual([]);
  });
});

it("stores the passwords of a Provider as secrets, also where the program has them as plain text", async () => {
  const other = await startNexus({ adminPassword: "provider-s3cret", connectors: "none" });
  onTestFinished(() => other.stop());
  const { stack } = await createTestEnvironment({
    program: `
      const password = "provider-s3cret";
      const provider = new Provider("p", { url: "${other.url}", username: "admin", password, initialPassword: "initial-s3cret" });
      new Role("r", { roleId: "r" }, { provider });`,
  });
  expect((await stack.up()).code).toBe(0);
  expect(stack.readStateFile()).toContain('"nexus:password"');
  expect(stack.readStateFile()).not.toMatch(/provider-s3cret|initial-s3cret/);
});

describe("a secret that Nexus has and does not return", () => {
  const email = { enabled: true, host: "smtp.example", port: 25, username: "nexus", fromAddress: "nexus@mail.example" };

  it.each(["3.71.0-06", "3.77.0-08", newestRelease])(
    "is kept by a placeholder or by its absence on %s",
    async (release) => {
      const data = createDataFolder();
      const program = (port: number) => `new Email("email", ${JSON.stringify({ ...email, port })});`;
      const { stack, manual } = await createTestEnvironment({ program: program(25) }, { nexus: { release, data } });
      await manual.send("PUT", "/v1/email", { ...email, password: "by-hand" });
      await stack.up();
      stack.program(createProgram(program(587)));
      expect((await stack.up()).counts).toEqual({ updated: 1, unchanged: 1 });
      expect(readState(data).settings["/v1/email"]).toMatchObject({ port: 587, password: "by-hand" });
    },
  );

  it("and that an update would remove is refused in the preview, before and after the adoption", async () => {
    const program = (httpClient: string) =>
      `new raw.Proxy("mirror", { proxy: { remoteUrl: "https://upstream.example" }, httpClient: { ${httpClient} } });`;
    const declared = 'authentication: { type: "username", username: "nexus", password: "declared" }';
    const { stack, manual, recordRequests } = await createTestEnvironment({ program: program("") });
    const path = "/v1/repositories/raw/proxy/mirror";
    const setByHand = () =>
      manual.change(path, (live) => {
        const authentication = { type: "username", username: "nexus", password: "by-hand" };
        return { ...live, httpClient: { blocked: false, autoBlock: true, authentication } };
      });
    const expectRefusal = async (text: string) => {
      stack.program(createProgram(program(text)));
      const requests = await recordRequests(async () => {
        const run = await stack.preview();
        expect(run.code).not.toBe(0);
        expect(run.output).toContain(
          "has a problem: httpClient.authentication.password is set in Nexus, which does not return it, so an update would remove it. " +
            "Declare httpClient.authentication.password, or declare httpClient.authentication as null to remove it",
        );
      });
      expect(requests.filter((request) => !request.startsWith("GET "))).toEqual([]);
    };
    await stack.up();
    await setByHand();
    await expectRefusal("blocked: true");
    stack.program(createProgram(program(`blocked: true, ${declared}`)));
    expect((await stack.up()).counts).toEqual({ updated: 1, unchanged: 1 });
    expect(await manual.get(path)).toMatchObject({ httpClient: { authentication: { username: "nexus" } } });
    stack.program(createProgram(program("blocked: true, authentication: null")));
    expect((await stack.up()).counts).toEqual({ updated: 1, unchanged: 1 });
    expect(await manual.get(path)).toMatchObject({ httpClient: { authentication: null } });

    stack.program(createProgram(""));
    expect((await stack.up()).counts).toEqual({ deleted: 1, unchanged: 1 });
    await manual.send("POST", "/v1/repositories/raw/proxy", {
      name: "mirror",
      online: true,
      storage: { blobStoreName: "default", strictContentTypeValidation: true },
      proxy: { remoteUrl: "https://upstream.example", contentMaxAge: 1440, metadataMaxAge: 1440 },
      negativeCache: { enabled: true, timeToLive: 1440 },
      httpClient: { blocked: false, autoBlock: true },
    });
    await setByHand();
    await expectRefusal("blocked: true");
  });

  it("is no drift of a capability of any type, is stored as a secret and is written when it changes", async () => {
    const data = createDataFolder();
    const program = (secret: string) =>
      `new capability.Capability("hook", { type: "webhook.global", properties: { names: "audit", url: "https://hooks.example", secret: "${secret}" } });`;
    const { stack } = await createTestEnvironment({ program: program("hook-s3cret") }, { nexus: { data } });
    await stack.up();
    expect((await stack.refresh()).counts).toEqual({ unchanged: 2 });
    expect((await stack.up()).counts).toEqual({ unchanged: 2 });
    expect(stack.readStateFile()).toContain("https://hooks.example");
    expect(stack.readStateFile()).not.toContain("hook-s3cret");
    stack.program(createProgram(program("other-s3cret")));
    expect((await stack.up()).counts).toEqual({ updated: 1, unchanged: 1 });
    expect(JSON.stringify(readState(data).capabilities)).toContain("other-s3cret");
  });

  it("may be a property of a task or a parameter of OAuth 2.0, and is stored as a secret", async () => {
    const { stack } = await createTestEnvironment(
      {
        program: `
          new task.Task("t", { type: "h2.backup.task", properties: { location: "/backup", uploadPassword: "task-s3cret" } });
          new OAuth2("sso", {
            idpJwsAlgorithm: "RS256", usernameClaim: "sub", clientId: "nexus", clientSecret: "client-s3cret",
            authorizationCustomParams: { prompt: "prompt-s3cret" }, tokenRequestCustomParams: { assertion: "assertion-s3cret" },
          });`,
      },
      { nexus: { edition: "PRO" } },
    );
    expect((await stack.up()).code).toBe(0);
    expect((await stack.refresh()).counts).toEqual({ unchanged: 3 });
    expect(stack.readStateFile()).toContain("/backup");
    expect(stack.readStateFile()).not.toContain("s3cret");
  });
});

function createDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-data-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Returns what the embedded Nexus stores, with the secrets that it never returns. */
function readState(data: string): { settings: Record<string, unknown>; capabilities: unknown } {
  return JSON.parse(readFileSync(join(data, "nexus.json"), "utf8"));
}
