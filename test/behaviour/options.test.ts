import { describe, expect, it } from "vitest";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";

const repository = "/v1/repositories/raw/hosted/files";

function withWritePolicy(writePolicy: string) {
  return (live: Record<string, unknown>) =>
    ({ ...live, storage: { ...(live.storage as object), writePolicy } }) as never;
}

describe("ignoreChanges", () => {
  const files = (fields: string, options = '{ ignoreChanges: ["storage.writePolicy"] }') =>
    `new raw.Hosted("files", { ${fields} }, ${options});`;

  it("leaves an ignored field as it is in Nexus when another field changes", async () => {
    const { stack, manual } = await createTestEnvironment({
      program: files('online: true, storage: { writePolicy: "ALLOW" }'),
    });
    await stack.up();
    expect(await manual.get(repository)).toMatchObject({ storage: { writePolicy: "ALLOW" } });
    await manual.change(repository, withWritePolicy("DENY"));
    stack.program(createProgram(files('online: false, storage: { writePolicy: "ALLOW_ONCE" }')));
    const run = await stack.up();
    expect(run.counts, run.output).toEqual({ updated: 1, unchanged: 1 });
    expect(await manual.get(repository)).toMatchObject({ online: false, storage: { writePolicy: "DENY" } });
    // The change of an ignored field alone is no change, and no drift.
    expect((await stack.refresh("--run-program")).counts).toEqual({ unchanged: 2 });
    stack.program(createProgram(files('online: false, storage: { writePolicy: "ALLOW" }')));
    expect((await stack.up()).counts).toEqual({ unchanged: 2 });
    // Without the option, the program's value is written.
    stack.program(createProgram(files('online: false, storage: { writePolicy: "ALLOW" }', "{}")));
    expect((await stack.up()).counts).toEqual({ updated: 1, unchanged: 1 });
    expect(await manual.get(repository)).toMatchObject({ storage: { writePolicy: "ALLOW" } });
  });

  it("stores a new ignored field without writing the object, so that a refresh leaves it out", async () => {
    const program = (options: string) => files('storage: { writePolicy: "ALLOW" }', options);
    const { stack, manual, recordRequests } = await createTestEnvironment({ program: program("{}") });
    await stack.up();
    stack.program(createProgram(program('{ ignoreChanges: ["storage.writePolicy"] }')));
    const requests = await recordRequests(async () => expect((await stack.up()).counts).toMatchObject({ updated: 1 }));
    expect(requests.filter((request) => !request.startsWith("GET"))).toEqual([]);
    await manual.change(repository, withWritePolicy("DENY"));
    for (let time = 0; time < 2; time++) expect((await stack.refresh()).counts).toEqual({ unchanged: 2 });
    expect((await stack.up()).counts).toEqual({ unchanged: 2 });
    expect(await manual.get(repository)).toMatchObject({ storage: { writePolicy: "DENY" } });
  });

  it("keeps an ignored field in a block that is removed from the program", async () => {
    const { stack, manual } = await createTestEnvironment({
      program: files('storage: { writePolicy: "ALLOW", strictContentTypeValidation: false }'),
    });
    await stack.up();
    await manual.change(repository, withWritePolicy("DENY"));
    stack.program(createProgram(files("online: true")));
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.get(repository)).toMatchObject({
      storage: { writePolicy: "DENY", strictContentTypeValidation: true },
    });
  });

  it("ignores all fields with *, and creates an object that was deleted from Nexus with all of them", async () => {
    const program = (description: string) =>
      `new Role("r", { description: "${description}", privileges: ["nx-search-read"] }, { ignoreChanges: ["*"] });`;
    const { stack, manual } = await createTestEnvironment({ program: program("first") });
    await stack.up();
    await manual.change("/v1/security/roles/r", (live) => ({ ...live, privileges: [] }));
    stack.program(createProgram(program("second")));
    expect((await stack.refresh("--run-program")).counts).toEqual({ unchanged: 2 });
    expect((await stack.up()).counts).toEqual({ unchanged: 2 });
    expect(await manual.get("/v1/security/roles/r")).toMatchObject({ description: "first", privileges: [] });
    await manual.send("DELETE", "/v1/security/roles/r");
    await stack.refresh("--run-program");
    expect((await stack.up()).counts).toEqual({ created: 1, unchanged: 1 });
    expect(await manual.get("/v1/security/roles/r")).toMatchObject({
      description: "second",
      privileges: ["nx-search-read"],
    });
  });

  it("adopts an existing object without its ignored fields", async () => {
    const { stack, manual } = await createTestEnvironment({
      program: files('online: false, storage: { writePolicy: "ALLOW" }'),
    });
    const storage = { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "DENY" };
    await manual.send("POST", "/v1/repositories/raw/hosted", { name: "files", online: true, storage });
    expect((await stack.preview()).output).toContain("adopts the existing object, changes online");
    await stack.up();
    expect(await manual.get(repository)).toMatchObject({ online: false, storage: { writePolicy: "DENY" } });
  });

  it("keeps the password of a user whose password is ignored", async () => {
    const user = (fields: string) =>
      `new User("ci", { roles: ["nx-admin"], ${fields} }, { ignoreChanges: ["password"] });`;
    const { stack, manual } = await createTestEnvironment({ program: user('password: "Password-1"') });
    await stack.up();
    await manual.setPassword("ci", "Password-2");
    expect((await stack.refresh("--run-program")).counts).toEqual({ unchanged: 2 });
    stack.program(createProgram(user('password: "Password-3", firstName: "CI"')));
    expect((await stack.up()).counts).toEqual({ updated: 1, unchanged: 1 });
    expect(await manual.acceptsLogin("ci", "Password-2")).toBe(true);
  });

  it("refuses a path that an update cannot keep", async () => {
    const { stack } = await createTestEnvironment({
      program: `new raw.Group("all", { group: { memberNames: ["files"] } }, { ignoreChanges: ["group.memberNames[0]", "name"] });
        ${files("", '{ ignoreChanges: ["storge", "storage.", "storage.writePolice"] }')}
        const authentication = { type: "username" as const, username: "u", password: "p" };
        const args = { proxy: { remoteUrl: "http://upstream.example/" }, httpClient: { authentication } };
        new raw.Proxy("p1", args, { ignoreChanges: ["*"] });
        new raw.Proxy("p2", args, { ignoreChanges: ["httpClient.authentication.password"] });`,
    });
    const { code, output } = await stack.preview();
    expect(code).not.toBe(0);
    for (const message of [
      'all (raw:Group): ignoreChanges: "group.memberNames[0]" is an element of a list, and Nexus stores lists as a whole. Use "group.memberNames"',
      'all (raw:Group): ignoreChanges: "name" identifies the object. Another name declares another object, so it cannot be ignored',
      'files (raw:Hosted): ignoreChanges: "storge": storge is not a field of a raw hosted repository; did you mean "storage"?',
      'files (raw:Hosted): ignoreChanges: "storage." is not a path. Use one such as storage.writePolicy',
      'files (raw:Hosted): ignoreChanges: "storage.writePolice": writePolice is not a field of storage of a raw hosted repository; did you mean "writePolicy"?',
      'p1 (raw:Proxy): ignoreChanges: "*" includes a secret (httpClient) that Nexus does not return, so an update would lose it. Name other fields',
      'p2 (raw:Proxy): ignoreChanges: "httpClient.authentication.password" includes a secret (httpClient.authentication.password) that Nexus does not return',
    ])
      expect(output).toContain(message);
  });
});

