import { expect, it } from "vitest";
import { CliStack } from "../support/stack/cli-stack.ts";
import { listWrites, runExportRoundTrip } from "../support/stack/export-round-trip.ts";
import { createTestEnvironment } from "../support/stack/test-environment.ts";

it("the Pulumi CLI adopts an exported Nexus without a change", async () => {
  const { nexus, stack } = await createTestEnvironment(
    { estate: "lab" },
    { config: { upstreams: { dockerHub: "https://hub.example" } } },
  );
  const up = await stack.up();
  expect(up.code, up.output).toBe(0);
  const login = { url: nexus.url, username: "admin", password: "admin123" };
  const { requests } = await runExportRoundTrip(login, CliStack.open);
  expect(listWrites(requests)).toEqual([]);
});
