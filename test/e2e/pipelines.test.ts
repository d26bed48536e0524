/** Runs the scripts of the pipelines for GitLab, GitHub and Jenkins with the variables that the pipelines set. */

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { installCore } from "../../tools/nexus-core/install-core.mjs";
import { platformToken, startFakeGitLab } from "../support/fake-platform.ts";
import { jwt, startFakeVault } from "../support/fake-vault.ts";
import { renderWorkflowJobs } from "../support/github-workflow.ts";
import { renderPipelineJobs } from "../support/gitlab-ci.ts";
import { itInFull } from "../support/scope.ts";
import { createCliEnvironment, createProgram } from "../support/stack/test-environment.ts";

const checkout = resolve(import.meta.dirname, "../..");

interface Stage {
  name: string;
  /** The users who can approve the stage, if it waits for an approval. */
  approvers: string | null;
  scripts: string[];
  credentials: string[];
  archived: string[];
  result: string;
}

/** Evaluates the Jenkinsfile for builds with Groovy, which is part of the real Nexus Core. Returns the stages that Jenkins runs. */
async function evaluateJenkinsfile(...builds: object[]): Promise<{ stages: Stage[]; error?: string }[]> {
  const { home, java } = await installCore();
  const jars = ["groovy", "groovy-json"].map((name) =>
    join(home, `system/org/codehaus/groovy/${name}/3.0.19/${name}-3.0.19.jar`),
  );
  const args = ["-XX:TieredStopAtLevel=1", "-cp", jars.join(delimiter), "groovy.ui.GroovyMain"];
  const files = [join(checkout, "test/pipelines/declarative.groovy"), join(checkout, "pipelines/Jenkinsfile")];
  const output = execFileSync(join(java, "bin/java"), [...args, ...files], { input: JSON.stringify(builds) });
  return JSON.parse(output.toString());
}

const files = (writePolicy: string) =>
  createProgram(`new raw.Hosted("files", { storage: { writePolicy: "${writePolicy}" } });`);

const settings = { STACK: "test" };
const primary = { BRANCH_NAME: "main", BRANCH_IS_PRIMARY: "true" };

describe("the Jenkinsfile", { tags: ["core"] }, () => {
  let results: Awaited<ReturnType<typeof evaluateJenkinsfile>>;
  beforeAll(async () => {
    results = await evaluateJenkinsfile(
      { env: { CHANGE_ID: "7" }, settings, code: 2 },
      { env: { CHANGE_ID: "7", CHANGE_FORK: "contributor" }, settings },
      { env: primary, settings },
      { env: primary, settings, cause: "TimerTrigger", code: 2 },
      { env: primary, settings: { ...settings, VAULT_SECRETS: "kv/nexus" }, code: 1 },
    );
  });

  it("takes no command, stack, agent or approver from the user who starts a build", async () => {
    const names = ["STACK", "FOLDER", "AGENT", "VALIDATE", "FAIL_ON", "DRIFT_AS", "DRIFT_OPTIONS", "APPROVERS"];
    const params = Object.fromEntries(names.map((name) => [name, "$(touch /tmp/attacked)"]));
    const builds = [{ CHANGE_ID: "7" }, primary].map((env) => ({ env: { ...env, ...params }, settings }));
    const attacked = await evaluateJenkinsfile(...builds.map((build) => ({ ...build, params })));
    expect(attacked).toEqual([{ ...results[0], stages: [expect.anything(), expect.anything()] }, results[2]]);
    expect(JSON.stringify(attacked)).not.toContain("attacked");
    expect(attacked[1]?.stages.at(-1)?.approvers).toBe("nexus-approvers");
  });

  it("uses only steps that Jenkins has", () =>
    expect(results.map(({ error }) => error)).toEqual(results.map(() => undefined)));

  it("reviews changes but none from a fork, applies on request, and detects drift at night", () => {
    expect(results.map(({ stages }) => stages.map(({ name, approvers }) => (approvers ? `${name}?` : name)))).toEqual([
      ["Validate", "Review"],
      ["Validate"],
      ["Validate", "Apply?"],
      ["Drift"],
      ["Validate", "Apply?"],
    ]);
  });

  it("is unstable after a finding and fails after a failure", () => {
    expect(results.map(({ stages }) => stages.at(-1)?.result)).toEqual([
      "unstable: the review found risks",
      "success",
      "success",
      "unstable: Nexus has drifted",
      "failed: the command exited with 1",
    ]);
  });

  it("gives each stage only the credentials that it needs", () => {
    const credentials = results.map(({ stages }) => stages.map((stage) => stage.credentials[0] ?? "none"));
    expect(credentials).toEqual([
      ["none", "nexus-preview-test"],
      ["none"],
      ["none", "nexus-apply-test"],
      ["nexus-preview-test"],
      ["none", "VAULT_ID_TOKEN"],
    ]);
  });
});

