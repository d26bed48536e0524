import { expect, it } from "vitest";
import type { TestStack } from "../support/stack/stack.ts";
import { createProgram, createTestEnvironment, openStack } from "../support/stack/test-environment.ts";

const wasAdopted = "was adopted, not created, by this stack";

/** Returns the names of the resources whose objects are recorded as adopted. */
async function listAdopted(stack: TestStack): Promise<string[]> {
  const adopted = (await stack.readResources()).filter(({ outputs }) => outputs?.__adopted === true);
  return adopted.map(({ urn }) => urn.split("::").at(-1) ?? "").toSorted();
}

/** Creates a Nexus that has a role "theirs", a user "theirs" and the text of a program with these and a role "ours". */
async function createShared(config: Record<string, unknown> = {}) {
  const body = (description: string) => `
    new Role("ours", { description: "${description}" });
    new Role("theirs", { description: "${description}" });
    new User("their-user", { userId: "theirs", roles: ["nx-anonymous"], password: "p-of-user-1" });
    new AnonymousAccess("anonymous", { enabled: false });`;
  const environment = await createTestEnvironment({ program: body("first") }, { config });
  await environment.manual.send("POST", "/v1/security/roles", { id: "theirs", name: "theirs" });
  await environment.manual.send("POST", "/v1/security/users", {
    ...{ userId: "theirs", firstName: "t", lastName: "t", emailAddress: "t@example.org", password: "p" },
    ...{ status: "active", roles: ["nx-anonymous"] },
  });
  return { ...environment, body };
}

it("records adopted objects, through updates and refreshes", async () => {
  const { stack, body } = await createShared();
  await stack.up();
  expect(await listAdopted(stack)).toEqual(["their-user", "theirs"]);
  stack.program(createProgram(body("second")));
  await stack.up();
  await stack.refresh();
  expect(await listAdopted(stack)).toEqual(["their-user", "theirs"]);
  expect((await stack.up()).counts).toEqual({ unchanged: 5 });
});

it("records an adopted object after a failed adoption and a failed update", async () => {
  const { stack, nexus, body } = await createShared();
  const lostAnswer = { status: 504, body: "<html>Gateway time-out</html>", headers: { "content-type": "text/html" } };
  const fault = { method: "PUT", path: /roles\/theirs$/, times: 99, replaceResponse: lostAnswer } as const;
  const repair = nexus.injectFault(fault);
  expect((await stack.up()).code).not.toBe(0);
  expect(await listAdopted(stack)).toContain("theirs");
  repair();
  expect((await stack.up()).code).toBe(0);
  stack.program(createProgram(body("second")));
  const repairAgain = nexus.injectFault(fault);
  expect((await stack.up()).code).not.toBe(0);
  repairAgain();
  expect((await stack.up()).code).toBe(0);
  expect(await listAdopted(stack)).toEqual(["their-user", "theirs"]);
});

it("does not count a created object as adopted whose response was lost", async () => {
  const { stack, nexus } = await createTestEnvironment({ program: `new Role("r"); new raw.Hosted("files");` });
  const replaceResponse = { status: 504, body: "<html></html>", headers: { "content-type": "text/html" } };
  nexus.injectFault({ method: "POST", path: /roles$|raw\/hosted$/, times: 2, replaceResponse });
  expect((await stack.up()).code).toBe(0);
  expect(await listAdopted(stack)).toEqual([]);
});

it("deletes an adopted object with a notice", async () => {
  const { stack, manual, body } = await createShared();
  await stack.up();
  stack.program(createProgram(body("first").replace('new Role("theirs"', 'new Role("ours-too"')));
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(run.output).toContain(`role "theirs": deleted, although it ${wasAdopted}`);
  expect(await manual.exists("/v1/security/roles/theirs")).toBe(false);
});

it("keeps adopted objects with nexus:keepAdopted, and deletes created ones", async () => {
  const { stack, manual } = await createShared({ keepAdopted: true });
  await stack.up();
  const run = await stack.destroy();
  expect(run.code, run.output).toBe(0);
  expect(run.output).toContain(`role "theirs": not deleted: it ${wasAdopted}, and nexus:keepAdopted is true`);
  expect(run.output).toContain(`user "theirs": not deleted: it ${wasAdopted}, and nexus:keepAdopted is true`);
  expect(await manual.exists("/v1/security/roles/theirs")).toBe(true);
  expect(await manual.exists("/v1/security/roles/ours")).toBe(false);
});

it("says in the preview that the replacement of an adopted object deletes it", async () => {
  const { stack, manual, body } = await createShared();
  await stack.up();
  stack.program(
    createProgram(body("first").replace('new Role("theirs", {', 'new Role("theirs", { roleId: "renamed",')),
  );
  const replaced = `role "theirs" is replaced by "renamed": it ${wasAdopted}; it is deleted`;
  expect((await stack.preview()).output).toContain(replaced);
  await stack.configure({ keepAdopted: true });
  expect((await stack.preview()).output).toContain("it stays in Nexus");
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(await manual.exists("/v1/security/roles/theirs")).toBe(true);
  expect(await listAdopted(stack)).toEqual(["their-user"]);
});

it("does not count an object that an update creates again as adopted", async () => {
  const { stack, manual, body } = await createShared();
  await stack.up();
  await manual.send("DELETE", "/v1/security/roles/theirs");
  stack.program(createProgram(body("second")));
  await stack.up();
  expect(await listAdopted(stack)).toEqual(["their-user"]);
});

it("keeps what another stack created, if that stack adopts and is destroyed", async () => {
  const program = `new Role("shared"); new User("bot", { roles: ["shared"], password: "p-of-bot-1" });`;
  const { stack, nexus, manual } = await createTestEnvironment({ program });
  await stack.up();
  const other = await openStack({
    program: createProgram(program),
    config: { url: nexus.url, username: "admin", keepAdopted: true },
    secrets: { password: "admin123" },
  });
  await other.up();
  const run = await other.destroy();
  expect(run.output).toContain(`role "shared": not deleted: it ${wasAdopted}`);
  expect(await manual.exists("/v1/security/roles/shared")).toBe(true);
  expect((await stack.refresh()).counts).toEqual({ unchanged: 3 });
  await other.close();
});
