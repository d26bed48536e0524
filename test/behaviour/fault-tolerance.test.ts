/** Tests faults of Nexus and the network, and concurrent changes. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Fault } from "nexus-embedded";
import { describe, expect, it, onTestFinished } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import type { Fields } from "../../src/util/json.ts";
import { isFull } from "../support/scope.ts";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";

const all = `
  const store = new blobStore.File("store");
  const old = new CleanupPolicy("old", { format: "raw", criteriaLastDownloaded: 9 });
  const rule = new RoutingRule("rule", { mode: "BLOCK", matchers: ["a"] });
  const files = new raw.Hosted("files", { storage: { blobStoreName: store.name }, cleanup: { policyNames: [old.name] } });
  const mirror = new raw.Proxy("mirror", { proxy: { remoteUrl: "https://files.example" }, routingRuleName: rule.name });
  new raw.Group("all", { group: { memberNames: [files.name, mirror.name] } });
  const selector = new ContentSelector("selector", { expression: 'format == "raw"' });
  const p = new privilege.RepositoryContentSelector("p", { format: "raw", repository: files.name, contentSelector: selector.name, actions: ["READ"] });
  const role = new Role("role", { privileges: [p.name, ...files.privileges("read")] });
  new User("user", { roles: [role.roleId], password: "as-declared" });`;
const count = 11;

describe("a creation with a lost response is resolved by reading Nexus:", () => {
  it.each<[string, "reset" | { status: number; body?: string }]>([
    ["the connection broke", "reset"],
    ["502", { status: 502 }],
    ["500", { status: 500, body: "ERROR: (ID 1) java.lang.IllegalStateException: something" }],
  ])("%s", async (_, afterwards) => {
    const { stack, nexus, manual } = await createTestEnvironment({ program: all });
    nexus.injectFault({ method: "POST", times: 99, replaceResponse: afterwards });
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.acceptsLogin("user", "as-declared")).toBe(true);
    expect((await stack.refresh()).counts).toEqual({ unchanged: count });
  });

  it("404 as the response to a content selector's creation", async () => {
    const { stack, nexus } = await createTestEnvironment({
      program: `new ContentSelector("selector", { expression: 'format == "raw"' });`,
    });
    const body = '{"id":"*","message":"\\"No selector found for selector\\""}';
    nexus.injectFault({ method: "POST", replaceResponse: { status: 404, body } });
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
  });

  it("also with onConflict fail, as the object did not exist before", async () => {
    const { stack, nexus } = await createTestEnvironment({ program: all }, { config: { onConflict: "fail" } });
    nexus.injectFault({ method: "POST", times: 99, replaceResponse: "reset" });
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
  });
});

it("refusals of Nexus are shown without control characters, in previews and failures", async () => {
  const { stack, nexus } = await createTestEnvironment({ program: `new Role("role", {});` });
  const body = JSON.stringify([{ id: "*", message: "::error::\u001b[2J\u202Eno\n::add-mask::x ##[error]" }]);
  const shown = "‹::›error::‹U+001B›[2J‹U+202E›no↵::add-mask::x ‹##›[error]";
  const mend = nexus.injectFault({ path: /roles/, times: 99, response: { status: 403, body } });
  for (const run of [await stack.preview(), await stack.up()]) {
    expect(run.output).toContain(`403: ${shown}`);
    expect(run.output).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]|^\s*::|##\[/mu);
  }
  mend();
});

it("an object created by another client in between is adopted, or refused with onConflict fail", async () => {
  for (const [onConflict, code] of [
    ["adopt", 0],
    ["fail", 255],
  ] as const) {
    const { stack, nexus, manual } = await createTestEnvironment(
      { program: `new Role("r", { description: "ours" });` },
      { config: { onConflict } },
    );
    // The role does not exist when the provider reads the list, and exists when it creates the role.
    await manual.send("POST", "/v1/security/roles", { id: "r", name: "r", description: "theirs" });
    nexus.injectFault({
      method: "GET",
      path: /\/roles\?/,
      times: 1,
      response: { status: 200, body: "[]", headers: { "content-type": "application/json" } },
    });
    const run = await stack.up();
    expect(run.code === 0, run.output).toBe(code === 0);
    expect((await manual.get("/v1/security/roles/r")).description).toBe(code === 0 ? "ours" : "theirs");
    if (code) expect(run.output).toContain('Nexus already has a role "r", and onConflict is "fail"');
  }
});

it("a Nexus with all known races is provisioned, changed and destroyed without a failure", async () => {
  const many = (policy: string) => `
    for (let g = 0; g < 4; g++) {
      const members = [0, 1, 2, 3].map((n) => new raw.Hosted(\`files-\${g}-\${n}\`, { storage: { writePolicy: "${policy}" } }));
      new raw.Group(\`group-\${g}\`, { online: ${policy === "ALLOW"}, group: { memberNames: members.map(({ name }) => name) } });
      new ContentSelector(\`selector-\${g}\`, { expression: 'format == "raw"' });
      new RoutingRule(\`rule-\${g}\`, { mode: "BLOCK", matchers: ["^/old/"] });
    }`;
  const { stack, nexus } = await createTestEnvironment(
    { program: many("ALLOW") },
    { nexus: { emulateRaces: true }, config: { deleteContent: true } },
  );
  const runs = [await stack.up("--parallel", "32")];
  stack.program(createProgram(many("DENY")));
  runs.push(await stack.up("--parallel", "32"), await stack.refresh(), await stack.destroy("--parallel", "32"));
  for (const run of runs) expect(run.code, run.output).toBe(0);
  expect(runs[2]?.counts).toEqual({ unchanged: 29 });
  const left = await fetch(`${nexus.url}/service/rest/v1/repositories`, {
    headers: { authorization: `Basic ${Buffer.from("admin:admin123").toString("base64")}` },
  });
  const names = ((await left.json()) as { name: string }[]).map(({ name }) => name);
  expect(names.filter((name) => /^(files|group)-/.test(name))).toEqual([]);
});

it("repairs a group that names a deleted member, so that its members can be deleted", async () => {
  const { stack, nexus, manual } = await createTestEnvironment({
    program: `new raw.Hosted("a", { allowContentLoss: true });`,
  });
  await stack.up();
  await manual.send("POST", "/v1/repositories/raw/hosted", {
    name: "b",
    online: true,
    storage: { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW" },
  });
  const fields = {
    name: "by-hand",
    online: true,
    storage: { blobStoreName: "default", strictContentTypeValidation: true },
  };
  await manual.send("POST", "/v1/repositories/raw/group", { ...fields, group: { memberNames: ["a", "b"] } });
  const ghosts = [
    { ...fields, format: "raw", type: "group", url: "x", group: { memberNames: ["ghost", "a", "b"] } },
    { name: "a", format: "raw", type: "hosted" },
    { name: "b", format: "raw", type: "hosted" },
  ];
  nexus.injectFault({
    method: "DELETE",
    path: /repositories\/a$/,
    times: 1,
    response: {
      status: 500,
      body: "ERROR: (ID 1) com.google.MultipleFailuresException: Failed to validate facets; 1 failure",
    },
  });
  nexus.injectFault({
    method: "GET",
    path: /repositorySettings$/,
    // One read before the deletion, one to find the group that prevents it.
    times: 2,
    response: { status: 200, body: JSON.stringify(ghosts), headers: { "content-type": "application/json" } },
  });
  stack.program(createProgram(""));
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(run.output).toContain(
    'raw group repository "by-hand" lists members that do not exist; they are removed from it',
  );
  expect(await manual.exists("/v1/repositories/a")).toBe(false);
});

it.each<[string, Pick<Fault, "reset" | "response">]>([
  ["502", { response: { status: 502 } }],
  ["504", { response: { status: 504 } }],
  ["a broken connection", { reset: true }],
])(
  "a creation that did not arrive (%s) is sent again, once the list proves that the object does not exist",
  async (_, fault) => {
    const { stack, nexus } = await createTestEnvironment({ program: all });
    for (const path of [
      /blobstores/,
      /cleanup/,
      /routing/,
      /repositories/,
      /selectors/,
      /privileges/,
      /roles/,
      /users/,
    ])
      nexus.injectFault({ method: "POST", path, times: 2, ...fault });
    const run = await stack.up("--parallel", "1");
    expect(run.code, run.output).toBe(0);
    expect(run.counts).toEqual({ created: count });
    expect((await stack.refresh()).counts).toEqual({ unchanged: count });
  },
);

it("a creation that never arrives fails after three attempts", async () => {
  const { stack, nexus } = await createTestEnvironment({ program: `new Role("r");` });
  nexus.injectFault({ method: "POST", times: 99, response: { status: 502 } });
  const run = await stack.up();
  expect(run.code).not.toBe(0);
  expect(nexus.requests.filter(({ method }) => method === "POST")).toHaveLength(3);
});

describe("a Nexus that is not available for a while:", () => {
  const repositories = `for (let n = 0; n < 25; n++) new raw.Hosted(\`files-\${n}\`);`;

  it("an up waits for the end of a restart, and says once until when", async () => {
    const { stack, nexus } = await createTestEnvironment({ program: repositories }, { config: { retryFor: 60 } });
    const end = nexus.injectFault({ times: 9999, response: { status: 503 } });
    const up = stack.up();
    await expect.poll(() => nexus.requests.length, { timeout: 60_000 }).toBeGreaterThan(0);
    setTimeout(end, 4_000);
    const run = await up;
    expect(run.code, run.output).toBe(0);
    // The CLI prints each notice when it arrives, and again at the end.
    const notices = run.output.match(/Waiting for Nexus until \d\d:\d\d:\d\d: GET .*: 503: Not ready for requests/g);
    expect(new Set(notices).size).toBe(1);
  });

  it("an outage that does not end gives one complete error; the other resources refer to it", async () => {
    const { stack, nexus } = await createTestEnvironment({ program: repositories }, { config: { retryFor: 1 } });
    nexus.injectFault({ times: 9999, response: { status: 503 } });
    const run = await stack.up();
    expect(run.code).not.toBe(0);
    // The CLI writes each failure below a line "1 error occurred:".
    const lines = run.output.matchAll(/^ {4}(?:error: |\t\* )(?!1 error occurred|update failed)(.*)$/gm);
    const errors = [...lines].map(([, error = ""]) => error);
    const isSkipped = (error: string) =>
      error.includes("Skipped: Nexus is not ready for requests (see the first error)");
    expect(errors.filter((error) => !isSkipped(error))).toEqual([
      expect.stringContaining("503: Not ready for requests"),
    ]);
    // The engine of the CLI may end the update before it starts another resource.
    if (!isFull) expect(errors.length).toBeGreaterThan(1);
  });

  it("25 repositories are created although Nexus allows 5 requests per second", async () => {
    const { stack, nexus } = await createTestEnvironment({ program: repositories }, { config: { retryFor: 60 } });
    nexus.injectFault({ times: 9999, allowedPerSecond: isFull ? 5 : 10, response: { status: 429 } });
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(nexus.requests.filter(({ status }) => status === 429).length).toBeGreaterThan(10);
  });

  it("a preview waits one timeout for a Nexus that accepts connections and never answers", async () => {
    const requests: string[] = [];
    const silent = createServer(({ url = "" }) => requests.push(url));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const { stack } = await createTestEnvironment({ program: all }, { config: { url, timeout: 1, retryFor: 180 } });
    const run = await stack.preview();
    // Each further request would wait for another timeout.
    expect(requests).toHaveLength(1);
    expect(run.code, run.output).toBe(0);
    expect(run.output).toContain("Cannot read from Nexus; the preview does not show existing objects");
    expect(run.output).toContain(`No response from ${url} within nexus:timeout`);
  });
});

it("changes of capabilities that a list of another client undoes are repeated", async () => {
  const hooks = (event: string) => `
    existing.repository("maven-central", { format: "maven2", type: "proxy" });
    for (const n of [1, 2, 3])
      new capability.WebhookRepository("hook-" + n, {
        notes: "${event}",
        properties: { repository: "maven-central", names: ["${event}"], url: "https://h" + n + ".example" },
      });`;
  const { stack, nexus } = await createTestEnvironment(
    { program: hooks("asset") },
    { nexus: { release: "3.71.0-06", edition: "CORE", emulateRaces: true } },
  );
  const other = new NexusClient({ url: nexus.url, username: "admin", password: "admin123" });
  const list = async () => (await other.get("extdirect:capability_Capability.read")).body as Fields[];
  const listUntil = async (work: Promise<unknown>) => {
    let isDone = false;
    const listing = (async () => {
      while (!isDone) await list();
    })();
    await work.finally(() => {
      isDone = true;
    });
    await listing;
  };
  await listUntil(stack.up());
  stack.program(createProgram(hooks("component")));
  const up = stack.up();
  await listUntil(up);
  expect((await up).code, (await up).output).toBe(0);
  const ours = (await list()).filter(({ typeId }) => typeId === "webhook.repository");
  expect(ours.map(({ notes, properties }) => [notes, (properties as Fields).names])).toEqual(
    Array(3).fill(["component", "component"]),
  );
  expect((await stack.refresh()).counts).toEqual({ unchanged: 4 });
  await other.close();
});

it("a Nexus whose clock is a year ahead gets the declared times of tasks, and the next up changes nothing", async () => {
  const schedules = `[
    { hourly: 7 }, { daily: "02:00" }, { weekly: ["MONDAY"], at: "23:30" }, { monthly: [1, 15], at: "00:10" },
    { daily: "02:00", timeZone: "+05:30" },
  ]`;
  const { stack, nexus } = await createTestEnvironment({
    program: `${schedules}.forEach((schedule, n) => new task.BlobstoreCompact("compact-" + n, { schedule, properties: { blobstoreName: "default" } }));`,
  });
  await nexus.clock.advance({ days: 365 });
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect((await stack.refresh()).counts).toEqual({ unchanged: 6 });
  expect((await stack.up()).counts).toEqual({ unchanged: 6 });
});
