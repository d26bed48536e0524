import { describe, expect, it } from "vitest";
import { findWorkflowProblems, renderWorkflowJobs, workflow } from "../support/github-workflow.ts";

const jobs = renderWorkflowJobs({
  "inputs.stack": "lab",
  "inputs.validate": "npm run types",
  "inputs.drift-as": "preview",
  "secrets.NEXUS_PASSWORD": "a secret",
});
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

  it("passes secrets to review, apply and drift only, and never to a fork", () => {
    for (const [name, { env = {} }] of Object.entries(jobs))
      expect(Object.values(env).includes("a secret"), name).toBe(name !== "validate");
    expect(jobs.review?.if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
    expect(workflow).not.toContain("pull_request_target");
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
