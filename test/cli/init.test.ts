/** `nexus-iac init`, started as a command. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startNexus } from "nexus-embedded";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import manifest from "../../package.json" with { type: "json" };
import { askInitQuestions } from "../../src/cli/commands/init/init-questions.ts";
import { runNexusIac } from "../support/nexus-iac-command.ts";

const login = { NEXUS_USERNAME: "admin", NEXUS_PASSWORD: "admin123" };
const variables = resolve(import.meta.dirname, "../migration/fixtures/nexus3-oss-2.5.2.variables.yml");
const state = resolve(import.meta.dirname, "../migration/fixtures/datadrivers-3.0.0.show.json");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "nexus-iac-init-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const init = (name: string, ...options: string[]) =>
  runNexusIac(["init", join(folder, name), ...options], { environment: login });
const read = (...path: string[]) => readFileSync(join(folder, ...path), "utf8");

/** Expects that a file is refused with one line, and that nothing is written. */
async function expectRefusal(source: "terraform" | "ansible", text: string, message: string): Promise<void> {
  const file = join(folder, source === "terraform" ? "state.json" : "variables.yml");
  writeFileSync(file, text);
  const { status, stdout, stderr } = await init("refused", "--from", source, file);
  expect([status, stdout, stderr.trimEnd().split("\n").length]).toEqual([64, "", 1]);
  expect(stderr).toContain(message);
  expect(existsSync(join(folder, "refused"))).toBe(false);
}

