import { describe, expect, it } from "vitest";
import { createProgram, createTestEnvironment, type ManualClient } from "../support/stack/test-environment.ts";

/** Returns a program with Docker repositories by name, each with a connector port or without a connector. */
function declareRepositories(ports: Record<string, number | undefined>): string {
  return Object.entries(ports)
    .map(([name, port]) => `new docker.Hosted("${name}", { docker: {${port ? ` httpPort: ${port} ` : ""}} });`)
    .join("\n");
}

async function readPorts(manual: ManualClient, ...names: string[]): Promise<unknown[]> {
  const all = await Promise.all(names.map((name) => manual.get(`/v1/repositories/docker/hosted/${name}`)));
  return all.map(({ docker }) => (docker as { httpPort?: number }).httpPort ?? null);
}

const moves: [string, Record<string, number | undefined>, Record<string, number | undefined>][] = [
  ["moves from one repository to another", { a: 5001, b: undefined }, { a: undefined, b: 5001 }],
  ["moves on to a free one and is taken", { a: 5001, b: 5002 }, { a: 5003, b: 5001 }],
  ["is swapped", { a: 5001, b: 5002 }, { a: 5002, b: 5001 }],
  ["goes round a ring of three", { a: 5001, b: 5002, c: 5003 }, { a: 5002, b: 5003, c: 5001 }],
];

describe.each([[["--parallel", "1"]], [[]]])("in one update (%j), a connector's port", (options) => {
  it.each(moves)("%s", async (_, before, after) => {
    const { stack, manual } = await createTestEnvironment({ program: declareRepositories(before) });
    await stack.up();
    stack.program(createProgram(declareRepositories(after)));
    const run = await stack.up(...options);
    expect(run.code, run.output).toBe(0);
    expect(await readPorts(manual, ...Object.keys(after))).toEqual(Object.values(after).map((port) => port ?? null));
    expect((await stack.refresh()).counts).toEqual({ unchanged: Object.keys(after).length + 1 });
    expect((await stack.up()).counts).toEqual({ unchanged: Object.keys(after).length + 1 });
  });
});

it("20 ports are swapped and 30 go round rings of three, with 64 requests at the same time", async () => {
  const names = Array.from({ length: 50 }, (_, n) => `apps-${n}`);
  /** Declares ten pairs and ten rings, each of whose repositories has the port of the one that is `shift` places further. */
  const declarePorts = (shift: number) =>
    Object.fromEntries(
      names.map((name, n): [string, number] => {
        const [begin, size] = n < 20 ? [n - (n % 2), 2] : [n - ((n - 20) % 3), 3];
        return [name, 5001 + begin + ((n - begin + shift) % size)];
      }),
    );
  const { stack, manual } = await createTestEnvironment(
    { program: declareRepositories(declarePorts(0)) },
    { nexus: { emulateRaces: true }, config: { parallel: 64 } },
  );
  await stack.up("--parallel", "64");
  stack.program(createProgram(declareRepositories(declarePorts(1))));
  const run = await stack.up("--parallel", "64");
  expect(run.code, run.output).toBe(0);
  expect(await readPorts(manual, ...names)).toEqual(Object.values(declarePorts(1)));
  expect((await stack.refresh()).counts).toEqual({ unchanged: names.length + 1 });
});

it("moves with a repository that is renamed", async () => {
  const named = (name: string) => `new docker.Hosted("apps", { name: "${name}", docker: { httpPort: 5001 } });`;
  const { stack, manual } = await createTestEnvironment({ program: named("before") });
  await stack.up();
  stack.program(createProgram(named("after")));
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  // The old repository stays in Nexus with its content.
  expect(await readPorts(manual, "before", "after")).toEqual([null, 5001]);
});

