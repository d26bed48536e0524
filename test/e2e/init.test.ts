/** `nexus-iac init` in a project of one's own, with the real Pulumi CLI: what exists is adopted unchanged. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { describe, expect, it, onTestFinished } from "vitest";
import { CountingProxy } from "../../bench/counting-proxy.ts";
import type { Json } from "../../src/util/json.ts";
import { compilePackage } from "../support/compiled-package.ts";
import { runNexusIac } from "../support/nexus-iac-command.ts";
import { listWrites } from "../support/stack/export-round-trip.ts";
import { passphrase } from "../support/stack/passphrase.ts";
import { linkPackages } from "../support/stack/project-folder.ts";
import { ManualClient } from "../support/stack/test-environment.ts";

const fixtures = resolve(import.meta.dirname, "../migration/fixtures");
const login = { NEXUS_USERNAME: "admin", NEXUS_PASSWORD: "admin123" };

interface RecordedRequest {
  method: "POST" | "PUT";
  path: string;
  body: Json;
}

/** Starts a Nexus with the objects that another tool has created. */
async function startNexusWith(fixture: string): Promise<{ nexus: EmbeddedNexus; proxy: CountingProxy }> {
  const nexus = await startNexus({ edition: "PRO" });
  onTestFinished(() => nexus.stop());
  const manual = new ManualClient(nexus);
  const requests: RecordedRequest[] = JSON.parse(readFileSync(join(fixtures, fixture), "utf8"));
  for (const { method, path, body } of requests) await manual.send(method, path, body);
  const proxy = await CountingProxy.start(nexus.url);
  onTestFinished(() => proxy.stop());
  return { nexus, proxy };
}

/** Creates a project from a fixture in a new folder, and returns the folder and the output of the command. */
async function initProject(url: string, ...options: string[]): Promise<{ folder: string; output: string }> {
  const parent = mkdtempSync(join(tmpdir(), "nexus-iac-init-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const folder = join(parent, "my-nexus");
  const { status, stdout, stderr } = await runNexusIac(["init", folder, "--url", url, ...options], {
    environment: login,
  });
  expect([status, stderr]).toEqual([0, ""]);
  linkPackages(folder, await compilePackage());
  return { folder, output: stdout };
}

/** Runs a shell command in the project. Throws if it fails. */
async function runInProject(folder: string, command: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)("sh", ["-ec", command], {
    cwd: folder,
    env: {
      ...process.env,
      ...login,
      PULUMI_BACKEND_URL: `file://${folder}`,
      PULUMI_CONFIG_PASSPHRASE: passphrase,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      TS_NODE_CACHE: "false",
    },
  });
  return stdout + stderr;
}

/** Returns the printed commands that set secrets of the stack. */
function findSecretCommands(output: string): string[] {
  return output
    .split("\n")
    .flatMap((line) => (line.includes("config set") ? [line.replace(/ {3}#.*$/, "").trim()] : []));
}

/** Expects that the preview shows no change of an object, and that the first and the second `up` send no write. */
async function expectAdoption(folder: string, proxy: CountingProxy, count: number): Promise<void> {
  const up = () => runInProject(folder, "pulumi up --yes --skip-preview --non-interactive --stack site");
  await runInProject(folder, "pulumi stack init site");
  const preview = await runInProject(folder, "pulumi preview --non-interactive --stack site");
  const adopted = preview.match(/adopts the existing object.*/g) ?? [];
  expect(adopted.length).toBeGreaterThan(10);
  expect(adopted.filter((line) => !line.includes("no changes"))).toEqual([]);
  // The stack is a resource, too.
  expect(await up()).toContain(`+ ${count + 1} created`);
  expect(await up()).toContain(`${count + 1} unchanged`);
  expect(listWrites(await proxy.takeRequests())).toEqual([]);
}

describe.each([
  {
    fixture: "datadrivers-3.0.0",
    count: 21,
    users: ["bot-alpha", "bot-beta"],
    sent: ["PUT /service/rest/v1/email", "PUT /service/rest/v1/repositories/docker/proxy/docker-hub"],
  },
  {
    fixture: "sonatyperepo-1.14.0",
    count: 14,
    users: ["apps-bot"],
    sent: ["PUT /service/rest/v1/capabilities/ID", "PUT /service/rest/v1/repositories/maven/proxy/team-central"],
  },
])("a Terraform state of $fixture", ({ fixture, count, sent, users }) => {
  it("becomes a project that adopts every object without a write, and whose secrets are set by the printed commands", async () => {
    const { nexus, proxy } = await startNexusWith(`${fixture}.requests.json`);
    const state = join(fixtures, `${fixture}.show.json`);
    const { folder, output } = await initProject(proxy.url, "--from", "terraform", state, "--pipeline", "github");
    const written =
      readFileSync(join(folder, "index.ts"), "utf8") + readFileSync(join(folder, "Pulumi.site.yaml"), "utf8");
    expect(written + output).not.toContain("example-secret");

    await expectAdoption(folder, proxy, count);

    await runInProject(folder, findSecretCommands(output).join("\n"));
    await runInProject(folder, "pulumi up --yes --skip-preview --non-interactive --stack site");
    const writes = listWrites(await proxy.takeRequests()).filter((write) => !write.endsWith("/change-password"));
    expect(writes.map((write) => write.replace(/(?<=capabilities\/).*/, "ID")).sort()).toEqual(sent);
    for (const user of users)
      expect(await new ManualClient(nexus).acceptsLogin(user, `example-secret-of-${user}`)).toBe(true);
    expect(await runInProject(folder, "pulumi stack export --stack site")).not.toContain("example-secret");
  });
});

it("Ansible variables become a project that adopts every object without a write", async () => {
  const { proxy } = await startNexusWith("nexus3-oss-2.5.2.requests.json");
  const { folder } = await initProject(
    proxy.url,
    ...["--from", "ansible", join(fixtures, "nexus3-oss-2.5.2.variables.yml"), "--pipeline", "jenkins"],
  );
  await expectAdoption(folder, proxy, 22);
});
