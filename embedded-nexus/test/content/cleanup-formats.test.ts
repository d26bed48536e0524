import { expect, test } from "vitest";
import { components, content, got } from "../support/content.ts";
import { ask, hosted, nexusWith } from "../support/nexuses.ts";

test("cleanup takes old snapshots of Maven, which nobody downloaded, and leaves releases", async () => {
  const nexus = await nexusWith();
  const policy = { name: "old", format: "maven2", criteriaLastDownloaded: 30, criteriaReleaseType: "PRERELEASES" };
  expect((await ask(nexus, "POST", "/internal/cleanup-policies", policy)).status).toBe(200);
  const settings = { maven: { versionPolicy: "MIXED", layoutPolicy: "STRICT" }, cleanup: { policyNames: ["old"] } };
  await ask(nexus, "POST", "/v1/repositories/maven/hosted", hosted("m", settings));
  const put = async (version: string, file: string) =>
    (await content(nexus, "PUT", `m/org/x/a/${version}/a-${file}.pom`, { body: "<project/>" })).status;
  await put("1.0", "1.0");
  await put("1.0-beta", "1.0-beta");
  await put("1.1-SNAPSHOT", "1.1-20260101.101010-1");
  await put("1.2-SNAPSHOT", "1.2-20260101.101010-1");
  await nexus.clock.advance({ days: 20 });
  await got(nexus, "m/org/x/a/1.2-SNAPSHOT/a-1.2-20260101.101010-1.pom");
  await nexus.clock.advance({ days: 12 });
  expect(await components(nexus, "m")).toEqual(["org.x/a/1.0", "org.x/a/1.0-beta", "org.x/a/1.2-20260101.101010-1"]);
});
