import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { evaluateCondition, findWorkflowProblems, renderWorkflowJobs, workflow } from "../support/github-workflow.ts";

const jobs = renderWorkflowJobs({
  "inputs.stack": "lab",
  "inputs.validate": "npm run types",
  "inputs.drift-as": "preview",
  "secrets.NEXUS_PASSWORD": "a secret",
});
const jobNames = Object.keys(jobs);
const readAndIdentity = { contents: "read", "id-token": "write" };

describe("the workflow for GitHub", () => {
  it("matches the schema of GitHub", async () => expect(await findWorkflowProblems(workflow)).toEqual([]));

  it.each([
    ["an unknown key", "cancel-in-progress:", "cancel-in-progres:"],
    ["an unknown permission", "pull-requests: write", "pull-request: write"],
    ["an input of an unknown type", "type: string", "type: text"],
    ["an invalid expression", "github.event_name !=", "github.event_name !!"],
    ["an unknown context", "inputs.stack", "input.stack"],
  ])("is refused with %s", async (_, from, to) => {
    expect(await findWorkflowProblems(workflow.replaceAll(from, to))).not.toEqual([]);
  });

  it("requests only the permissions that each job needs", () => {
    expect(workflow).toMatch(/^permissions: \{\}$/m);
    expect(Object.fromEntries(Object.entries(jobs).map(([name, { permissions }]) => [name, permissions]))).toEqual({
      validate: { contents: "read" },
      review: { ...readAndIdentity, "pull-requests": "write" },
      apply: readAndIdentity,
      drift: readAndIdentity,
    });
  });

  it("passes secrets only to the step that runs nexus-iac, in review, apply and drift", () => {
    const withSecrets = Object.entries(jobs).flatMap(([name, { env = {}, steps }]) => {
      expect(JSON.stringify(env), name).not.toContain("a secret");
      return steps.flatMap(({ env: own = {}, run, uses }) =>
        JSON.stringify(own).includes("a secret") ? [[name, /npm run [a-z]+ /.exec(run ?? "")?.[0] ?? uses]] : [],
      );
    });
    expect(withSecrets).toEqual([
      ["review", "npm run review "],
      ["apply", "npm run up "],
      ["drift", "npm run drift "],
    ]);
  });

  it("installs packages without their install scripts, which would see the identity token of the job", () => {
    const installs = Object.values(jobs).flatMap(({ steps }) =>
      steps.flatMap(({ run = "" }) => run.match(/npm ci.*/g) ?? []),
    );
    expect(installs).toEqual(jobNames.map(() => "npm ci --ignore-scripts"));
  });

  it("uses actions by the commits of named releases", () => {
    const actions = [...workflow.matchAll(/uses: (.*)/g)].map(([, action]) => action);
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  const inRepository = { repository: "acme/estate" };
  const pullRequestFrom = (full_name: string) => ({ pull_request: { head: { repo: { full_name } } } });
  it.each<[string, { event_name: string; ref?: string; event?: object }, string[]]>([
    ["a push to the default branch", { event_name: "push", ref: "refs/heads/main" }, ["validate", "apply"]],
    ["a push to another branch", { event_name: "push", ref: "refs/heads/feature" }, ["validate"]],
    ["a tag with the name of the default branch", { event_name: "push", ref: "refs/tags/main" }, ["validate"]],
    ["a manual run", { event_name: "workflow_dispatch", ref: "refs/heads/main" }, ["validate"]],
    ["a pull request", { event_name: "pull_request", event: pullRequestFrom("acme/estate") }, ["validate", "review"]],
    ["a pull request of a fork", { event_name: "pull_request", event: pullRequestFrom("eve/estate") }, ["validate"]],
    [
      "pull_request_target, which runs on the default branch",
      { event_name: "pull_request_target", ref: "refs/heads/main", event: pullRequestFrom("eve/estate") },
      ["validate"],
    ],
    ["the schedule", { event_name: "schedule", ref: "refs/heads/main" }, ["drift"]],
  ])("runs for %s only the jobs that it may start", (_, { event = {}, ...context }, expected) => {
    const github = {
      ...inRepository,
      ...context,
      ref_name: context.ref?.split("/").at(-1),
      event: { ...event, repository: { default_branch: "main" } },
    };
    expect(jobNames.filter((job) => evaluateCondition(jobs[job]?.if ?? "", github))).toEqual(expected);
  });

  it("has separate environments for preview and apply, and runs one change of a stack at a time", () => {
    const settings = Object.values(jobs).map(({ environment, concurrency }) => [environment, concurrency?.group]);
    expect(settings).toEqual([
      [undefined, undefined],
      ["nexus-preview-lab", undefined],
      ["nexus-apply-lab", "nexus-iac-lab"],
      ["nexus-preview-lab", "nexus-iac-lab"],
    ]);
  });

  it("has no expression in a script except the command of the caller", () => {
    const expressions = /\$\{\{ ([\w.-]+) \}\}/g;
    const named = [...workflow.matchAll(expressions)].map(([, name = ""]) => name);
    const marked = renderWorkflowJobs(Object.fromEntries(named.map((name) => [name, `<${name}>`])));
    const found = Object.values(marked).flatMap(({ steps }) =>
      steps.flatMap(({ run = "" }) => run.match(/<[\w.-]+>/g) ?? []),
    );
    expect(found).toEqual(["<inputs.validate>"]);
  });
});

describe("the workflow that publishes the packages", () => {
  const release = readFileSync(".github/workflows/release.yml", "utf8");

  it("matches the schema of GitHub", async () => expect(await findWorkflowProblems(release)).toEqual([]));

  it("gives an identity token only to the job that runs no tests", () => {
    const { permissions, jobs: releaseJobs } = parse(release);
    expect(permissions).toEqual({});
    expect(releaseJobs.test.permissions).toEqual({ contents: "read" });
    expect(releaseJobs.publish.permissions).toEqual(readAndIdentity);
    expect(releaseJobs.publish.needs).toBe("test");
    expect(JSON.stringify(releaseJobs.publish.steps)).not.toContain(".ci/run");
  });
});
