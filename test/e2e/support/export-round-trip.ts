import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { CountingProxy, type ProxiedRequest } from "../../../bench/counting-proxy.ts";
import { runNexusIac } from "../../support/nexus-iac-command.ts";
import { Workspace } from "./workspace.ts";

/** What `nexus-iac` printed; a failure fails the test. */
async function runOrFail(args: readonly string[], environment: Record<string, string> = {}): Promise<string> {
  const { status, stdout, stderr } = await runNexusIac(args, { environment });
  expect(status, stderr).toBe(0);
  return stdout + stderr;
}

export interface ExportRoundTrip {
  /** What the export said. */
  exportOutput: string;
  estate: string;
  /** Of the `up`: what it did, and what it asked of Nexus. */
  created: number;
  requests: ProxiedRequest[];
}

/** A Nexus is exported, and a new stack takes over all of it; a second export gives the same. */
export async function runExportRoundTrip(server: {
  url: string;
  username: string;
  password: string;
}): Promise<ExportRoundTrip> {
  const proxy = await CountingProxy.start(server.url);
  onTestFinished(() => proxy.stop());
  const stack = await Workspace.open({
    setProgram: 'import estate from "./src/estates/site.ts";\nexport const outputs = estate();\n',
  });
  onTestFinished(() => stack.close());
  const asked = { NEXUS_USERNAME: server.username, NEXUS_PASSWORD: server.password };
  const exported = (...more: string[]) =>
    runOrFail(["export", "--url", proxy.url, "--name", "site", "--out", stack.folder, ...more], asked);
  const text = () => readFileSync(join(stack.folder, "src/estates/site.ts"), "utf8");

  const said = await exported();
  const estate = text();
  expect(listWrites(await proxy.takeRequests())).toEqual([]);

  await stack.runOrThrow("stack", "init", "site");
  const run = await stack.pulumiWith(asked, "up", "--yes", "--skip-preview", "--stack", "site");
  expect(run.code, run.output).toBe(0);
  const requests = await proxy.takeRequests();

  await exported("--force");
  expect(text()).toBe(estate);
  return { exportOutput: said, estate, created: run.counts.created ?? 0, requests };
}

/** Requests that are no mere question: ExtDirect asks by POST, too. */
export function listWrites(requests: readonly ProxiedRequest[]): string[] {
  return requests
    .filter(({ method, call }) => method !== "GET" && !call?.endsWith(".read"))
    .map(({ method, path, call }) => [method, path, call].filter(Boolean).join(" "));
}
