/** The pipelines of a project that `nexus-iac init` writes. */
import { expect, it } from "vitest";
import { parse } from "yaml";
import { createProjectFiles, firstEstate, type Pipeline } from "../../src/cli/commands/init/project-files.ts";
import { findWorkflowProblems, workflow } from "../support/github-workflow.ts";
import { createGitLabProject } from "../support/gitlab-ci.ts";

const createFiles = (pipeline: Pipeline) =>
  createProjectFiles({ name: "my-nexus", stack: "site", estate: firstEstate, stackFile: "config: {}\n", pipeline });

it("GitLab accepts the inputs of the template", async () => {
  const {
    include: [included],
  } = parse(createFiles("gitlab")[".gitlab-ci.yml"] ?? "");
  const { code, output } = await createGitLabProject(included.inputs).run({}, "--preview");
  expect(code, output).toBe(0);
  expect(output).toContain("nexus-iac review site");
});

it("GitHub accepts the workflow, and its inputs are those of the called one", async () => {
  const text = createFiles("github")[".github/workflows/nexus.yml"] ?? "";
  expect(await findWorkflowProblems(text)).toEqual([]);
  const { inputs } = parse(workflow).on.workflow_call as { inputs: Record<string, { required?: boolean }> };
  const given = Object.keys(parse(text).jobs.site.with);
  expect(given.filter((name) => !(name in inputs))).toEqual([]);
  const required = Object.keys(inputs).filter((name) => inputs[name]?.required);
  expect(given).toEqual(expect.arrayContaining(required));
});