describe("other options", () => {
  it("refuses options of a Provider that have no effect", async () => {
    const { stack } = await createTestEnvironment({
      program: `new Provider("p", { url: "https://nexus.example", username: "u", password: "p" }, { version: "1.0.0" });`,
    });
    const { code, output } = await stack.preview();
    expect(code).not.toBe(0);
    expect(output).toContain("p (Provider): the option version is not supported: nexus-iac has no plugin");
  });

  it("refuses options that have no effect, each with another way", async () => {
    const { stack, manual } = await createTestEnvironment({
      program: `new Role("a", {}, { import: "nx-admin" });
        new Role("b", {}, { id: "nx-admin" });
        new Role("c", {}, { replaceOnChanges: ["description"], replacementTrigger: "1" });
        new Role("d", {}, { customTimeouts: { create: "5m" }, version: "1.0.0" });
        new Role("e", {}, { replaceOnChanges: [], version: undefined } as never);`,
    });
    for (const run of [await stack.preview(), await stack.up()]) {
      expect(run.code).not.toBe(0);
      expect(run.output).toContain("nothing was changed, because the program has 6 errors");
      for (const message of [
        "a (nexus:Role): the option import is not supported: declare the resource without it: an existing object is adopted",
        "b (nexus:Role): the option id is not supported: resources are not read. Refer to an object",
        "c (nexus:Role): the option replaceOnChanges is not supported: changes are made in place",
        "c (nexus:Role): the option replacementTrigger is not supported: changes are made in place",
        "d (nexus:Role): the option customTimeouts is not supported: set `nexus:timeout`",
        "d (nexus:Role): the option version is not supported: nexus-iac has no plugin",
      ])
        expect(run.output).toContain(message);
    }
    expect(await manual.exists("/v1/security/roles/e")).toBe(false);
  });
});