/** Creates a project that has the package as a dependency, see docs/pipelines.md. `npm ci` does nothing in it. */
async function createPipelineProject() {
  const at = await createCliEnvironment({ program: "" });
  at.stack.program(files("ALLOW_ONCE"));
  const { folder } = at.stack;
  const bin = join(folder, "node_modules/.bin");
  const shim = join(folder, "shim");
  for (const path of [bin, shim]) mkdirSync(path);
  const command = join(checkout, "src/cli/main.ts");
  writeFileSync(join(bin, "nexus-iac"), `#!/bin/sh\nexec node ${command} "$@"\n`, { mode: 0o755 });
  writeFileSync(join(shim, "npm"), `#!/bin/sh\n[ "$1" = ci ] && exit\nPATH="\${PATH#*:}" exec npm "$@"\n`, {
    mode: 0o755,
  });
  const scripts = { review: "nexus-iac review", drift: "nexus-iac drift", up: "pulumi up", "nexus-iac": "nexus-iac" };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", scripts }));
  const variables = {
    ...at.stack.environment,
    PATH: [shim, dirname(process.execPath), process.env.PATH].join(delimiter),
  };
  const sh = (script: string, more: Record<string, string> = {}) =>
    new Promise<{ code: number; output: string }>((done) => {
      const env = { ...process.env, ...variables, STACK: "test", ...more };
      const child = spawn("sh", ["-e", "-c", script], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk) => {
          output += chunk;
        });
      child.on("close", (code) => done({ code: code ?? 1, output }));
    });
  return { ...at, folder, variables, sh };
}

/** Returns the names and times of the files of a state. */
function readState(backend = ""): string[] {
  const folder = backend.replace("file://", "");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => statSync(join(folder, file)).isFile())
    .map((file) => `${file} ${statSync(join(folder, file)).mtimeMs}`)
    .sort();
}

itInFull(
  "work: Jenkins applies, GitLab posts a review note, GitHub detects drift with credentials from Vault",
  { tags: ["core"] },
  async () => {
    const { stack, folder, sh, manual } = await createPipelineProject();

    const [built] = await evaluateJenkinsfile({ env: primary, settings });
    const applied = await sh(built?.stages.at(-1)?.scripts.at(-1) ?? "");
    expect(applied.code, applied.output).toBe(0);
    expect(await manual.exists("/v1/repositories/raw/hosted/files")).toBe(true);

    stack.program(files("ALLOW"));
    const gitlab = await startFakeGitLab();
    const { review } = await renderPipelineJobs({ stack: "test", image: "registry.example/node:24" });
    const state = readState(stack.environment.PULUMI_BACKEND_URL);
    const reviewed = await sh([...(review?.before_script ?? []), ...(review?.script ?? [])].join("\n"), {
      CI_PROJECT_DIR: folder,
      CI_API_V4_URL: gitlab.url,
      CI_PROJECT_ID: "12",
      CI_MERGE_REQUEST_IID: "7",
      NEXUS_IAC_TOKEN: platformToken,
    });
    expect(reviewed.code, reviewed.output).toBe(2);
    expect(readState(stack.environment.PULUMI_BACKEND_URL)).toEqual(state);
    expect(gitlab.notes.map(({ body }) => body)).toEqual([expect.stringContaining("ALLOW_ONCE")]);
    const widget = readFileSync(join(folder, "nexus-iac-review/test/gitlab-terraform.json"), "utf8");
    expect(JSON.parse(widget)).toEqual({ create: 0, update: 1, delete: 0 });

    stack.program(files("ALLOW_ONCE"));
    await manual.send("DELETE", "/v1/repositories/files");
    const vault = await startFakeVault();
    vault.secrets["kv/nexus/preview"] = { NEXUS_USERNAME: "admin", NEXUS_PASSWORD: "admin123" };
    const { drift } = renderWorkflowJobs({
      "inputs.stack": "test",
      "inputs.drift-as": "preview",
      "inputs.vault-address": vault.url,
      "inputs.vault-path": "kv/nexus",
      "secrets.PULUMI_BACKEND_URL": stack.environment.PULUMI_BACKEND_URL ?? "",
      "secrets.PULUMI_CONFIG_PASSPHRASE": stack.environment.PULUMI_CONFIG_PASSPHRASE ?? "",
    });
    const step = drift?.steps.find(({ run = "" }) => run.includes("npm run drift"));
    const found = await sh(step?.run ?? "", {
      ...drift?.env,
      ...step?.env,
      GITHUB_WORKSPACE: folder,
      VAULT_ID_TOKEN: jwt,
    });
    expect(found.code, found.output).toBe(2);
    expect(readFileSync(join(folder, "nexus-iac-drift/drift.xml"), "utf8")).toContain("files");
    expect(vault.requests).toContain("POST /v1/auth/token/revoke-self");
    for (const { output } of [applied, reviewed, found])
      expect(output).not.toMatch(new RegExp(`${platformToken}|admin123|${jwt}`));
  },
);
