/** `nexus-iac keep-alive` with unexpected responses of a registry. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { clientConfigWith, served } from "../client-config/support.ts";
import { runNexusIac } from "../support/nexus-iac-command.ts";

const page = { "content-type": "text/html" };

it.each<[string, (reply: ServerResponse) => unknown, number, string]>([
  ["every request with an HTML page", (reply) => reply.writeHead(200, page).end("<html>"), 1, "failed"],
  ["404 with an HTML page", (reply) => reply.writeHead(404, page).end("<html>"), 1, "failed"],
  [
    "fewer bytes than announced",
    (reply) => reply.writeHead(200, { "content-length": "9" }).write("{", () => reply.destroy()),
    1,
    "failed",
  ],
  ["MANIFEST_UNKNOWN", (reply) => reply.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}'), 2, "gone"],
])("reports a registry that answers %s", async (_what, answer, code, outcome) => {
  const server = createServer((_, reply) => void answer(reply));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-keep-"));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const registry = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clientConfig = clientConfigWith([served("apps", { registry, insecure: true })], { url: `http://${registry}` });
  writeFileSync(join(folder, "client-config.json"), JSON.stringify(clientConfig));
  writeFileSync(join(folder, "kept.txt"), `${registry}/team/app:1\n`);
  const environment = { NEXUS_URL: `http://${registry}`, NEXUS_USERNAME: "ci", NEXUS_PASSWORD: "s3cret" };
  const run = await runNexusIac(["keep-alive", "kept.txt", "--client-config", "client-config.json"], {
    cwd: folder,
    environment,
  });
  expect([run.status, run.stdout.split(" ")[0], run.stderr]).toEqual([code, outcome, ""]);
});

it("refuses an empty list, which would keep nothing and report success", async () => {
  const { status, stdout, stderr } = await runNexusIac(["keep-alive", "-", "--client-config", "none.json"], {
    input: "# none\n",
  });
  expect([status, stdout, stderr]).toEqual([
    1,
    "",
    "No image references in standard input. Give one reference per line\n",
  ]);
});
