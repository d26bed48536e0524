/** `nexus-iac keep-alive` where what answers is not what should. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { clientConfigWith, served } from "../client-config/support.ts";
import { nexusIac } from "../support/command.ts";

const page = { "content-type": "text/html" };

it.each<[string, (reply: ServerResponse) => unknown, number, string]>([
  ["a page to everything", (reply) => reply.writeHead(200, page).end("<html>"), 1, "failed"],
  ["that it has no such page", (reply) => reply.writeHead(404, page).end("<html>"), 1, "failed"],
  [
    "less than it says",
    (reply) => reply.writeHead(200, { "content-length": "9" }).write("{", () => reply.destroy()),
    1,
    "failed",
  ],
  [
    "that it has no such manifest",
    (reply) => reply.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}'),
    2,
    "gone",
  ],
])("tells what a registry is that answers %s", async (_what, answer, code, outcome) => {
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
  const environment = { NEXUS_USERNAME: "ci", NEXUS_PASSWORD: "s3cret" };
  const run = await nexusIac(["keep-alive", "kept.txt", "--client-config", "client-config.json"], {
    cwd: folder,
    environment,
  });
  expect([run.status, run.stdout.split(" ")[0], run.stderr]).toEqual([code, outcome, ""]);
});

it("takes no empty list, which would keep nothing and say that all is well", async () => {
  const { status, stdout, stderr } = await nexusIac(["keep-alive", "-", "--client-config", "none.json"], {
    input: "# none\n",
  });
  expect([status, stdout, stderr]).toEqual([1, "", "standard input holds no reference: give one on each line\n"]);
});