it("is taken from an undeclared repository only with nexus:takePorts, and the preview announces it", async () => {
  const { stack, manual } = await createTestEnvironment({ program: declareRepositories({ mine: 5001 }) });
  await manual.send("POST", "/v1/repositories/docker/hosted", {
    name: "theirs",
    online: true,
    storage: { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW" },
    docker: { httpPort: 5001, forceBasicAuth: true, v1Enabled: false },
  });
  const refusal = 'connector port 5001 is used by the repository "theirs", which this program does not declare';
  const refused = await stack.preview();
  expect(refused.code).not.toBe(0);
  expect(refused.output).toContain(refusal);
  expect((await stack.up()).output).toContain(refusal);
  await stack.configure({ takePorts: true });
  const preview = await stack.preview();
  expect(preview.output).toContain('docker hosted repository "mine": takes connector port 5001 from "theirs"');
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(await readPorts(manual, "mine", "theirs")).toEqual([5001, null]);
});

describe("a repository whose port was taken by a run that did not update it", () => {
  const before = { a: 5001, b: 5002 };
  const after = { a: 5002, b: 5001 };
  const urnOf = (name: string) => `urn:pulumi:test::nexus::pulumi-nodejs:docker:Hosted::${name}`;

  /** Swaps the ports of two repositories in an `up` with only one of them as target. */
  async function takePort() {
    const environment = await createTestEnvironment({ program: declareRepositories(before) });
    const { stack, manual } = environment;
    await stack.up();
    stack.program(createProgram(declareRepositories(after)));
    const run = await stack.up("--target", urnOf("a"));
    expect(run.code, run.output).toBe(0);
    expect(await readPorts(manual, "a", "b")).toEqual([5002, null]);
    return environment;
  }

  it("gets its new port in the next up", async () => {
    const { stack, manual } = await takePort();
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await readPorts(manual, "a", "b")).toEqual([5002, 5001]);
    expect((await stack.up()).counts).toEqual({ unchanged: 3 });
  });

  it("gets its former port back if the program is reverted, and the preview announces it", async () => {
    const { stack, manual } = await takePort();
    stack.program(createProgram(declareRepositories(before)));
    const preview = await stack.preview();
    expect(preview.output).toContain(
      'docker hosted repository "b": Nexus does not have its connector port 5002 any more; it is set again',
    );
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await readPorts(manual, "a", "b")).toEqual([5001, 5002]);
    expect((await stack.up()).counts).toEqual({ unchanged: 3 });
  });

  it("gets its port back if another resource failed before its turn, and the program is reverted", async () => {
    const { stack, nexus, manual } = await createTestEnvironment({ program: declareRepositories(before) });
    await stack.up();
    const refused = nexus.injectFault({ method: "POST", path: /security\/roles/, times: 9, response: { status: 400 } });
    stack.program(
      createProgram(`
        const a = new docker.Hosted("a", { docker: { httpPort: 5002 } });
        const role = new Role("r", {}, { dependsOn: a });
        new docker.Hosted("b", { docker: { httpPort: 5001 } }, { dependsOn: role });`),
    );
    expect((await stack.up()).code).not.toBe(0);
    refused();
    expect(await readPorts(manual, "a", "b")).toEqual([5002, null]);
    stack.program(createProgram(declareRepositories(before)));
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await readPorts(manual, "a", "b")).toEqual([5001, 5002]);
  });

  it("is reported if the new repository that took the port was removed from the program and kept in Nexus", async () => {
    const { stack, manual } = await createTestEnvironment({ program: declareRepositories({ b: 5002 }) });
    await stack.up();
    stack.program(createProgram(declareRepositories({ a: 5002, b: undefined })));
    expect((await stack.up("--target", urnOf("a"))).code).toBe(0);
    stack.program(createProgram(declareRepositories({ b: 5002 })));
    for (const run of [await stack.preview(), await stack.up()]) {
      expect(run.code).not.toBe(0);
      expect(run.output).toContain(
        'connector port 5002 is used by the repository "a", which this program does not declare',
      );
    }
    expect(await readPorts(manual, "a", "b")).toEqual([5002, null]);
  });
});

it("is set again by the next up if it was removed by hand", async () => {
  const { stack, manual } = await createTestEnvironment({ program: declareRepositories({ a: 5001 }) });
  await stack.up();
  const path = "/v1/repositories/docker/hosted/a";
  await manual.change(path, (live) => ({ ...live, docker: { v1Enabled: false, forceBasicAuth: true } }));
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(run.counts).toEqual({ updated: 1, unchanged: 1 });
  expect(await readPorts(manual, "a")).toEqual([5001]);
});