describe("nexus-iac init", () => {
  it("writes a project, and prints the next three commands", async () => {
    const { status, stdout, stderr } = await init("My Nexus", "--from", "nothing");
    expect([status, stderr]).toEqual([0, ""]);
    expect(readdirSync(join(folder, "My Nexus")).sort()).toEqual(
      [".gitignore", "Pulumi.site.yaml", "Pulumi.yaml", "index.ts", "package.json", "tsconfig.json"].sort(),
    );
    const { name, main, dependencies } = JSON.parse(read("My Nexus/package.json"));
    expect({ name, main, dependencies }).toEqual({
      name: "my-nexus",
      main: "index.ts",
      dependencies: {
        "@pulumi/pulumi": `^${manifest.dependencies["@pulumi/pulumi"]}`,
        "nexus-iac": `^${manifest.version}`,
      },
    });
    expect(parse(read("My Nexus/Pulumi.yaml")).name).toBe("my-nexus");
    expect(stdout).toMatch(
      / {2}npm install\n {2}pulumi stack init site\n {2}NEXUS_USERNAME=admin NEXUS_PASSWORD=\.\.\. npm run preview -- --stack site\n$/,
    );
  });

  it("overwrites no file, names those that exist, and refuses before it reads Nexus", async () => {
    await init("twice", "--from", "nothing");
    rmSync(join(folder, "twice/index.ts"));
    writeFileSync(join(folder, "twice/package.json"), "mine");
    const { status, stderr } = await init("twice", "--from", "nexus", "--url", "http://127.0.0.1:1");
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^\S*package\.json, \S*tsconfig\.json, \S*Pulumi\.yaml, \S*Pulumi\.site\.yaml, \S*\.gitignore already exist\. Choose another folder; in a project, use nexus-iac export\n$/,
    );
    expect(read("twice/package.json")).toBe("mine");
    expect(existsSync(join(folder, "twice/index.ts"))).toBe(false);
  });

  it("exports a running Nexus, and a later export in the project writes beside its program", async () => {
    const nexus = await startNexus();
    onTestFinished(() => nexus.stop());
    const { status, stdout } = await init("running", "--from", "nexus", "--url", nexus.url, "--name", "lab");
    expect(status).toBe(0);
    expect(stdout).toContain("resources exported");
    expect(read("running/index.ts")).toContain('new maven.Group("maven-public"');
    expect(parse(read("running/Pulumi.lab.yaml")).config["nexus:url"]).toBe(nexus.url);

    const out = ["--out", join(folder, "running"), "--name", "site"];
    const exported = await runNexusIac(["export", "--url", nexus.url, ...out], { environment: login });
    expect(exported.stdout).toContain('export { default } from "./estates/site.ts";');
    expect(read("running/estates/site.ts")).toContain('new maven.Group("maven-public"');
  });

  it.each([
    ["gitlab", ".gitlab-ci.yml", ".gitlab/nexus-iac.yml", "templates/nexus-iac.yml"],
    ["github", ".github/workflows/nexus.yml", ".github/workflows/nexus-iac.yml", ".github/workflows/nexus-iac.yml"],
  ])(
    "writes a pipeline for %s that runs the ready-made jobs for the stack",
    async (pipeline, own, included, source) => {
      await init(pipeline, "--from", "nothing", "--pipeline", pipeline, "--name", "lab");
      expect(read(pipeline, included)).toBe(readFileSync(resolve(import.meta.dirname, "../..", source), "utf8"));
      expect(JSON.stringify(parse(read(pipeline, own)))).toContain('"stack":"lab"');
      expect(read(pipeline, own)).toContain(included);
    },
  );

  it("writes a Jenkinsfile for the stack", async () => {
    await init("jenkins", "--from", "nothing", "--pipeline", "jenkins", "--name", "site-2");
    expect(read("jenkins/Jenkinsfile")).toContain("String STACK = 'site-2'");
  });

  it("writes no secret of a Terraform state, and prints what Terraform is to forget", async () => {
    const { status, stdout } = await init("terraform", "--from", "terraform", state);
    expect(status).toBe(0);
    const texts = readdirSync(join(folder, "terraform")).map((file) => read("terraform", file));
    expect(texts.join() + stdout).not.toContain("example-secret");
    expect(stdout).toContain(
      "  terraform state rm \\\n    nexus_blobstore_file.docker \\\n    nexus_mail_config.mail \\\n",
    );
    expect(stdout).not.toContain("nexus_security_role.team[");
  });

  it("writes no secret of Ansible variables, and lists what has no counterpart", async () => {
    const { status, stdout, stderr } = await init("ansible", "--from", "ansible", variables);
    expect([status, stderr]).toEqual([0, ""]);
    const texts = readdirSync(join(folder, "ansible")).map((file) => read("ansible", file));
    expect(texts.join() + stdout).not.toMatch(/example-secret|ansible-vault/);
    expect(stdout).toContain("  pulumi config set --stack site --secret --path nexus:passwords.jenkins   # the user");
    expect(stdout).toContain('Ansible variable "nexus_local_users[1]": its state is absent; declare absent.user');
  });

  it.each([
    ["a file of ansible-vault", "$ANSIBLE_VAULT;1.1;AES256\n3130", "is encrypted with ansible-vault. Decrypt it:"],
    ["no YAML", "a: [1", "is not YAML: Flow sequence"],
    ["no variables of the role", "postgres_users: []", "has no variables of the role nexus3-oss, such as nexus_roles"],
    ["variables without an object", "nexus_version: 3.68.1", "declares no object of Nexus, such as a repository"],
    [
      "only values that are not known",
      'nexus_roles: [{ id: "{{ lookup(1) }}" }]',
      "declares no object of Nexus, such as a repository",
    ],
  ])("refuses %s in one sentence, and writes nothing", (_name, text, message) =>
    expectRefusal("ansible", text, message),
  );

  it.each([
    ["no JSON", "not json", "state.json is not JSON. Write it with: terraform show -json > state.json"],
    ["other JSON", '{"a": 1}', "is not the output of terraform show -json: it has no format_version."],
    ["a state file", '{"version": 4, "lineage": "a"}', "is a state file (terraform.tfstate), whose format is internal"],
    ["a plan", '{"format_version": "1.2", "planned_values": {}}', "is a plan (it has planned_values), not a state."],
    ["a newer format", '{"format_version": "2.0"}', 'has format_version "2.0"; only 1.x is known.'],
    ["an empty state", '{"format_version": "1.0"}', "is a state without resources."],
    [
      "resources of other providers",
      '{"format_version": "1.0", "values": {"root_module": {"resources": [{"mode": "managed", "address": "a.b", "type": "a", "provider_name": "x/y/z"}]}}}',
      "has no resource of the Terraform providers datadrivers/nexus and sonatype-nexus-community/sonatyperepo",
    ],
  ])("refuses %s in one sentence, and writes nothing", (_name, text, message) =>
    expectRefusal("terraform", text, message),
  );

  it.each([
    [[], "No --from given, and standard input is no terminal to ask."],
    [["--from", "puppet"], "--from puppet is unknown; use nexus, terraform, ansible, nothing"],
    [["--from", "terraform"], "--from terraform needs one file: the output of terraform show -json"],
    [["--from", "nothing", "x"], "Name the folder before the options: nexus-iac init x --from nothing"],
    [["--from", "terraform", "missing.json"], "Cannot read missing.json: ENOENT"],
    [["--from", "nothing", "--name", "../x"], 'Use letters, digits, "-" and "_"'],
  ])("refuses %j", async (options, message) => {
    const { status, stderr } = await init("refused", ...options);
    expect([status, stderr]).toEqual([64, expect.stringContaining(message)]);
    expect(existsSync(join(folder, "refused"))).toBe(false);
  });
});

it("asks what exists, and asks again after an unknown answer", async () => {
  const questions: string[] = [];
  const answers = ["5", "2", "", "state.json", "nexus.example", "https://nexus.example", "gitlab"];
  const answered = await askInitQuestions(async (question) => {
    questions.push(question);
    return answers.shift() ?? "";
  });
  expect(answered).toEqual({
    source: { type: "terraform", file: "state.json" },
    url: "https://nexus.example",
    pipeline: "gitlab",
  });
  expect(questions).toHaveLength(7);
  expect(questions[0]).toContain("  2  a Terraform state of datadrivers/nexus or sonatyperepo");
});

it("does not ask for what the options say", async () => {
  const given = { url: "https://nexus.example", pipeline: "none" } as const;
  expect(await askInitQuestions(async () => "1", given)).toEqual({ source: { type: "nexus" }, ...given });
});
