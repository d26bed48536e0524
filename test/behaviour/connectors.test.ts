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
