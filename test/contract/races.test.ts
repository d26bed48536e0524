/**
 * Requests that overlap: programs of many objects that depend on each other, applied with 64 requests at the same time. The full
 * suite runs the large form with the Pulumi CLI.
 */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import { type Fields, isFields } from "../../src/util/json.ts";
import type { ServerLogin } from "../support/resource-stack.ts";
import { isFull } from "../support/scope.ts";
import type { PulumiResult, TestStack } from "../support/stack/stack.ts";
import { createProgram, ManualClient, openStack } from "../support/stack/test-environment.ts";
import { createPrefix, describeServers, mainServers } from "./servers.ts";

const prefix = createPrefix();
const parallel = 64;
const { repositories, groups, users } = isFull
  ? { repositories: 300, groups: 30, users: 60 }
  : { repositories: 60, groups: 6, users: 10 };

/**
 * Declares repositories in groups. Each has a content selector with a privilege.
 *
 * @param generation - a part of the name of every second repository
 */
const declareGroups = (generation: string) => `
  const all = Array.from({ length: ${repositories} }, (_, n) => {
    const name = "${prefix}-" + (n % 2 === 0 ? "${generation}-" : "kept-") + n;
    const file = new raw.Hosted(name);
    const selector = new ContentSelector(name, { expression: 'path =^ "/' + name + '/"' });
    new privilege.RepositoryContentSelector(name, { format: "raw", repository: file.name, contentSelector: selector.name, actions: ["READ"] });
    return file;
  });
  for (let n = 0; n < ${groups}; n++)
    new raw.Group("${prefix}-group-" + n, { group: { memberNames: all.filter((_, m) => m % ${groups} === n).map(({ name }) => name) } });`;

/**
 * Declares cleanup policies, roles, content selectors and routing rules, each with an object that uses it.
 *
 * @param generation - a part of the names of the used objects, but not of the names of those that use them
 */
const declareUsers = (generation: string) => `
  for (let n = 0; n < ${users}; n++) {
    const [name, used] = ["${prefix}-user-" + n, "${prefix}-${generation}-" + n];
    const policy = new CleanupPolicy(used, { format: "raw", criteriaLastDownloaded: 30 });
    const rule = new RoutingRule(used, { mode: "BLOCK", matchers: ["^/" + used + "/.*"] });
    const file = new raw.Hosted(name, { cleanup: { policyNames: [policy.name] } });
    new raw.Proxy(name + "-proxy", { proxy: { remoteUrl: "https://files.example" }, routingRuleName: rule.name });
    const selector = new ContentSelector(used, { expression: 'path =^ "/' + used + '/"' });
    const inner = new privilege.RepositoryContentSelector(name, { format: "raw", repository: file.name, contentSelector: selector.name, actions: ["READ"] });
    const role = new Role(used, { privileges: [inner.name] });
    new Role(name, { roles: [role.roleId] });
    new User(name, { roles: [role.roleId, name] });
  }`;

