/** Tests `nexus-iac review` and `nexus-iac drift` for a stack. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type DriftReport, driftReportSchema, type Review, reviewSchema } from "../../src/review/report-schemas.ts";
import { newestRelease } from "../support/newest-release.ts";
import { itInFull } from "../support/scope.ts";
import { type CliEnvironment, createCliEnvironment, createProgram } from "../support/stack/test-environment.ts";
import { runForStack, type StackCommandResult } from "./support/stack-command.ts";

const parseReview = ({ readReport: file }: StackCommandResult): Review =>
  reviewSchema.parse(JSON.parse(file("review.json")));
const parseDrift = ({ readReport: file }: StackCommandResult): DriftReport =>
  driftReportSchema.parse(JSON.parse(file("drift.json")));

const secrets = { "passwords.nexus-jenkinsbot": "Correct-horse-1" };
const upstreams = { dockerHub: "https://hub.example" };

function createLab(): Promise<CliEnvironment> {
  return createCliEnvironment({ estate: "lab" }, { config: { upstreams }, secrets });
}

/** Makes manual changes in Nexus. */
async function changeManually({ manual }: CliEnvironment): Promise<void> {
  const hosted = "/v1/repositories/docker/hosted/docker-dev-hosted";
  await manual.change(hosted, (live) => ({ ...live, storage: { ...(live.storage as object), writePolicy: "ALLOW" } }));
  await manual.change("/v1/security/roles/nexus-docker-dev-pull", (live) => ({
    ...live,
    privileges: [...(live.privileges as string[]), "nx-all"],
  }));
  await manual.send("DELETE", "/v1/security/users/nexus-jenkinsbot");
  await manual.send("POST", "/v1/security/roles", { id: "by-hand", name: "by-hand", privileges: [], roles: [] });
}

