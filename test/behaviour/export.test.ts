/** Exports a Nexus; the next `pulumi up` adopts everything without a change. */

import { startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { seedLargeNexus } from "../export/large-nexus.ts";
import { lintEstates } from "../export/support.ts";
import { compileEstates } from "../support/compile-estates.ts";
import { listWrites, runExportRoundTrip } from "../support/stack/export-round-trip.ts";
import { createTestEnvironment } from "../support/stack/test-environment.ts";

const credentials = { username: "admin", password: "admin123" };

const upstreams = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, `https://${name.toLowerCase()}.example`]));

const estates: string[] = [];

it.each([
  { estate: "lab", upstreams: upstreams("dockerHub"), own: 20 },
  { estate: "cwiq", upstreams: upstreams("dockerHub", "epel", "mavenCentral", "npm", "pypi"), own: 30 },
])("the estate $estate, made by Pulumi", async ({ estate, upstreams, own }) => {
  const { nexus, stack } = await createTestEnvironment({ estate }, { config: { upstreams } });
  const up = await stack.up();
  expect(up.code, up.output).toBe(0);
  const {
    exportOutput,
    estate: text,
    created,
    requests,
  } = await runExportRoundTrip({ ...credentials, url: nexus.url });
  expect(listWrites(requests)).toEqual([]);
  expect(created).toBeGreaterThan(own);
  expect(exportOutput).not.toContain("Not exported (left unchanged in Nexus)");
  estates.push(text);
});

it("exports 300 repositories of all formats with their policies, roles and users", async () => {
  const nexus = await startNexus({ edition: "PRO", connectors: "none", scripts: true });
  onTestFinished(() => nexus.stop());
  const server = { ...credentials, url: nexus.url };
  const count = await seedLargeNexus(server);
  const { exportOutput, estate, created, requests } = await runExportRoundTrip(server);
  expect(listWrites(requests)).toEqual([]);
  expect(count).toBeGreaterThan(330);
  expect(created).toBeGreaterThan(count * 0.9);
  expect(exportOutput).not.toContain("Not exported (left unchanged in Nexus)");
  estates.push(estate);
});

it("the exported programs pass the formatter and the type checker", () => {
  expect(estates).toHaveLength(3);
  expect(compileEstates(estates).flat()).toEqual([]);
  expect(lintEstates(estates)).toBe("");
});