describe("components", () => {
  const users = 'users: ["ci"], privileges: ["nx-search-read"], description: "CI"';

  it.each([
    ["a component", `const ci = new Access("ci", { ${users} }); export const password = ci.passwords["ci"];`],
    [
      "a component of a component",
      `const role = new PreviewRole("preview", { users: ["ci"] }); export const password = role.passwords["ci"];`,
    ],
    [
      "a component of the program",
      `class Team extends pulumi.ComponentResource {
         readonly password;
         constructor() {
           super("program:Team", "team");
           const user = new User("ci", { roles: ["nx-admin"] }, { parent: this });
           this.password = user.password;
         }
       }
       export const password = new Team().password;`,
    ],
  ])("a user that moves into %s keeps its generated password", async (_, program) => {
    const { stack, manual } = await createTestEnvironment({
      program: `const ci = new User("ci", { roles: ["nx-admin"] }); export const password = ci.password;`,
    });
    await stack.up();
    const { password } = await stack.readOutputs();
    stack.program(createProgram(program));
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(run.counts).not.toHaveProperty("deleted");
    expect(await stack.readOutputs()).toEqual({ password });
    expect(await manual.acceptsLogin("ci", String(password))).toBe(true);
    expect((await stack.up()).counts).not.toHaveProperty("updated");
  });

  it("a resource beside a component keeps its state if the component has one of the same name", async () => {
    const role = `new Role("ci", { roleId: "other" });`;
    const { stack, manual } = await createTestEnvironment({ program: role });
    await stack.up();
    for (const program of [`${role} new Access("ci", { ${users} });`, `new Access("ci", { ${users} }); ${role}`]) {
      stack.program(createProgram(program));
      const run = await stack.up();
      expect(run.code, run.output).toBe(0);
      expect(run.counts).not.toHaveProperty("replaced");
    }
    expect(await manual.exists("/v1/security/roles/other")).toBe(true);
  });

  it("stores the outputs of a component, with passwords as secrets", async () => {
    const { stack } = await createTestEnvironment({
      program: `const ci = new Access("ci", { ${users} }); export const { passwords } = ci;`,
    });
    await stack.up();
    const { ci } = (await stack.readOutputs()).passwords as Record<string, string>;
    const [component] = (await stack.readComponents()).filter(({ type }) => type === "nexus-iac:components:Access");
    expect(component?.outputs).toMatchObject({ roleId: "ci" });
    expect(Object.keys(component?.outputs ?? {})).toContain("passwords");
    expect(stack.readStateFile()).not.toContain(ci);
  });

  it("an existing user with keepPassword has no output password", async () => {
    const { stack, manual } = await createTestEnvironment({
      program: `const ci = new User("ci", { roles: ["nx-admin"], keepPassword: true });
        export const password = ci.password; export const isAbsent = ci.password.apply((text) => text === undefined);`,
    });
    const names = { userId: "ci", firstName: "c", lastName: "i", emailAddress: "ci@company.example" };
    await manual.send("POST", "/v1/security/users", {
      ...names,
      password: "By-hand-1",
      status: "active",
      roles: ["nx-admin"],
    });
    await stack.up();
    expect(await stack.readOutputs()).toEqual({ isAbsent: true });
    expect(await manual.acceptsLogin("ci", "By-hand-1")).toBe(true);
  });
});

describe("transforms", () => {
  const refusal =
    /has a problem: description is not as the resource declares it, .* a transform has set the field or ignoreChanges/;

  it("refuses a field that a transformation changes, adds or removes", async () => {
    const transformed = (props: string, declaration: string, options = "opts") => `
      pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
        type.endsWith(":Role") ? { props: ${props}, opts: ${options} } : undefined);
      const late = new ContentSelector("late", { expression: 'format == "raw"' });
      new Role("r", { privileges: ["nx-search-read"], ${declaration} });`;
    const { stack, manual } = await createTestEnvironment({ program: transformed("props", 'description: "d"') });
    expect((await stack.up()).counts).toEqual({ created: 3 });
    for (const [props, declaration] of [
      ['{ ...props, description: "t" }', 'description: "d"'],
      ['{ ...props, description: "t" }', ""],
      ["{ ...props, description: undefined }", 'description: "d"'],
      // The value is an output that is known after another resource is created.
      ['{ ...props, description: "t" }', "description: late.id"],
    ] as const) {
      stack.program(createProgram(transformed(props, declaration)));
      for (const run of [await stack.preview(), await stack.up()]) {
        expect(run.code, run.output).not.toBe(0);
        expect(run.output).toMatch(refusal);
      }
    }
    expect((await manual.get("/v1/security/roles/r")).description).toBe("d");
    // Options that are no declaration can be set.
    stack.program(createProgram(transformed("props", "description: late.id", "{ ...opts, retainOnDelete: true }")));
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect((await stack.readResources()).find(({ id }) => id === "r")?.retainOnDelete).toBe(true);
    expect((await stack.readResources()).map(({ inputs }) => inputs)).not.toContainEqual(
      expect.objectContaining({ __digests: expect.anything() }),
    );
  });

  it("refuses a value that a transformation keeps with ignoreChanges", async () => {
    const role = (description: string, before = "") => `${before} new Role("r", { description: "${description}" });`;
    const { stack } = await createTestEnvironment({ program: role("d") });
    await stack.up();
    const ignore = `pulumi.runtime.registerStackTransformation(({ props, opts }) => ({ props, opts: { ...opts, ignoreChanges: ["description"] } }));`;
    stack.program(createProgram(role("e", ignore)));
    const run = await stack.up();
    expect(run.code).not.toBe(0);
    expect(run.output).toMatch(refusal);
  });
});
