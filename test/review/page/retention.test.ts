import { describe, expect, it } from "vitest";
import { describeSchedule, listRetention } from "../../../src/review/page/retention.ts";
import type { Json } from "../../../src/util/json.ts";
import { declare, estateOf, group, raw } from "../../estate/support.ts";

const policy = declare("cleanup-policy", "old", { format: "raw", criteriaLastDownloaded: 30, retain: 3 });

describe("retention", () => {
  it("lists policies and tasks of each repository with their schedules", () => {
    const estate = estateOf([
      policy,
      raw("cleaned", { storage: { writePolicy: "ALLOW" }, cleanup: { policyNames: ["old", "elsewhere"] } }),
      raw("never", { cleanup: { policyNames: [] } }),
      raw("undeclared"),
      group("raw-group", "all", "cleaned"),
      declare("task-repository-cleanup", "Cleanup service", { schedule: { daily: "01:00" } }),
      declare("task-repository-purge-unused", "purge", { enabled: false, properties: { repositoryName: "never" } }),
      declare("task-repository-maven-remove-snapshots", "snapshots", { properties: { repositoryName: "*" } }),
    ]);
    expect(listRetention(estate)).toEqual([
      {
        ...{ name: "cleaned", kind: "raw-hosted", format: "raw", type: "hosted", writePolicy: "ALLOW" },
        policies: [
          { name: "old", criteria: "not downloaded for 30 days, except the newest 3" },
          { name: "elsewhere", criteria: "not declared here" },
        ],
        tasks: [{ name: "Cleanup service", schedule: "every day at 01:00 UTC" }],
      },
      {
        ...{ name: "never", kind: "raw-hosted", format: "raw", type: "hosted", policies: [] },
        tasks: [{ name: "purge", schedule: "disabled" }],
      },
      { name: "undeclared", kind: "raw-hosted", format: "raw", type: "hosted", tasks: [] },
    ]);
  });
});

it.each([
  ["manual", "only when started manually"],
  [{ hourly: 30 }, "every hour at minute 30"],
  [{ daily: "02:00", timeZone: "+01:00" }, "every day at 02:00 UTC+01:00"],
  [{ weekly: ["MONDAY", "FRIDAY"], at: "02:00" }, "every Monday, Friday at 02:00 UTC"],
  [{ monthly: [1, "last"], at: "02:00" }, "every month on day 1, last at 02:00 UTC"],
  [{ once: "2026-12-01T02:00" }, "once, on 2026-12-01 at 02:00 UTC"],
  [{ cron: "0 0 2 * * ?" }, "by cron 0 0 2 * * ? UTC"],
] satisfies [Json, string][])("describes the schedule %o as %s", (schedule, words) => {
  expect(describeSchedule(schedule)).toBe(words);
});
