import { startNexus } from "nexus-embedded";
import { describe, expect, it, onTestFinished } from "vitest";
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
      expect(run.output.match(/pulumi config set --secret nexus:password`/g)).toHaveLength(1);
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
