/**
 * Creates every kind that a release and edition supports, detects and repairs manual changes, and upgrades Nexus in place,
 * after which an update has no changes.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Edition, startNexus } from "nexus-embedded";
import { expect, it } from "vitest";
import type { Kind } from "../../src/model/kind.ts";
import type { Names } from "../support/declarations.ts";
import { createProgramText, createSample, externalUsers, listKinds } from "../support/every-kind.ts";
import { newestRelease } from "../support/newest-release.ts";
import { ResourceStack } from "../support/resource-stack.ts";
import { isFull } from "../support/scope.ts";
import { seedNexus } from "../support/seed.ts";
import type { TestStack } from "../support/stack/stack.ts";
import { openStack } from "../support/stack/test-environment.ts";

const credentials = { username: "admin", password: "admin123" };

/** The newest release of each edition; in the full suite, an upgrade through the earlier ones. */
const upgrades: [Edition, string[]][] = [
  ["CORE", ["3.71.0-06", "3.77.0-08"]],
  ["COMMUNITY", ["3.85.0-03", "3.92.0-01", newestRelease]],
  ["PRO", ["3.85.0-03", "3.92.0-01", newestRelease]],
];

it.concurrent.for(isFull ? upgrades : upgrades.map(([edition, all]): [Edition, string[]] => [edition, all.slice(-1)]))(
  "%s, upgraded from release to release: %j",
  { timeout: 600_000 },
  async ([edition, releases], { expect, onTestFinished }) => {
    const data = mkdtempSync(join(tmpdir(), "nexus-iac-everything-"));
    onTestFinished(() => rmSync(data, { recursive: true, force: true }));
    const stack = await openStack({
      program: "",
      config: { username: "admin" },
      secrets: { password: "admin123" },
    });
    onTestFinished(() => stack.close());
    let port = 0;
    let before: Kind[] = [];
    for (const release of releases) {
      const options = { release, edition, data, port, connectors: "none", scripts: true, externalUsers } as const;
      const nexus = await startNexus(options);
      try {
        port = Number(new URL(nexus.url).port);
        const server = { ...credentials, url: nexus.url };
        const { names } = await seedNexus(server, `seed-${release.split(".")[1]}`);
        const kinds = listKinds({ release, edition });
        if (before.length)
          expect((await stack.up()).counts, `upgraded to ${release}`).toEqual({ unchanged: before.length + 1 });
        await stack.configure({ url: nexus.url });
        await checkAllKinds(stack, server, names, kinds);
        before = kinds;
      } finally {
        await nexus.stop();
      }
    }
    expect(before.length).toBeGreaterThan(edition === "CORE" ? 18 : 75);
  },
);

async function checkAllKinds(
  stack: TestStack,
  server: typeof credentials & { url: string },
  names: Names,
  kinds: Kind[],
) {
  const declared = kinds.map((kind) => ({ kind, fields: createSample(kind, names, 1) }));
  stack.program(createProgramText(declared, names));
  const up = await stack.up();
  expect(up.code, up.output).toBe(0);
  const unchanged = { unchanged: kinds.length + 1 };
  expect((await stack.up()).counts).toEqual(unchanged);
  for (const { kind } of declared) await new ResourceStack(server, kind.name).up(createSample(kind, names, 2));
  const drifted = await stack.refresh();
  expect(drifted.counts.updated, drifted.output).toBeGreaterThan(kinds.length * 0.6);
  const healed = await stack.up();
  expect(healed.code, healed.output).toBe(0);
  expect((await stack.refresh()).counts).toEqual(unchanged);
}
