import { z } from "zod";
import type { Fields, Json } from "../../util/json.ts";
import { fieldMetadata } from "../field-metadata.ts";

const weekdays = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"] as const;
/** Nexus's number for the last day of a month. */
const LAST = 999;
const MINUTES_PER_DAY = 24 * 60;

const dayOfMonth = 'must be a day, 1 to 31 or "last"';
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, such as "02:00"');
const zoned = {
  /**
   * The offset of the times from UTC: `"+01:00"`. Default: UTC. Use the offset of Nexus's own clock, because Nexus shifts days of
   * a week or month if the offsets differ.
   */
  timeZone: z
    .string()
    .regex(/^[+-](0\d|1[0-8]):[0-5]\d$/, 'must be an offset from UTC, such as "+01:00"')
    .optional(),
};

/**
 * The schedule of a task. Times have the offset `timeZone` from UTC, such as `"+01:00"`; default: UTC. The days of a week or
 * month have that offset, too: use the offset of Nexus's own clock, because Nexus shifts the days if the offsets differ.
 */
export const schedule = z
  .union(
    [
      z.literal("manual"),
      z.strictObject({
        /** Every hour at this minute; 0 to 59. */
        hourly: z.int().min(0, "must be a minute, 0 to 59").max(59, "must be a minute, 0 to 59"),
        ...zoned,
      }),
      z.strictObject({
        /** Every day at this time: `"02:00"`. */
        daily: time,
        ...zoned,
      }),
      z.strictObject({
        /** Every week on these days. */
        weekly: z.array(z.enum(weekdays)).min(1, "must be at least one day"),
        /** The time of day: `"02:00"`. */
        at: time,
        ...zoned,
      }),
      z.strictObject({
        /** Every month on these days: 1 to 31, or `"last"`. */
        monthly: z
          .array(z.union([z.int().min(1, dayOfMonth).max(31, dayOfMonth), z.literal("last")], { error: dayOfMonth }))
          .min(1, "must be at least one day"),
        /** The time of day: `"02:00"`. */
        at: time,
        ...zoned,
      }),
      z.strictObject({
        /** Once at this time: `"2026-12-01T02:00"`. */
        once: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'must be a day and a time, such as "2026-12-01T02:00"'),
        ...zoned,
      }),
      z.strictObject({
        /** A Quartz cron expression, from seconds to the day of the week: `"0 0 2 * * ?"`. */
        cron: z.string().min(1),
        ...zoned,
      }),
    ],
    {
      error:
        'must be "manual", { hourly: 30 }, { daily: "02:00" }, { weekly: ["MONDAY"], at: "02:00" }, ' +
        '{ monthly: [1, "last"], at: "02:00" }, { once: "2026-12-01T02:00" } or { cron: "0 0 2 * * ?" }, ' +
        'each but "manual" also with a timeZone such as "+01:00"',
    },
  )
  .optional()
  .register(fieldMetadata, {
    createDefault: "manual",
    equals: isSameSchedule,
    notReturned: true,
    returnedPartially: hidesTimeZone,
  });

type Schedule = z.infer<typeof schedule>;

/** A schedule in a request to Nexus. The cron schedule is named `cron` in REST and `advanced` in ExtDirect. */
export interface NexusSchedule {
  schedule: string;
  cronExpression: string | null;
  /** The time of the first run, in milliseconds since 1970. Later runs have the same time of day. */
  startDate: number | null;
  /** Days of the week (1 is Sunday) or of the month (999 is the last). */
  recurringDays: number[];
  timeZoneOffset: string;
}

/**
 * Converts a schedule from Nexus's response to the form of a declaration, with times in UTC.
 *
 * @throws TypeError if the response has another form
 */
export function scheduleFromNexus(live: Fields): Json {
  const { schedule = null, timeZoneOffset = null } = live;
  if ([schedule, timeZoneOffset].some((value) => value !== null && typeof value !== "string"))
    throw new TypeError("the schedule and its time zone must be strings");
  const start = typeof live.startDate === "string" ? Date.parse(live.startDate) : Number.NaN;
  const instant = Number.isNaN(start) ? "" : new Date(start).toISOString();
  const at = instant.slice(11, 16);
  const days = (Array.isArray(live.recurringDays) ? live.recurringDays : []).map(Number);
  switch (schedule) {
    case "once":
      return { once: instant.slice(0, 16) };
    case "hourly":
      return { hourly: Number(at.slice(3)) };
    case "daily":
      return { daily: at };
    case "weekly":
      return { weekly: days.map((day) => weekdays[day - 1] ?? day), at };
    case "monthly":
      return { monthly: days.map((day) => (day === LAST ? "last" : day)), at };
    case "cron":
    case "advanced":
      return { cron: live.cronExpression ?? null, ...(timeZoneOffset && { timeZone: timeZoneOffset }) };
    default:
      return schedule;
  }
}

/**
 * Converts a declared schedule to a request. If the current schedule (with `startDate`) has the same times, its start is kept;
 * otherwise the schedule starts at its next time from now on.
 */
