import type { Json, JsonObject } from "../json.ts";
import { findNextFireTime } from "./cron-expression.ts";

/** The schedule of a task, with ExtDirect's field names. */
export interface Schedule {
  /** One of manual, once, hourly, daily, weekly, monthly, advanced (a cron expression). */
  schedule: string;
  /** Milliseconds since 1970. */
  startDate: number | null;
  recurringDays: number[] | null;
  cronExpression: string | null;
  timeZoneOffset: string | null;
}

/** An invalid schedule, with Nexus's message. */
export class ScheduleError extends Error {}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A period that contains every day of the month, the 31st included, at least once. */
const TWO_MONTHS = 62 * DAY;
const LAST_DAY_OF_MONTH = 999;

/** Parses the schedule of a request as a Core 3.71 does, with UTC as the server's time zone. Throws ScheduleError. */
export function parseSchedule(request: JsonObject, startDate: number | null, now: number): Schedule {
  const schedule = String(request.schedule ?? "");
  const none = { schedule, startDate: null, recurringDays: null, cronExpression: null, timeZoneOffset: null };
  if (schedule === "manual") return none;
  if (schedule === "advanced") {
    const offset = parseZoneOffset(request.timeZoneOffset);
    const { cronExpression } = request;
    if (typeof cronExpression !== "string") throw new ScheduleError("java.lang.NullPointerException");
    if (!isCronExpression(cronExpression)) throw new ScheduleError(`CronExpression '${cronExpression}' is invalid.`);
    return { ...none, startDate: now, cronExpression, timeZoneOffset: offset.text };
  }
  if (startDate === null) {
    const call = 'Cannot invoke "java.util.Date.toInstant()" because the return value of ';
    throw new ScheduleError(`${call}"org.sonatype.nexus.coreui.TaskXO.getStartDate()" is null`);
  }
  const { text: timeZoneOffset, milliseconds } = parseZoneOffset(request.timeZoneOffset);
  const start = startDate - (startDate % 60_000);
  const days = (Array.isArray(request.recurringDays) ? request.recurringDays : []).map(Number);
  // Days are in the client's time zone and are converted to the server's.
  const shift = Math.floor(start / DAY) - Math.floor((start + milliseconds) / DAY);
  const timed = { ...none, startDate: start, timeZoneOffset };
  if (schedule === "weekly") return { ...timed, recurringDays: shiftWeekdays(days, shift) };
  if (schedule === "monthly") return { ...timed, recurringDays: shiftMonthDays(days, shift, start) };
  return timed;
}

function shiftWeekdays(days: readonly number[], shift: number): number[] {
  if (!days.length) throw new ScheduleError("No days of week set to run");
  const outOfRange = days.find((day) => day > 7);
  if (outOfRange !== undefined) throw new ScheduleError(`Index ${outOfRange - 1} out of bounds for length 7`);
  return sortUnique(days.map((day) => ((day - 1 + shift + 7) % 7) + 1));
}

/** Shifts days within the month of the start, which is wrong for its first and last day (3.71: the 1st becomes the 30th). */
function shiftMonthDays(days: readonly number[], shift: number, start: number): number[] {
  if (!days.length) throw new ScheduleError("No days of month set to run");
  const date = new Date(start);
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  const moved = (day: number) => (shift === 0 ? day : ((day - 1 + shift + length) % length) + 1);
  return sortUnique(days.map((day) => (day === LAST_DAY_OF_MONTH ? LAST_DAY_OF_MONTH : moved(day))));
}

function sortUnique(days: readonly number[]): number[] {
  return [...new Set(days)].sort((a, b) => a - b);
}

function parseZoneOffset(offset: Json | undefined): { text: string; milliseconds: number } {
  if (typeof offset !== "string") throw new ScheduleError("offsetId");
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? [];
  if (offset !== "Z" && sign === undefined) {
    throw new ScheduleError(`Invalid ID for ZoneOffset, invalid format: ${offset}`);
  }
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return { text: offset, milliseconds: sign === "-" ? -size : size };
}

function isCronExpression(text: string): boolean {
  const parts = text.trim().split(/\s+/);
  return (parts.length === 6 || parts.length === 7) && parts.every((part) => /^[\dA-Za-z*?,/#-]+$/.test(part));
}

/** Returns the next run after `now` in milliseconds; null if there is none, or if its cron expression is not supported. */
export function findNextRun(
  { schedule, startDate, recurringDays, cronExpression }: Schedule,
  now: number,
): number | null {
  if (schedule === "manual" || startDate === null) return null;
  if (schedule === "advanced") return findNextFireTime(cronExpression ?? "", now);
  if (startDate > now && schedule === "once") return startDate;
  if (schedule === "once") return null;
  const period = schedule === "hourly" ? HOUR : DAY;
  const first = startDate > now ? startDate : startDate + (Math.floor((now - startDate) / period) + 1) * period;
  if (schedule !== "weekly" && schedule !== "monthly") return first;
  const days = recurringDays ?? [];
  for (let time = first; time < first + TWO_MONTHS; time += DAY)
    if (isScheduledDay(schedule, days, new Date(time))) return time;
  return null;
}

function isScheduledDay(schedule: "weekly" | "monthly", days: readonly number[], date: Date): boolean {
  if (schedule === "weekly") return days.includes(date.getUTCDay() + 1);
  const tomorrow = new Date(date.getTime() + DAY);
  return days.includes(date.getUTCDate()) || (days.includes(LAST_DAY_OF_MONTH) && tomorrow.getUTCDate() === 1);
}
