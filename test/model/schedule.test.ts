import { describe, expect, it } from "vitest";
import { hasSameMeaning } from "../../src/model/comparison.ts";
import { schedule, scheduleFromNexus, scheduleToNexus } from "../../src/model/kinds/schedule.ts";
import { toShape } from "../../src/model/shape.ts";
import type { Json } from "../../src/util/json.ts";

const shape = toShape(schedule);
const isSame = (a: Json, b: Json) => [hasSameMeaning(shape, a, b), hasSameMeaning(shape, b, a)];

describe("a schedule", () => {
  it.each<[string, Json, Json]>([
    ["a time and the equal time in UTC", { daily: "02:00", timeZone: "+01:00" }, { daily: "01:00" }],
    ["a time before midnight in UTC", { daily: "00:30", timeZone: "+01:00" }, { daily: "23:30" }],
    ["minutes of an hour by an offset of half hours", { hourly: 10, timeZone: "+05:30" }, { hourly: 40 }],
    ["days in any order", { weekly: ["SUNDAY", "MONDAY"], at: "02:00" }, { weekly: ["MONDAY", "SUNDAY"], at: "02:00" }],
    [
      "days that a Nexus with a UTC clock has shifted",
      { weekly: ["TUESDAY"], at: "04:30", timeZone: "+05:00" },
      { weekly: ["MONDAY"], at: "23:30" },
    ],
    [
      "days that a Nexus with the same offset has kept",
      { weekly: ["TUESDAY"], at: "04:30", timeZone: "+05:00" },
      { weekly: ["TUESDAY"], at: "23:30" },
    ],
    ["a cron expression without the time zone", { cron: "0 0 2 * * ?", timeZone: "+02:00" }, { cron: "0 0 2 * * ?" }],
    ["a single run", { once: "2031-01-01T00:30", timeZone: "+01:00" }, { once: "2030-12-31T23:30" }],
  ])("equals %s", (_, a, b) => expect(isSame(a, b)).toEqual([true, true]));

  it.each<[string, Json, Json]>([
    ["another time", { daily: "02:00" }, { daily: "03:00" }],
    ["the same time in another time zone", { daily: "02:00", timeZone: "+01:00" }, { daily: "02:00" }],
    ["other days", { weekly: ["MONDAY"], at: "02:00" }, { weekly: ["SUNDAY"], at: "02:00" }],
    ["the last day and the 31st", { monthly: ["last"], at: "02:00" }, { monthly: [31], at: "02:00" }],
    [
      "another time zone of a cron expression",
      { cron: "0 0 2 * * ?", timeZone: "+02:00" },
      { cron: "0 0 2 * * ?", timeZone: "+01:00" },
    ],
    ["manual and a single run", "manual", { once: "2031-01-01T00:30" }],
    ["daily and weekly", { daily: "02:00" }, { weekly: ["MONDAY"], at: "02:00" }],
  ])("differs by %s", (_, a, b) => expect(isSame(a, b)).toEqual([false, false]));

  it("is read from both forms of Nexus's responses", () => {
    const startDate = "2026-12-01T02:30:00.000+00:00";
    expect(scheduleFromNexus({ schedule: "daily", startDate })).toEqual({ daily: "02:30" });
    expect(scheduleFromNexus({ schedule: "monthly", startDate, recurringDays: [1, 999] })).toEqual({
      monthly: [1, "last"],
      at: "02:30",
    });
    for (const name of ["cron", "advanced"])
      expect(scheduleFromNexus({ schedule: name, cronExpression: "0 0 2 * * ?", timeZoneOffset: null })).toEqual({
        cron: "0 0 2 * * ?",
      });
    expect(scheduleFromNexus({ schedule: "manual" })).toBe("manual");
  });

  it("keeps the current start if the time is equal, and starts at its next time otherwise", () => {
    const currentStart = "2026-01-01T01:00:00.000Z";
    const declared = { daily: "02:00", timeZone: "+01:00" };
    expect(scheduleToNexus(declared, currentStart)).toMatchObject({
      schedule: "daily",
      startDate: Date.parse(currentStart),
      timeZoneOffset: "+01:00",
    });
    const { startDate } = scheduleToNexus({ daily: "03:15" }, currentStart);
    expect(new Date(startDate ?? 0).toISOString().slice(11, 16)).toBe("03:15");
    expect(Number(startDate) - Date.now()).toBeGreaterThan(-60_000);
    expect(Number(startDate) - Date.now()).toBeLessThan(86_400_000);
  });

  it.each<[unknown]>([
    ["daily"],
    [{ daily: "2:00" }],
    [{ daily: "24:00" }],
    [{ hourly: 60 }],
    [{ weekly: [], at: "02:00" }],
    [{ weekly: ["MONDAY"] }],
    [{ monthly: [32], at: "02:00" }],
    [{ daily: "02:00", timeZone: "Europe/Berlin" }],
  ])("refuses %j with the allowed forms", (invalid) => {
    expect(schedule.safeParse(invalid).error?.issues[0]?.message).toMatch(/^must be /);
  });
});