describeServers("with 64 requests at the same time, on $name", mainServers, ({ start }) => {
  let server: ServerLogin & { stop(): Promise<void> };
  let manual: ManualClient;
  beforeAll(async () => {
    server = await start({ emulateRaces: true });
    manual = new ManualClient(server);
  });
  afterAll(() => server?.stop());

  async function openRaceStack(body: string): Promise<TestStack> {
    const { url, username, password } = server;
    const stack = await openStack({
      program: createProgram(body),
      config: { url, username, parallel, deleteContent: true },
      secrets: { password },
    });
    onTestFinished(async () => {
      await stack.destroy("--run-program");
      await stack.close();
    });
    return stack;
  }

  const up = async (stack: TestStack, program?: string) => {
    if (program !== undefined) stack.program(createProgram(program));
    return expectSuccess(await stack.up("--parallel", String(parallel)));
  };

  /** Returns the objects of a list whose name begins with the prefix. */
  async function list(path: string): Promise<{ name: string; members: string[] }[]> {
    const objects: unknown = await manual.get(path);
    return (Array.isArray(objects) ? objects : [])
      .filter(isFields)
      .map(({ name, group }) => ({
        name: String(name),
        members: isFields(group) && Array.isArray(group.memberNames) ? group.memberNames.map(String) : [],
      }))
      .filter(({ name }) => name.startsWith(prefix));
  }

  const listNames = async (path: string) => (await list(path)).map(({ name }) => name).sort();

  it("creates repositories in groups, replaces half of the members, and destroys groups and members", async () => {
    const stack = await openRaceStack(declareGroups("first"));
    await up(stack);
    await up(stack, declareGroups("second"));
    const present = await list("/v1/repositorySettings");
    expect(present).toHaveLength(repositories + groups);
    const names = new Set(present.map(({ name }) => name));
    const members = present.flatMap((repository) => repository.members);
    expect(members).toHaveLength(repositories);
    expect(members.filter((name) => !names.has(name))).toEqual([]);
    expect(Object.keys((await up(stack)).counts)).toEqual(["unchanged"]);
    expect(Object.keys(expectSuccess(await stack.refresh()).counts)).toEqual(["unchanged"]);
    expectSuccess(await stack.destroy("--run-program", "--parallel", String(parallel)));
    for (const path of ["repositorySettings", "security/content-selectors", "security/privileges"])
      expect(await listNames(`/v1/${path}`)).toEqual([]);
  });

  describe("a group that names deleted members", () => {
    const names = Array.from({ length: 10 }, (_, n) => `${prefix}-member-${n}`);
    const group = `${prefix}-damaged`;
    const path = `/v1/repositories/raw/group/${group}`;
    const storage = { blobStoreName: "default", strictContentTypeValidation: true };
    const declareMembers = (members: readonly string[]) => `
      const members = ${JSON.stringify(members)}.map((name) => new raw.Hosted(name));
      new raw.Group("${group}", { group: { memberNames: members.map(({ name }) => name) } });`;

    const readMembers = async () => (await list("/v1/repositorySettings")).find(({ name }) => name === group)?.members;

    const listDeletedMembers = async () => {
      const present = await listNames("/v1/repositorySettings");
      return (await readMembers())?.filter((name) => !present.includes(name)) ?? [];
    };

    /** Deletes members at the same time, until Nexus keeps the name of a deleted one in the group: it does so at random. */
    async function damageGroup(): Promise<void> {
      const client = new NexusClient({ ...server, retry: { retryFor: 0 } });
      onTestFinished(() => client.close());
      const send = (method: "POST" | "DELETE", to: string, body?: Fields) =>
        client.send({ method, path: to, ...(body && { body }) }).catch(() => undefined);
      for (let attempt = 0; attempt < 50 && !(await listDeletedMembers()).length; attempt++) {
        const fields = { online: true, storage: { ...storage, writePolicy: "ALLOW" } };
        for (const name of names) await send("POST", "/v1/repositories/raw/hosted", { name, ...fields });
        await manual.send("PUT", path, { name: group, online: true, storage, group: { memberNames: names } });
        await Promise.all(names.slice(2).map((name) => send("DELETE", `/v1/repositories/${name}`)));
      }
      expect(await listDeletedMembers()).not.toEqual([]);
    }

    it.each([
      ["the same members", names, ["refresh"]],
      ["fewer members", names.slice(0, 2), []],
      ["other members", [...names.slice(0, 2), `${prefix}-member-other`], ["refresh"]],
    ] as const)("is repaired by the next up, for a program with %s", async (_, members, before) => {
      const stack = await openRaceStack(declareMembers(names));
      await up(stack);
      await damageGroup();
      for (const operation of before) expectSuccess(await stack[operation]());
      await up(stack, declareMembers(members));
      expect(await readMembers()).toEqual(members);
      expect(await listNames("/v1/repositories")).toEqual([...members, group].sort());
      expect(Object.keys(expectSuccess(await stack.refresh()).counts)).toEqual(["unchanged"]);
      expectSuccess(await stack.destroy("--run-program", "--parallel", String(parallel)));
      expect(await listNames("/v1/repositories")).toEqual([]);
    });
  });

  it("deletes policies, roles, selectors and rules in the run that stops their use", async () => {
    const stack = await openRaceStack(declareUsers("first"));
    await up(stack);
    await up(stack, declareUsers("second"));
    for (const path of ["/v1/routing-rules", "/v1/security/content-selectors"])
      expect((await listNames(path)).filter((name) => !name.startsWith(`${prefix}-second`))).toEqual([]);
    expect(Object.keys(expectSuccess(await stack.refresh()).counts)).toEqual(["unchanged"]);
    expect(Object.keys((await up(stack)).counts)).toEqual(["unchanged"]);
  });
});

function expectSuccess(result: PulumiResult): PulumiResult {
  expect(result.code, result.output).toBe(0);
  return result;
}
