import { describe, expect, it } from "vitest";
import {
  createGitLabProject,
  createMergeRequestVariables,
  renderPipelineJobs,
  template,
} from "../support/gitlab-ci.ts";

const inputs = { stack: "lab", image: "registry.example/node:24" };

/** Returns the jobs of a pipeline, with `on_success` or `manual`. */
async function jobsOf(variables: Record<string, string>, ...more: string[]): Promise<Record<string, string>> {
  const { code, output } = await createGitLabProject(inputs).run(variables, "--list-csv", ...more);
  expect(code, output).toBe(0);
  const rows = [...output.matchAll(/^nexus-iac (\w+) lab;\w+;(\w+);/gm)];
  return Object.fromEntries(rows.map(([, job = "", when = ""]) => [job, when]));
}

describe("the template for GitLab", () => {
  it("matches the schema of GitLab, with all inputs set", async () => {
    const more = { folder: "nexus/estate", "fail-on": "low", "drift-options": "--heal --ignore user/*" };
    const { code, output } = await createGitLabProject({ ...inputs, ...more }).run({}, "--preview");
    expect(code, output).toBe(0);
    expect(output).toContain("json schema validated");
    expect(output).toContain('cd "nexus/estate"');
    expect(output).toContain('nexus-iac-drift/$STACK" --heal --ignore user/*');
  });

  it.each([
    ["an unknown key", "expose_as:", "exposed_as:"],
    ["a job that extends nothing", "extends: .nexus-iac:", "extends: .nexus:"],
  ])("is refused with %s", async (_, from, to) => {
    const { code } = await createGitLabProject(inputs, template.replaceAll(from, to)).run({}, "--preview");
    expect(code).not.toBe(0);
  });

  it.each([
    [{ stack: "lab; rm -rf ." }, /stack.*does not match/],
    [{ "fail-on": "none" }, /fail-on.*not in the list/],
  ])("refuses %j", async (more, words) => {
    expect((await createGitLabProject({ ...inputs, ...more }).run({}, "--preview")).output).toMatch(words);
  });

  it("reviews merge requests, but none from a fork", async () => {
    expect(await jobsOf(...createMergeRequestVariables({ from: "1" }))).toEqual({
      validate: "on_success",
      review: "on_success",
    });
    expect(await jobsOf(...createMergeRequestVariables({ from: "2" }))).toEqual({ validate: "on_success" });
  });

  it("applies the default branch after a manual start", async () => {
    expect(await jobsOf({ CI_PIPELINE_SOURCE: "push" })).toEqual({ validate: "on_success", apply: "manual" });
    expect(await jobsOf({ CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "feature" })).toEqual({});
  });

  it.each(["web", "api", "trigger"])(
    "applies nothing in a pipeline of the source %s, whose user sets variables",
    async (source) => {
      expect(await jobsOf({ CI_PIPELINE_SOURCE: source })).toEqual({ validate: "on_success" });
    },
  );

  it("applies nothing for a tag with the name of the default branch", async () => {
    const tag = { CI_PIPELINE_SOURCE: "push", CI_COMMIT_TAG: "main" };
    expect(await jobsOf(tag, "--unset-variable", "CI_COMMIT_BRANCH")).toEqual({});
  });

  it("reviews a change after a manual start, if the inputs say so", async () => {
    const project = createGitLabProject({ ...inputs, "review-when": "manual" });
    const [variables, ...options] = createMergeRequestVariables({ from: "1" });
    const { output } = await project.run(variables, "--list-csv", ...options);
    expect(output).toMatch(/^nexus-iac review lab;\w+;manual;/m);
  });

  it("installs packages without their install scripts, which would see the variables of the job", async () => {
    const jobs = Object.values(await renderPipelineJobs(inputs)).flatMap(({ before_script }) => before_script ?? []);
    const installs = jobs.filter((line) => line.startsWith("npm ci"));
    expect(installs.length).toBeGreaterThan(0);
    for (const line of installs) expect(line).toMatch(/^npm ci --ignore-scripts/);
  });

  it("checks for drift on a schedule", async () => {
    expect(await jobsOf({ CI_PIPELINE_SOURCE: "schedule" })).toEqual({ drift: "on_success" });
  });
});
