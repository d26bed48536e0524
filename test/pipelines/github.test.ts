import { describe, expect, it } from "vitest";
import { jobsWith, problemsOf, workflow } from "../support/github-workflow.ts";

const jobs = jobsWith({
  "inputs.stack": "lab",
  "inputs.validate": "npm run types",
  "inputs.drift-as": "preview",
  "secrets.NEXUS_PASSWORD": "a secret",
});
const looking = { contents: "read", "id-token": "write" };

describe("the workflow for GitHub", () => {
  it("fits GitHub's schema", async () => expect(await problemsOf(workflow)).toEqual([]));

  it.each([
    ["a key that GitHub does not know", "cancel-in-progress:", "cancel-in-progres:"],
    ["a permission that there is not", "pull-requests: write", "pull-request: write"],
    ["an input that there is not a type of", "type: string", "type: text"],
    ["an expression that is none", "github.event_name !=", "github.event_name !!"],
    ["a context that is not there", "inputs.stack", "input.stack"],
  ])("would not fit with %s", async (_, from, to) => {
    expect(await problemsOf(workflow.replaceAll(from, to))).not.toEqual([]);
  });

  it("asks for no right that a job does not need", () => {
    expect(workflow).toMatch(/^permissions: \{\}$/m);
    expect(Object.fromEntries(Object.entries(jobs).map(([name, { permissions }]) => [name, permissions]))).toEqual({
      validate: { contents: "read" },
      review: { ...looking, "pull-requests": "write" },
      apply: looking,
      drift: looking,
    });
  });

  it("gives secrets only where something is looked at or changed, and never to a fork", () => {
    for (const [name, { env = {} }] of Object.entries(jobs))
      expect(Object.values(env).includes("a secret"), name).toBe(name !== "validate");
    expect(jobs.review?.if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
    expect(workflow).not.toContain("pull_request_target");
  });

  it("has an environment for who looks and one for who changes, and one change of a stack at a time", () => {
    const told = Object.values(jobs).map(({ environment, concurrency }) => [environment, concurrency?.group]);
    expect(told).toEqual([
      [undefined, undefined],
      ["nexus-preview-lab", undefined],
      ["nexus-apply-lab", "nexus-iac-lab"],
      ["nexus-preview-lab", "nexus-iac-lab"],
    ]);
  });

  it("puts no expression into a script, but the command that its caller gives", () => {
    const expressions = /\$\{\{ ([\w.-]+) \}\}/g;
    const named = [...workflow.matchAll(expressions)].map(([, name = ""]) => name);
    const marked = jobsWith(Object.fromEntries(named.map((name) => [name, `<${name}>`])));
    const found = Object.values(marked).flatMap(({ steps }) =>
      steps.flatMap(({ run = "" }) => run.match(/<[\w.-]+>/g) ?? []),
    );
    expect(found).toEqual(["<inputs.validate>"]);
  });
});
