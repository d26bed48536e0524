/** Evaluates a GitLab pipeline with gitlab-ci-local: schema, includes, inputs and rules. */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { parse } from "yaml";

const checkout = resolve(import.meta.dirname, "../..");
const program = createRequire(import.meta.url).resolve("gitlab-ci-local");

/** The template that users include. */
export const template = readFileSync(join(checkout, "templates/nexus-iac.yml"), "utf8");

export interface PipelineResult {
  code: number;
  output: string;
}

/** Returns the variables and options for a merge request pipeline. */
export function createMergeRequestVariables({ from }: { from: string }): [Record<string, string>, ...string[]] {
  const variables = {
    CI_PIPELINE_SOURCE: "merge_request_event",
    CI_PROJECT_ID: "1",
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: from,
    CI_MERGE_REQUEST_IID: "7",
  };
  return [variables, "--unset-variable", "CI_COMMIT_BRANCH"];
}

/** Creates a repository that includes the template. It is removed after the test. */
export function createGitLabProject(inputs: Record<string, unknown>, text = template) {
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-gitlab-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "templates"), { recursive: true });
  writeFileSync(join(folder, "templates/nexus-iac.yml"), text);
  const including = { include: [{ local: "templates/nexus-iac.yml", inputs }] };
  writeFileSync(join(folder, ".gitlab-ci.yml"), JSON.stringify(including));
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, stdio: "ignore" });
  git("init", "--initial-branch=main");
  git("remote", "add", "origin", "https://gitlab.example/acme/estate.git");
  git("add", ".gitlab-ci.yml", "templates");
  git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--no-gpg-sign", "-m", "t");
  return {
    run: (variables: Record<string, string>, ...args: string[]): Promise<PipelineResult> =>
      runPipeline(folder, [
        ...args,
        ...Object.entries(variables).flatMap(([name, value]) => ["--variable", `${name}=${value}`]),
      ]),
  };
}

export interface PipelineJob {
  before_script: string[];
  script: string[];
}

/** Returns the jobs with extensions and references resolved, by purpose: `review`. */
export async function renderPipelineJobs(inputs: Record<string, unknown>): Promise<Record<string, PipelineJob>> {
  const { code, output } = await createGitLabProject(inputs).run({}, "--preview");
  if (code) throw new Error(output);
  const { stages: _, ...all } = parse(output.slice(output.indexOf("---\n")));
  return Object.fromEntries(Object.entries<PipelineJob>(all).map(([name, job]) => [name.split(" ")[1] ?? name, job]));
}

function runPipeline(cwd: string, args: readonly string[]): Promise<PipelineResult> {
  return new Promise((done, failed) => {
    const env = {
      ...process.env,
      HOME: cwd,
      GITLAB_CI: "false",
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    };
    const child = spawn(process.execPath, [program, ...args], { cwd, env });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        output += chunk;
      });
    child.on("error", failed);
    child.on("close", (code) => done({ code: code ?? 1, output }));
  });
}
