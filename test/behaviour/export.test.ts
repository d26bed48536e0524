/** Exports a Nexus; the next `pulumi up` adopts everything without a change. */

import { startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { seedLargeNexus } from "../export/large-nexus.ts";
import { lintEstates } from "../export/support.ts";
import { compileEstates } from "../support/compile-estates.ts";
import { type ExportRoundTrip, listWrites, runExportRoundTrip } from "../support/stack/export-round-trip.ts";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";

const credentials = { username: "admin", password: "admin123" };

const upstreams = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, `https://${name.toLowerCase()}.example`]));

/** Creates the Nexus and exports it. Returns the least number of resources that the export has. */
const sources: Record<string, () => Promise<{ roundTrip: ExportRoundTrip; least: number }>> = {
  "the estate lab": () => exportEstate("lab", upstreams("dockerHub"), 20),
  "the estate cwiq": () => exportEstate("cwiq", upstreams("dockerHub", "epel", "mavenCentral", "npm", "pypi"), 30),
  "300 repositories of all formats with their policies, roles and users": async () => {
    const nexus = await startNexus({ edition: "PRO", connectors: "none", scripts: true });
    onTestFinished(() => nexus.stop());
    const server = { ...credentials, url: nexus.url };
    const count = await seedLargeNexus(server);
    expect(count).toBeGreaterThan(330);
    return { roundTrip: await runExportRoundTrip(server), least: count * 0.9 };
  },
  "every field of the estate lab": () => exportEstate("lab", upstreams("dockerHub"), 20, "--full"),
};

async function exportEstate(
  estate: string,
  estateUpstreams: Record<string, string>,
  least: number,
  ...options: string[]
) {
  const { nexus, stack } = await createTestEnvironment({ estate }, { config: { upstreams: estateUpstreams } });
  const up = await stack.up();
  expect(up.code, up.output).toBe(0);
  return { roundTrip: await runExportRoundTrip({ ...credentials, url: nexus.url }, undefined, options), least };
}

const exports = new Map<string, ReturnType<(typeof sources)[string]>>();

/** Exports a source, once for all tests. */
function exportOnce(name: string): ReturnType<(typeof sources)[string]> {
  const exported = exports.get(name) ?? sources[name]?.();
  if (!exported) throw new Error(`no source ${name}`);
  exports.set(name, exported);
  return exported;
}

it.each(Object.keys(sources))("exports %s, and adopts everything without a change", async (name) => {
  const { roundTrip, least } = await exportOnce(name);
  expect(listWrites(roundTrip.requests)).toEqual([]);
  expect(roundTrip.created).toBeGreaterThan(least);
  expect(roundTrip.exportOutput).not.toContain("Not exported (left unchanged in Nexus)");
});

it("exports programs that pass the formatter and the type checker", async () => {
  const estates: string[] = [];
  for (const name of Object.keys(sources)) estates.push((await exportOnce(name)).roundTrip.estate);
  expect(compileEstates(estates).flat()).toEqual([]);
  expect(lintEstates(estates)).toBe("");
});

it("guards what protects content: a write policy or cleanup policy changed by hand after the takeover is drift", async () => {
  const { nexus, stack, manual } = await createTestEnvironment({ program: `new raw.Hosted("files");` });
  expect((await stack.up()).code).toBe(0);
  const { estate } = await runExportRoundTrip({ ...credentials, url: nexus.url });
  const declaration = /new raw\.Hosted\("files"[\s\S]*?\);/.exec(estate)?.[0] ?? "";
  expect(declaration).toContain('writePolicy: "ALLOW_ONCE"');
  stack.program(createProgram(declaration));
  expect((await stack.up()).code).toBe(0);
  await manual.send("POST", "/internal/cleanup-policies", { name: "old", format: "raw", criteriaLastDownloaded: 9 });
  await manual.change("/v1/repositories/raw/hosted/files", ({ storage, ...live }) => ({
    ...live,
    storage: { ...(storage as object), writePolicy: "ALLOW", strictContentTypeValidation: false },
    cleanup: { policyNames: ["old"] },
  }));
  const refresh = await stack.refresh("--run-program");
  expect(refresh.code, refresh.output).toBe(0);
  const repaired = await stack.up();
  expect(repaired.counts).toMatchObject({ updated: 1 });
  expect(await manual.get("/v1/repositories/raw/hosted/files")).toMatchObject({
    storage: { writePolicy: "ALLOW_ONCE", strictContentTypeValidation: true },
    cleanup: { policyNames: [] },
  });
});
