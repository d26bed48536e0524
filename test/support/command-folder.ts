/** A folder with all files that commands of nexus-iac read, and a program in place of the Pulumi CLI. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { serializeProbePlan } from "../../src/clients/probe/stored-probe-plan.ts";
import { clientConfigWith, served } from "../client-config/support.ts";
import { declareResource, toPreviewJson } from "../review/support.ts";

/** A program that prints what the Pulumi CLI would print for a stack. */
const pulumi = `#!${process.execPath}
const { readFileSync } = require("node:fs");
const [command, subcommand] = process.argv.slice(2);
const file = command === "stack" ? (subcommand === "output" ? "outputs" : "name") : command === "config" ? "config" : "preview";
process.stdout.write(readFileSync(__dirname + "/" + file, "utf8"));
`;

/** Returns the output of `terraform show -json` for a user and a resource without a counterpart. */
function createTerraformState(name: string): string {
  const resources = ["nexus_security_user", "nexus_repository_bower_hosted"].map((type) => ({
    ...{ mode: "managed", type, address: `${type}.${name}`, provider_name: "registry.example/datadrivers/nexus" },
    values: { userid: name, firstname: name, roles: [name], password: "secret" },
  }));
  return JSON.stringify({ format_version: "1.0", values: { root_module: { resources } } });
}

/**
 * Creates a folder with a stack, and with the files that commands read. It is removed after the test.
 *
 * @param url - the address of Nexus, of the registry and of the stages of a promotion
 * @param name - the name of all objects, and the text of all fields that can be any text
 */
export function createCommandFolder(url: string, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-commands-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const registry = new URL(url).host;
  const image = `${registry}/team/app:1`;
  const stages = ["dev", "uat"].map((stage) => ({ name: stage, repository: `files-${stage}` }));
  const clientConfig = clientConfigWith(
    [
      served("apps", { registry, insecure: true }),
      ...stages.map(({ repository }) => served(repository, { format: "raw" })),
    ],
    {
      url,
      stack: name,
      runtime: { allow: [registry] },
      chains: [{ name, format: "raw", stages }],
    },
  );
  const before = [declareResource("role", name, { privileges: [name], roles: [] })];
  const after = [
    declareResource("role", name, { privileges: [], roles: [name], description: name }),
    declareResource("user", name, { roles: [name], firstName: name }),
    declareResource("raw-hosted", name, { storage: { blobStoreName: name } }),
  ];
  const request = { type: "http", method: "GET", url: `${url}/a`, as: "anonymous" } as const;
  const check = { area: "logins", name, request, expectation: "responds" } as const;
  const plan = serializeProbePlan({
    ...{ version: 1, stack: name, checks: [check] },
    skipped: [{ area: "logins", name, reason: name }],
  });
  const settings = { "nexus:url": url, "nexus:username": "admin", "nexus:password": "admin123" };
  const preview = toPreviewJson({ before, after, configuration: settings });
  const pod = {
    kind: "Pod",
    metadata: { name, namespace: name },
    spec: { containers: [{ name, image }] },
  };
  const files: Record<string, string> = {
    "config.json": JSON.stringify(clientConfig),
    "plan.json": preview,
    "terraform.json": createTerraformState(name),
    // JSON is YAML.
    "ansible.json": JSON.stringify({ nexus_roles: [{ id: name, name, privileges: [name], [name]: 1 }] }),
    "stdin.json": JSON.stringify({ plan: JSON.parse(plan), connection: {}, passwords: {} }),
    "images.txt": `${image}\n${registry}/${name.split("\n")[0]}:1\n`,
    "pods.json": JSON.stringify({ kind: "List", items: [pod] }),
    Jenkinsfile: `node { sh 'docker push ${name} http://user:pass@${registry}/x' }`,
    "bin/preview": preview,
    "bin/name": "lab\n",
    "bin/outputs": JSON.stringify({ passwords: { [name]: "s3cret-password" } }),
    "bin/config": JSON.stringify(Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, { value }]))),
    "bin/pulumi": pulumi,
  };
  mkdirSync(join(folder, "bin"));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  chmodSync(join(folder, "bin/pulumi"), 0o755);
  return folder;
}
