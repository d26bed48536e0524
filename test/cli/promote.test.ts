/** `nexus-iac promote`: errors before any request to Nexus. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { clientConfigWith, served } from "../client-config/support.ts";
import { runNexusIac, spawnNexusIac } from "../support/nexus-iac-command.ts";

const folder = mkdtempSync(join(tmpdir(), "nexus-iac-promote-"));
afterAll(() => rmSync(folder, { recursive: true }));

const stages = ["dev", "uat", "prod"].map((name) => ({ name, repository: `apps-${name}` }));
const repositories = stages.map(({ repository }) => served(repository, { pathEnabled: true }));
const clientConfig = clientConfigWith(repositories, { chains: [{ name: "apps", format: "docker", stages }] });
writeFileSync(join(folder, "client-config.json"), JSON.stringify(clientConfig));

it.each([
  [64, "dve", "uat", "team/app:1.0", 'apps has no stage "dve"; did you mean "dev"?'],
  [64, "dev", "uat", "team/app", "team/app has no tag"],
  [64, "dev", "uat", "Team/app:1.0", '"Team/app:1.0" is not an image reference'],
  [1, "dev", "prod", "team/app:1.0", "promote from dev to uat first"],
])("exits with %d from %s to %s with %s: %s", async (status, from, to, what, message) => {
  const args = ["promote", what, "--from", from, "--to", to, "--client-config", "client-config.json"];
  const environment = { NEXUS_USERNAME: "promoter", NEXUS_PASSWORD: "s3cret" };
  const run = await runNexusIac(args, { cwd: folder, environment });
  expect(run).toMatchObject({ status, stdout: "", stderr: expect.stringContaining(message) });
});

it("removes the credentials of a killed promotion and keeps those of a running one", async () => {
  const temporary = join(folder, "temporary");
  const killed = spawnSync("true").pid;
  const names = { killed: `nexus-iac-promote-${killed}-abc`, running: `nexus-iac-promote-${process.pid}-abc` };
  for (const name of Object.values(names)) {
    mkdirSync(join(temporary, name), { recursive: true });
    writeFileSync(join(temporary, name, "auth.json"), "s3cret");
  }
  const link = `nexus-iac-promote-${killed}-link`;
  symlinkSync(join(temporary, names.running), join(temporary, link));
  const args = ["promote", "team/app", "--from", "dev", "--to", "uat", "--client-config", "client-config.json"];
  const environment = { NEXUS_USERNAME: "promoter", NEXUS_PASSWORD: "s3cret", TMPDIR: temporary };
  await spawnNexusIac(args, { cwd: folder, environment });
  expect(readdirSync(temporary).sort()).toEqual([link, names.running].sort());
  expect(readdirSync(join(temporary, names.running))).toEqual(["auth.json"]);
});
