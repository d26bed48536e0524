import { z } from "zod";
import type { Fields, Json } from "../../util/json.ts";
import { fieldMetadata } from "../field-metadata.ts";

const weekdays = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"] as const;
/** How Nexus writes the last day of a month, whichever that is. */
const LAST = 999;
const DAY = 24 * 60;

const dayOfMonth = 'must be a day, 1 to 31 or "last"';
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, such as "02:00"');
const zoned = {
  /** The offset from UTC that the times are of: `"+01:00"`. Default: UTC. */
  timeZone: z
    .string()
    .regex(/^[+-](0\d|1[0-8]):[0-5]\d$/, 'must be an offset from UTC, such as "+01:00"')
    .optional(),
};

/**
 * When a task runs. Times are of the offset `timeZone`, `"+01:00"`; without it they are UTC. Days of a week or month are
 * days there too: give the offset of Nexus's own clock, as Nexus moves the days where they differ.
 */
export const schedule = z
  .union(
    [
      z.literal("manual"),
      z.strictObject({
        /** At this minute of every hour, 0 to 59. */
        hourly: z.int().min(0, "must be a minute, 0 to 59").max(59, "must be a minute, 0 to 59"),
        ...zoned,
      }),
      z.strictObject({
        /** Every day at this time: `"02:00"`. */
        daily: time,
        ...zoned,
      }),
      z.strictObject({
        /** On these days of the week. */
        weekly: z.array(z.enum(weekdays)).min(1, "must be at least one day"),
        /** The time of day: `"02:00"`. */
        at: time,
        ...zoned,
      }),
      z.strictObject({
        /** On these days of the month: 1 to 31, `"last"`. */
        monthly: z
          .array(z.union([z.int().min(1, dayOfMonth).max(31, dayOfMonth), z.literal("last")], { error: dayOfMonth }))
          .min(1, "must be at least one day"),
        /** The time of day: `"02:00"`. */
        at: time,
        ...zoned,
      }),
      z.strictObject({
        /** At this minute, and never again: `"2026-12-01T02:00"`. */
        once: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'must be a day and a time, such as "2026-12-01T02:00"'),
        ...zoned,
      }),
      z.strictObject({
        /** Quartz's words, from seconds to the day of the week: `"0 0 2 * * ?"`. */
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
    equals: same,
    notReturned: true,
    returnedPartially: hasHiddenZone,
  });

type Schedule = z.infer<typeof schedule>;

/** A schedule as Nexus has it, whichever way: REST calls `cron` what ExtDirect calls `advanced`. */
export interface NexusSchedule {
  schedule: string;
  cronExpression: string | null;
  /** The first run, in milliseconds; later ones have its time of day. */
  startDate: number | null;
  /** 1 is Sunday, or the first of a month; 999 its last day. */
  recurringDays: number[];
  timeZoneOffset: string;
}

/** What Nexus shows, in a declaration's words; times are UTC, as Nexus shows them. */
export function scheduleFromNexus(live: Fields): Json {
  const start = typeof live.startDate === "string" ? Date.parse(live.startDate) : Number.NaN;
  const instant = Number.isNaN(start) ? "" : new Date(start).toISOString();
  const at = instant.slice(11, 16);
  const days = (Array.isArray(live.recurringDays) ? live.recurringDays : []).map(Number);
  switch (live.schedule) {
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
      return { cron: live.cronExpression ?? null, ...(live.timeZoneOffset && { timeZone: live.timeZoneOffset }) };
    default:
      return live.schedule ?? null;
  }
}

/**
 * The same for Nexus. A schedule that it shows already keeps its start, `startDate`; another starts at its next time from
 * now on.
 */
export function scheduleToNexus(declared: Json | undefined, startDate: Json | undefined): NexusSchedule {
  const given = read(declared);
  const { timeZone: timeZoneOffset = "+00:00" } = given;
  const none = { cronExpression: null, startDate: null, recurringDays: [], timeZoneOffset };
  if (given.kind === "manual") return { ...none, schedule: "manual" };
  if (given.kind === "cron") return { ...none, schedule: "cron", cronExpression: given.cron };
  const old = typeof startDate === "string" ? Date.parse(startDate) : Number.NaN;
  const isKept = given.kind !== "once" && !Number.isNaN(old) && minutesOf(old) % given.period === given.minutes;
  const start = isKept ? old : given.kind === "once" ? given.instant : nextAt(given.minutes, given.period);
  return { ...none, schedule: given.kind, startDate: start, recurringDays: given.days };
}

type Read = { timeZone?: string } & (
  | { kind: "manual" }
  | { kind: "cron"; cron: string }
  | {
      kind: "once" | "hourly" | "daily" | "weekly" | "monthly";
      /** Minutes of a UTC day, or hour, at which it runs. */
      minutes: number;
      period: number;
      /** Of one run, its time. */
      instant: number;
      days: number[];
      /** How many days later, -1 to 1, it is in UTC. */
      shift: number;
    }
);

/** A declaration, or what Nexus shows in its words, in UTC. */
function read(words: Json | undefined): Read {
  if (typeof words !== "object" || words === null || Array.isArray(words)) return { kind: "manual" };
  const given = words as Exclude<Schedule, "manual" | undefined>;
  const zone = given.timeZone === undefined ? {} : { timeZone: given.timeZone };
  if ("cron" in given) return { kind: "cron", cron: given.cron, ...zone };
  const offset = offsetOf(given.timeZone);
  const at = (text: string, period = DAY) => {
    const minutes = Number(text.slice(0, 2)) * 60 + Number(text.slice(3)) - offset;
    return { minutes: wrapped(minutes, period), period, shift: Math.floor(minutes / DAY), instant: 0, ...zone };
  };
  if ("hourly" in given) return { kind: "hourly", ...at(`00:${given.hourly}`, 60), days: [] };
  if ("daily" in given) return { kind: "daily", ...at(given.daily), days: [] };
  if ("once" in given) {
    const instant = Date.parse(`${given.once}:00Z`) - offset * 60_000;
    return { kind: "once", minutes: 0, period: DAY, shift: 0, instant, days: [], ...zone };
  }
  if ("weekly" in given)
    return { kind: "weekly", ...at(given.at), days: sorted(given.weekly.map((day) => weekdays.indexOf(day) + 1)) };
  return { kind: "monthly", ...at(given.at), days: sorted(given.monthly.map((day) => (day === "last" ? LAST : day))) };
}

/** Of a cron expression the zone is shown from 3.92 on only. */
function hasHiddenZone(declared: Json, live: Json): boolean {
  const { kind, timeZone } = read(declared);
  return kind === "cron" && timeZone !== undefined && read(live).timeZone === undefined;
}

/**
 * Whether two say the same. Nexus keeps the start of a schedule and shows it in UTC: the time of day counts. It shows
 * the zone of a cron expression not at all before 3.92: where one side has none, it does not count. Days of a week that
 * are others in UTC are moved by a Nexus whose clock is UTC, and shown so; those of a month are moved wrongly (3.71).
 */
function same(a: Json, b: Json): boolean {
  const [left, right] = [read(a), read(b)];
  if (left.kind === "manual" || right.kind === "manual") return left.kind === right.kind;
  if (left.kind === "cron" || right.kind === "cron") {
    if (left.kind !== "cron" || right.kind !== "cron" || left.cron !== right.cron) return false;
    return !left.timeZone || !right.timeZone || offsetOf(left.timeZone) === offsetOf(right.timeZone);
  }
  if (left.kind !== right.kind || left.minutes !== right.minutes || left.instant !== right.instant) return false;
  const days = String(left.days);
  if (days === String(right.days)) return true;
  const shift = left.shift - right.shift;
  if (shift === 0) return false;
  if (left.kind === "monthly") return left.days.length === right.days.length;
  return String(sorted(left.days.map((day) => wrapped(day - 1 + shift, 7) + 1))) === String(right.days);
}

/** Minutes of a UTC day. */
function minutesOf(instant: number): number {
  return wrapped(Math.floor(instant / 60_000), DAY);
}

/** The next time from now on that is at these minutes of the hour or day. */
function nextAt(minutes: number, period: number): number {
  const now = Math.ceil(Date.now() / 60_000);
  return (now + wrapped(minutes - now, period)) * 60_000;
}

function offsetOf(timeZone = "+00:00"): number {
  const [hours = 0, minutes = 0] = timeZone.slice(1).split(":").map(Number);
  return (timeZone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

function sorted(days: readonly number[]): number[] {
  return [...new Set(days)].sort((a, b) => a - b);
}

function wrapped(value: number, period: number): number {
  return ((value % period) + period) % period;
}
