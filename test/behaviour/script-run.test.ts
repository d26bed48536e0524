import { expect, it } from "vitest";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";

const greet = ({ content = 'return "hi " + args', payload = '"team"', more = "" } = {}) => `
  const greet = new Script("greet", { content: ${JSON.stringify(content)} });
  const run = new ScriptRun("run", { script: greet, payload: ${payload}${more} });
  export const result = run.result;`;
const runRequest = "POST /v1/script/greet/run";

it("runs a script with a payload after the script was created, shows that in the preview, and returns the result", async () => {
  const { stack, recordRequests } = await createTestEnvironment({ program: greet() }, { nexus: { scripts: true } });
  const preview = await recordRequests(async () =>
    expect((await stack.preview()).output).toContain('script run "run": runs'),
  );
  expect(preview).not.toContain(runRequest);
  const up = await stack.up();
  expect(up.counts, up.output).toEqual({ created: 3 });
  expect((await stack.readOutputs()).result).toBe("hi team");
});

it("runs it again after a change of the payload, the content or a trigger, and not otherwise", async () => {
  const { stack, recordRequests } = await createTestEnvironment({ program: greet() }, { nexus: { scripts: true } });
  await stack.up();
  const changes = [
    { change: { payload: '"all"' }, result: "hi all" },
    { change: { payload: '"all"', content: 'return "hello " + args' }, result: "hello all" },
    { change: { payload: '"all"', content: 'return "hello " + args', more: ', triggers: ["2"]' }, result: "hello all" },
    { change: { content: "return args", more: ", payload: undefined" }, result: "" },
  ];
  for (const { change, result } of changes) {
    stack.program(createProgram(greet(change)));
    expect(await recordRequests(() => stack.up())).toContain(runRequest);
    expect((await stack.readOutputs()).result).toBe(result);
    expect((await stack.up()).counts).toEqual({ unchanged: 3 });
  }
  expect((await stack.refresh()).counts).toEqual({ unchanged: 3 });
  stack.program(createProgram(""));
  expect((await stack.up()).counts).toEqual({ deleted: 2, unchanged: 1 });
});

it("stores neither the payload nor the result as plain text, and redacts them in errors", async () => {
  const { stack, nexus } = await createTestEnvironment(
    { program: greet({ payload: '"s3cret-payload"' }) },
    { nexus: { scripts: true } },
  );
  await stack.up();
  expect((await stack.readOutputs()).result).toBe("hi s3cret-payload");
  expect(stack.readStateFile()).not.toContain("s3cret-payload");
  stack.program(createProgram(greet({ payload: '"other-payload"' })));
  nexus.injectFault({
    path: /\/run$/,
    response: { status: 400, body: { name: "greet", result: "wrong: other-payload" } },
  });
  const failed = await stack.up();
  expect(failed.output).toContain("400: wrong: [secret]");
  expect(failed.output).not.toContain("other-payload");
});

it("fails with the exception of a script that fails, and runs it again with the next up", async () => {
  const { stack, recordRequests } = await createTestEnvironment(
    { program: greet({ content: 'throw new RuntimeException("not today")' }) },
    { nexus: { scripts: true } },
  );
  const failed = await stack.up();
  expect(failed.code).not.toBe(0);
  expect(failed.output).toContain("400: javax.script.ScriptException: java.lang.RuntimeException: not today");
  expect(await recordRequests(() => stack.up())).toContain(runRequest);
});

it("refuses in the preview a script that Nexus does not accept as scripts are switched off, and runs nothing", async () => {
  const { stack, recordRequests } = await createTestEnvironment({ program: greet() });
  const { code, output } = await stack.preview();
  expect(code).not.toBe(0);
  expect(output).toContain(
    "Nexus accepts no script, as the feature is switched off: add nexus.scripts.allowCreation=true",
  );
  const requests = await recordRequests(() => stack.up());
  expect(requests.filter((request) => request.startsWith("POST /v1/script"))).toEqual([]);
});

it("says how to switch scripts on if Nexus refuses to run one", async () => {
  const { stack, nexus } = await createTestEnvironment({ program: greet() }, { nexus: { scripts: true } });
  nexus.injectFault({
    path: /\/run$/,
    response: { status: 410, body: { name: "greet", result: "Scripts are disabled" } },
  });
  const { code, output } = await stack.up();
  expect(code).not.toBe(0);
  expect(output).toContain("410: Scripts are disabled: add nexus.scripts.allowCreation=true to nexus.properties");
});

it("runs a script that is listed as existing, and refuses one that is not declared", async () => {
  const run = (script: string) => `export const result = new ScriptRun("run", { script: ${script} }).result;`;
  const { stack, manual } = await createTestEnvironment({ program: run('"other"') }, { nexus: { scripts: true } });
  expect((await stack.preview()).output).toContain('run (nexus:ScriptRun) script: script "other" is not declared');
  await manual.send("POST", "/v1/script", { name: "other", type: "groovy", content: 'return "done"' });
  stack.program(createProgram(run('existing.script("other")')));
  expect((await stack.up()).counts).toEqual({ created: 2 });
  expect((await stack.readOutputs()).result).toBe("done");
});