export function scheduleToNexus(declared: Json | undefined, startDate: Json | undefined): NexusSchedule {
  const given = parseSchedule(declared);
  const { timeZone: timeZoneOffset = "+00:00" } = given;
  const none = { cronExpression: null, startDate: null, recurringDays: [], timeZoneOffset };
  if (given.kind === "manual") return { ...none, schedule: "manual" };
  if (given.kind === "cron") return { ...none, schedule: "cron", cronExpression: given.cron };
  const old = typeof startDate === "string" ? Date.parse(startDate) : Number.NaN;
  const isKept = given.kind !== "once" && !Number.isNaN(old) && minutesOf(old) % given.period === given.minutes;
  const start = isKept ? old : given.kind === "once" ? given.instant : nextAt(given.minutes, given.period);
  return { ...none, schedule: given.kind, startDate: start, recurringDays: given.days };
}

type ParsedSchedule = { timeZone?: string } & (
  | { kind: "manual" }
  | { kind: "cron"; cron: string }
  | {
      kind: "once" | "hourly" | "daily" | "weekly" | "monthly";
      /** The minute of the UTC day, or of the hour, at which the task runs. */
      minutes: number;
      /** The minutes of a day or of an hour. */
      period: number;
      /** The time of a single run, in milliseconds since 1970. */
      instant: number;
      days: number[];
      /** The days from the declared day to the day in UTC: -1 to 1. */
      shift: number;
    }
);

/** Parses a schedule in the form of a declaration and converts its times to UTC. */
function parseSchedule(schedule: Json | undefined): ParsedSchedule {
  if (typeof schedule !== "object" || schedule === null || Array.isArray(schedule)) return { kind: "manual" };
  const given = schedule as Exclude<Schedule, "manual" | undefined>;
  const zone = given.timeZone === undefined ? {} : { timeZone: given.timeZone };
  if ("cron" in given) return { kind: "cron", cron: given.cron, ...zone };
  const offset = parseOffset(given.timeZone);
  const at = (text: string, period = MINUTES_PER_DAY) => {
    const minutes = Number(text.slice(0, 2)) * 60 + Number(text.slice(3)) - offset;
    return {
      minutes: modulo(minutes, period),
      period,
      shift: Math.floor(minutes / MINUTES_PER_DAY),
      instant: 0,
      ...zone,
    };
  };
  if ("hourly" in given) return { kind: "hourly", ...at(`00:${given.hourly}`, 60), days: [] };
  if ("daily" in given) return { kind: "daily", ...at(given.daily), days: [] };
  if ("once" in given) {
    const instant = Date.parse(`${given.once}:00Z`) - offset * 60_000;
    return { kind: "once", minutes: 0, period: MINUTES_PER_DAY, shift: 0, instant, days: [], ...zone };
  }
  if ("weekly" in given)
    return { kind: "weekly", ...at(given.at), days: sortUnique(given.weekly.map((day) => weekdays.indexOf(day) + 1)) };
  return {
    kind: "monthly",
    ...at(given.at),
    days: sortUnique(given.monthly.map((day) => (day === "last" ? LAST : day))),
  };
}

/** Nexus returns the time zone of a cron expression only from 3.92 on. */
function hidesTimeZone(declared: Json, live: Json): boolean {
  const { kind, timeZone } = parseSchedule(declared);
  return kind === "cron" && timeZone !== undefined && parseSchedule(live).timeZone === undefined;
}

/**
 * Compares two schedules:
 * - Nexus stores the first run and returns it in UTC, so only the time of day is compared.
 * - Nexus before 3.92 does not return the time zone of a cron expression, so a missing zone equals any other.
 * - A Nexus whose clock is UTC shifts days of the week that are other days in UTC and returns the shifted ones. It shifts
 *   days of the month wrongly (3.71), so only their number is compared.
 */
function isSameSchedule(a: Json, b: Json): boolean {
  const [left, right] = [parseSchedule(a), parseSchedule(b)];
  if (left.kind === "manual" || right.kind === "manual") return left.kind === right.kind;
  if (left.kind === "cron" || right.kind === "cron") {
    if (left.kind !== "cron" || right.kind !== "cron" || left.cron !== right.cron) return false;
    return !left.timeZone || !right.timeZone || parseOffset(left.timeZone) === parseOffset(right.timeZone);
  }
  if (left.kind !== right.kind || left.minutes !== right.minutes || left.instant !== right.instant) return false;
  const days = String(left.days);
  if (days === String(right.days)) return true;
  const shift = left.shift - right.shift;
  if (shift === 0) return false;
  if (left.kind === "monthly") return left.days.length === right.days.length;
  return String(sortUnique(left.days.map((day) => modulo(day - 1 + shift, 7) + 1))) === String(right.days);
}

/** Returns the minute of the UTC day. */
function minutesOf(instant: number): number {
  return modulo(Math.floor(instant / 60_000), MINUTES_PER_DAY);
}

/** Returns the next time from now on at this minute of the hour or day. */
function nextAt(minutes: number, period: number): number {
  const now = Math.ceil(Date.now() / 60_000);
  return (now + modulo(minutes - now, period)) * 60_000;
}

function parseOffset(timeZone = "+00:00"): number {
  const [hours = 0, minutes = 0] = timeZone.slice(1).split(":").map(Number);
  return (timeZone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

function sortUnique(days: readonly number[]): number[] {
  return [...new Set(days)].sort((a, b) => a - b);
}

function modulo(value: number, period: number): number {
  return ((value % period) + period) % period;
}
