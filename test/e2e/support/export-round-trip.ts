import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { CountingProxy, type ProxiedRequest } from "../../../bench/counting-proxy.ts";
import { runNexusIac } from "../../support/nexus-iac-command.ts";
import { Workspace } from "./workspace.ts";

/** Runs `nexus-iac` and returns its output. Fails the test if the command fails. */
async function runOrFail(args: readonly string[], environment: Record<string, string> = {}): Promise<string> {
  const { status, stdout, stderr } = await runNexusIac(args, { environment });
  expect(status, stderr).toBe(0);
  return stdout + stderr;
}

export interface ExportRoundTrip {
  /** The output of the export command. */
  exportOutput: string;
  estate: string;
  /** The number of resources that the `up` created, and its requests to Nexus. */
  created: number;
  requests: ProxiedRequest[];
}

/** Exports a Nexus, adopts everything with a new stack, and exports again. Expects the same estate. */
export async function runExportRoundTrip(server: {
  url: string;
  username: string;
  password: string;
}): Promise<ExportRoundTrip> {
  const proxy = await CountingProxy.start(server.url);
  onTestFinished(() => proxy.stop());
  const stack = await Workspace.open({
    program: 'import estate from "./src/estates/site.ts";\nexport const outputs = estate();\n',
  });
  onTestFinished(() => stack.close());
  const credentials = { NEXUS_USERNAME: server.username, NEXUS_PASSWORD: server.password };
  const exportNexus = (...more: string[]) =>
    runOrFail(["export", "--url", proxy.url, "--name", "site", "--out", stack.folder, ...more], credentials);
  const text = () => readFileSync(join(stack.folder, "src/estates/site.ts"), "utf8");

  const exportOutput = await exportNexus();
  const estate = text();
  expect(listWrites(await proxy.takeRequests())).toEqual([]);

  await stack.runOrThrow("stack", "init", "site");
  const run = await stack.pulumiWith(credentials, "up", "--yes", "--skip-preview", "--stack", "site");
  expect(run.code, run.output).toBe(0);
  const requests = await proxy.takeRequests();

  await exportNexus("--force");
  expect(text()).toBe(estate);
  return { exportOutput, estate, created: run.counts.created ?? 0, requests };
}

/** Returns the requests that write, formatted. ExtDirect also reads by POST. */
export function listWrites(requests: readonly ProxiedRequest[]): string[] {
  return requests
    .filter(({ method, call }) => method !== "GET" && !call?.endsWith(".read"))
    .map(({ method, path, call }) => [method, path, call].filter(Boolean).join(" "));
}
