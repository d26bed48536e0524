import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { parse } from "yaml";
import { CountingProxy, type ProxiedRequest } from "../../../bench/counting-proxy.ts";
import { runNexusIac } from "../nexus-iac-command.ts";
import type { ServerLogin } from "../resource-stack.ts";
import type { StackOptions, TestStack } from "./stack.ts";
import { openStack } from "./test-environment.ts";

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

/**
 * Exports a Nexus, adopts everything with a new stack, and exports again. Expects the same estate.
 *
 * @param open - creates the stack
 * @param options - options of the export command
 */
export async function runExportRoundTrip(
  server: ServerLogin,
  open: (options: StackOptions) => Promise<TestStack> = openStack,
  options: readonly string[] = [],
): Promise<ExportRoundTrip> {
  const proxy = await CountingProxy.start(server.url);
  onTestFinished(() => proxy.stop());
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-export-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const credentials = { NEXUS_USERNAME: server.username, NEXUS_PASSWORD: server.password };
  const exportNexus = (...more: string[]) =>
    runOrFail(["export", "--url", proxy.url, "--name", "site", "--out", folder, ...options, ...more], credentials);
  const estateFile = "src/estates/site.ts";
  const readEstate = () => readFileSync(join(folder, estateFile), "utf8");

  const exportOutput = await exportNexus();
  const estate = readEstate();
  expect(listWrites(await proxy.takeRequests())).toEqual([]);

  const stack = await open({
    stack: "site",
    program: 'import estate from "./src/estates/site.ts";\nexport const outputs = estate();\n',
    config: readConfiguration(join(folder, "Pulumi.site.yaml")),
    environment: credentials,
  });
  onTestFinished(() => stack.close());
  cpSync(join(folder, estateFile), join(stack.folder, estateFile), { recursive: true });
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  const requests = await proxy.takeRequests();

  await exportNexus("--force");
  expect(readEstate()).toBe(estate);
  return { exportOutput, estate, created: run.counts.created ?? 0, requests };
}

/** Reads a stack's configuration file and returns its keys without the namespace. */
function readConfiguration(file: string): Record<string, unknown> {
  const { config } = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace(/^nexus:/, ""), value]));
}

/** Returns the requests that write, formatted. ExtDirect also reads by POST. */
export function listWrites(requests: readonly ProxiedRequest[]): string[] {
  return requests
    .filter(({ method, call }) => method !== "GET" && !(call && /\.read(Types)?$/.test(call)))
    .map(({ method, path, call }) => [method, path, call].filter(Boolean).join(" "));
}
