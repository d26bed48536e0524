/** Cleanup policies through the public API of Pro and the internal one of the other editions. */
import { type EmbeddedOptions, startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import { cleanupPolicy } from "../../src/model/kinds/cleanup-policy.ts";
import { newestRelease } from "../support/newest-release.ts";
import { ResourceStack } from "../support/resource-stack.ts";

async function started(options: EmbeddedOptions) {
  const nexus = await startNexus({ connectors: "none", ...options });
  onTestFinished(() => nexus.stop());
  const server = { url: nexus.url, username: "admin", password: "admin123" };
  const client = new NexusClient(server);
  onTestFinished(() => client.close());
  return {
    runs: new ResourceStack(server, "cleanup-policy"),
    get: async (path: string) => (await client.get(path)).body,
  };
}

const community = { options: { edition: "COMMUNITY" }, path: "/internal/cleanup-policies/old" } as const;
const pro = { options: { edition: "PRO", release: "3.93.0" }, path: "/v1/cleanup-policies/old" } as const;

it.each([community, pro])(
  "omits RELEASES_AND_PRERELEASES, which restricts nothing, from %j",
  async ({ options, path }) => {
    const { runs, get } = await started(options);
    const policy = { name: "old", format: "maven2", criteriaLastDownloaded: 9 };
    const all = { ...policy, criteriaReleaseType: "RELEASES_AND_PRERELEASES" };
    await runs.up(all);
    expect(await get(path)).toMatchObject({ criteriaReleaseType: null });
    await runs.refresh();
    expect((await runs.diff(all)).changes).toBe(false);
    await runs.up({ ...policy, criteriaReleaseType: "RELEASES" });
    expect(await get(path)).toMatchObject({ criteriaReleaseType: "RELEASES" });
    await runs.up(policy);
    expect(await get(path)).toMatchObject({ criteriaReleaseType: null });
  },
);

it.each<[string, EmbeddedOptions["edition"], string]>([
  ["3.69.0", "PRO", "/internal/cleanup-policies"],
  ["3.93.2", "PRO", "/v1/cleanup-policies"],
  ["3.94.0", "PRO", "/internal/cleanup-policies"],
  ["3.94.1", "PRO", "/v1/cleanup-policies"],
  [newestRelease, "PRO", "/v1/cleanup-policies"],
  [newestRelease, "COMMUNITY", "/internal/cleanup-policies"],
])("on %s %s are managed by %s", (release, edition, path) => {
  const { list, create } = cleanupPolicy.endpoints({ release, ...(edition && { edition }) });
  expect([list, create]).toEqual([path, `POST ${path}`]);
});

it("refuses sortBy where the public API is used, which does not have it", async () => {
  const policy = { name: "old", format: "docker", criteriaLastDownloaded: 9, retain: 2, sortBy: "date" };
  const { runs, get } = await started(community.options);
  await runs.up(policy);
  expect(await get(community.path)).toMatchObject({ retain: 2, sortBy: "date" });
  const { runs: proRuns } = await started(pro.options);
  await expect(proRuns.up(policy)).rejects.toThrow(
    "sortBy is not in the API for cleanup policies of the Pro edition; remove it; this is 3.93.0 PRO",
  );
});