describe("nexus-iac review", () => {
  it("reports created, adopted and changed objects, drift and access changes, and writes nothing", async () => {
    const environment = await createLab();
    const { stack, manual, recordRequests } = environment;
    await manual.send("POST", "/v1/repositories/docker/hosted", {
      name: "docker-dev-hosted",
      online: true,
      storage: { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW" },
      docker: { v1Enabled: false, forceBasicAuth: true, httpPort: 5002 },
    });

    const first = await runForStack(stack, ["review", "--stack", stack.stack]);
    expect(first.code, first.output).toBe(0);
    const adopted = parseReview(first);
    expect(adopted.summary).toMatchObject({ adopt: 1, delete: 0, drift: 0 });
    const hosted = adopted.changes.find(({ op }) => op === "adopt");
    expect(hosted?.fields).toContainEqual({ path: "storage.writePolicy", before: "ALLOW", after: "ALLOW_ONCE" });
    expect(adopted.access.flatMap(({ who }) => who)).toContainEqual({ type: "user", id: "nexus-bootstrap" });
    expect(adopted.notChecked).toEqual([]);

    await stack.up();
    await changeManually(environment);
    await stack.configure({ retainDays: 5 });
    const state = stack.readStateFile();
    const requests = await recordRequests(async () => {
      const second = await runForStack(stack, ["review", "--stack", stack.stack, "--fail-on", "high"]);
      expect(second.code, second.output).toBe(2);
      const report = parseReview(second);
      expect(report.summary).toMatchObject({ create: 0, update: 1, drift: 3 });
      expect(report.risks.map(({ rule }) => rule)).toEqual([
        "cleanup-shortened",
        "invariant-broken-in-nexus",
        "invariant-broken-in-nexus",
      ]);
      expect(second.readReport("review.md")).toContain("`docker-dev-hosted-retain-30d`");
      expect(JSON.parse(second.readReport("gitlab-terraform.json"))).toEqual({ create: 0, update: 1, delete: 0 });
      const all = ["review.md", "review.json", "review.html", "gitlab-terraform.json"].map(second.readReport).join();
      for (const secret of ["Correct-horse-1", "admin123"]) expect(all + second.output).not.toContain(secret);
    });
    expect(requests.filter((request) => !/^GET |extdirect/.test(request))).toEqual([]);
    expect(stack.readStateFile()).toBe(state);
  });

  itInFull("reads a saved plan and lists what it could not check", async () => {
    const { stack, nexus } = await createLab();
    const { output } = await stack.preview("--json", "--show-sames");
    writeFileSync(join(stack.folder, "plan.json"), output.slice(output.indexOf("{")));

    const offline = await runForStack(stack, ["review", "--plan", "plan.json", "--offline"]);
    expect(offline.code, offline.output).toBe(0);
    expect(offline.output).toContain("not checked: Nexus was not read (--offline)");

    const review = await runForStack(stack, ["review", "--plan", "plan.json"], {
      NEXUS_URL: nexus.url,
      NEXUS_PASSWORD: "admin123",
    });
    expect(review.code, review.output).toBe(0);
    expect(parseReview(review).notChecked).toEqual([]);
    expect(parseReview(review).nexus.release).toBe(newestRelease);

    const refused = await runForStack(stack, ["review", "--plan", "plan.json"], {
      ...{ NEXUS_URL: nexus.url, NEXUS_PASSWORD: "wrong" },
    });
    expect(refused.code).toBe(0);
    expect(refused.output).toMatch(/not checked: Nexus was not read \(.*401/);
  });

  it("fails with one clear error if there is nothing to review", async () => {
    const { stack } = await createCliEnvironment({ program: "throw new pulumi.RunError('the program is broken');" });
    const broken = await runForStack(stack, ["review", "--stack", stack.stack]);
    expect(broken.code).toBe(1);
    expect(broken.output).toContain("the program is broken");
    expect(broken.output).not.toContain("    at ");

    writeFileSync(join(stack.folder, "text.json"), "Previewing update...");
    const none = await runForStack(stack, ["review", "--plan", "text.json"]);
    expect(none).toMatchObject({ code: 1 });
    expect(none.output).toBe(
      "text.json is not JSON: save the output of `pulumi preview --json --show-sames` and nothing else\n",
    );
    expect((await runForStack(stack, ["review", "--plan", "none.json"])).output).toMatch(/^Cannot read none.json: /);
    expect((await runForStack(stack, ["review", "--fail-on", "terrible"])).code).toBe(64);
    expect(none.hasReport("review.md")).toBe(false);
  });
});

describe("nexus-iac review --destroy", () => {
  it("reports adopted objects that would be deleted, or kept with nexus:keepAdopted", async () => {
    const { stack, manual } = await createCliEnvironment({ program: `new Role("ours"); new Role("theirs");` });
    await manual.send("POST", "/v1/security/roles", { id: "theirs", name: "theirs" });
    await stack.up();
    const deleted = parseReview(await runForStack(stack, ["review", "--destroy", "--stack", stack.stack]));
    expect(deleted.summary).toMatchObject({ delete: 2, keep: 0 });
    expect(deleted.risks).toMatchObject([{ rule: "adopted-deleted", name: "theirs" }]);
    await stack.configure({ keepAdopted: true });
    const kept = parseReview(await runForStack(stack, ["review", "--destroy", "--stack", stack.stack]));
    expect(kept.summary).toMatchObject({ delete: 1, keep: 1 });
    expect(kept.risks).toEqual([]);
    expect(await manual.exists("/v1/security/roles/theirs")).toBe(true);
  });

  it("reports no deletion of an object that moves to another Provider", async () => {
    const { stack, nexus } = await createCliEnvironment({ program: "" });
    const p = `const p = new Provider("p", { url: "${nexus.url}", username: "admin", password: "admin123", keepAdopted: true });`;
    stack.program(createProgram(`${p} new Role("old", { roleId: "r" }, { provider: p });`));
    await stack.up();
    stack.program(createProgram(`${p} new Role("new", { roleId: "r" });`));
    const review = parseReview(await runForStack(stack, ["review", "--stack", stack.stack]));
    expect(review.summary).toMatchObject({ adopt: 1, delete: 0 });
  });
});

describe("nexus-iac drift", () => {
  it("reports changed, missing and unmanaged objects, and repairs the declared ones with --heal", async () => {
    const environment = await createLab();
    const { stack } = environment;
    await stack.up();
    const drift = (...args: string[]) => runForStack(stack, ["drift", "--stack", stack.stack, ...args]);

    const asDeclared = await drift("--ignore", "repository/maven-*");
    expect(asDeclared.code, asDeclared.output).toBe(0);

    await changeManually(environment);
    await environment.manual.setPassword("nexus-developer", "Another-one-1");
    const state = stack.readStateFile();
    const found = await drift("--ignore", "repository/maven-*");
    expect(found.code).toBe(2);
    const { drift: changed, unmanaged, summary } = parseDrift(found);
    expect(
      changed.map(({ name, missing, fields }) => [name, missing ?? fields.map(({ path }) => path)]).sort(),
    ).toEqual([
      ["docker-dev-hosted", ["storage.writePolicy"]],
      ["nexus-developer", ["password"]],
      ["nexus-docker-dev-pull", ["privileges"]],
      ["nexus-jenkinsbot", true],
    ]);
    expect(unmanaged.map(({ family, name }) => `${family}/${name}`)).toEqual(["role/by-hand"]);
    expect(summary).toMatchObject({ changed: 3, missing: 1, unmanaged: 1 });
    expect(found.readReport("drift.xml")).toContain('failures="5"');
    expect(found.readReport("drift.md")).toContain("`nexus-jenkinsbot` (user): missing in Nexus");
    expect(stack.readStateFile()).toBe(state);

    await stack.configure({ ignore: ["repository/maven-*", "role/by-hand"] });
    // Nexus creates the user and responds with an error.
    environment.nexus.injectFault({
      method: "POST",
      path: /security\/users$/,
      replaceResponse: { status: 500, body: "ERROR: x" },
    });
    const healed = await drift("--heal");
    expect(healed.code, healed.output).toBe(0);
    expect(parseDrift(healed).mended?.length).toBe(4);
    expect(parseDrift(healed).drift).toEqual([]);
    expect(await environment.manual.acceptsLogin("nexus-jenkinsbot", "Correct-horse-1")).toBe(true);
    expect(await environment.manual.acceptsLogin("nexus-developer", "Another-one-1")).toBe(false);
    const all = ["drift.md", "drift.json", "drift.xml", "drift.html"].map(healed.readReport).join();
    for (const secret of ["Correct-horse-1", "admin123"]) expect(all + healed.output).not.toContain(secret);
  });

  itInFull("does not repair if that would create objects that were not applied yet", async () => {
    const roles = (text: string) => `
      new Role("kept", { description: "${text}", privileges: [] });
      new Role("lost", { privileges: [] });`;
    const environment = await createCliEnvironment({ program: roles("first") });
    await environment.stack.up();
    await environment.manual.send("DELETE", "/v1/security/roles/lost");
    environment.stack.program(createProgram(roles("second")));
    const requests = await environment.recordRequests(async () => {
      const refused = await runForStack(environment.stack, ["drift", "--stack", "test", "--heal", "--no-unmanaged"]);
      expect(refused.code).toBe(1);
      expect(refused.output).toContain(
        "Nothing was healed: healing would also apply pending changes: kept (role). Run `up --refresh` to apply both\n",
      );
      expect(parseDrift(refused).drift.map(({ name }) => name)).toEqual(["lost"]);
    });
    expect(requests.filter((request) => !/^GET |extdirect/.test(request))).toEqual([]);
  });

  itInFull("lets Pulumi finish after a signal, and leaves no lock", async () => {
    const { nexus, manual, stack } = await createCliEnvironment({
      program: `for (const name of ["a", "b", "c"]) new Role(name, { privileges: [] });`,
    });
    await stack.up();
    for (const name of ["a", "b", "c"]) await manual.send("DELETE", `/v1/security/roles/${name}`);
    nexus.injectFault({ method: "POST", path: /security\/roles$/, times: 3, delayMs: 1000 });
    nexus.clearRequests();
    const ended = runForStack(stack, ["drift", "--stack", "test", "--heal", "--no-unmanaged"], {}, (child) => {
      const watch = setInterval(() => {
        if (!nexus.requests.some(({ method, path }) => method === "POST" && path.endsWith("/roles"))) return;
        clearInterval(watch);
        child.kill("SIGTERM");
      }, 50);
    });
    expect((await ended).code).toBe(128 + 15);
    const next = await stack.up("--refresh");
    expect(next.code, next.output).toBe(0);
    expect(await manual.exists("/v1/security/roles/c")).toBe(true);
  });

  it("refuses a pattern of an unknown family and suggests one", async () => {
    const { stack } = await createCliEnvironment({ program: "" });
    const wrong = await runForStack(stack, ["drift", "--stack", stack.stack, "--ignore", "repositories/*"]);
    expect(wrong.code).toBe(1);
    expect(wrong.output).toBe(
      'nexus:ignore[0]: must be such as "repository/legacy-*"; "repositories" is not a family; did you mean "repository"?\n',
    );
  });
});
