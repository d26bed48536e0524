/** `nexus-iac promote`: errors before any request to Nexus. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { clientConfigWith, served } from "../client-config/support.ts";
import { runNexusIac } from "../support/nexus-iac-command.ts";

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
