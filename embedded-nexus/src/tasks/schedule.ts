import type { Json, JsonObject } from "../json.ts";
import { nextDue } from "./cron-expression.ts";

/** When a task runs, in the words of ExtDirect. */
export interface Schedule {
  /** manual, once, hourly, daily, weekly, monthly, advanced. */
  schedule: string;
  /** Milliseconds. */
  startDate: number | null;
  recurringDays: number[] | null;
  cronExpression: string | null;
  timeZoneOffset: string | null;
}

/** What Nexus says of a schedule that it cannot take. */
export class Unschedulable extends Error {}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Within it is every day of a month that each two months have. */
const TWO_MONTHS = 62 * DAY;
const LAST = 999;

/** A schedule as a Core 3.71 takes it. Its clock is UTC here. */
export function readSchedule(given: JsonObject, startDate: number | null, now: number): Schedule {
  const schedule = String(given.schedule ?? "");
  const none = { schedule, startDate: null, recurringDays: null, cronExpression: null, timeZoneOffset: null };
  if (schedule === "manual") return none;
  if (schedule === "advanced") {
    const offset = offsetOf(given.timeZoneOffset);
    const { cronExpression } = given;
    if (typeof cronExpression !== "string") throw new Unschedulable("java.lang.NullPointerException");
    if (!isCron(cronExpression)) throw new Unschedulable(`CronExpression '${cronExpression}' is invalid.`);
    return { ...none, startDate: now, cronExpression, timeZoneOffset: offset.text };
  }
  if (startDate === null) {
    const call = 'Cannot invoke "java.util.Date.toInstant()" because the return value of ';
    throw new Unschedulable(`${call}"org.sonatype.nexus.coreui.TaskXO.getStartDate()" is null`);
  }
  const { text: timeZoneOffset, milliseconds } = offsetOf(given.timeZoneOffset);
  const start = startDate - (startDate % 60_000);
  const days = (Array.isArray(given.recurringDays) ? given.recurringDays : []).map(Number);
  // Days are the client's, and are moved to where the server's clock has them.
  const shift = Math.floor(start / DAY) - Math.floor((start + milliseconds) / DAY);
  const timed = { ...none, startDate: start, timeZoneOffset };
  if (schedule === "weekly") return { ...timed, recurringDays: weekly(days, shift) };
  if (schedule === "monthly") return { ...timed, recurringDays: monthly(days, shift, start) };
  return timed;
}

function weekly(days: readonly number[], shift: number): number[] {
  if (!days.length) throw new Unschedulable("No days of week set to run");
  const beyond = days.find((day) => day > 7);
  if (beyond !== undefined) throw new Unschedulable(`Index ${beyond - 1} out of bounds for length 7`);
  return inOrder(days.map((day) => ((day - 1 + shift + 7) % 7) + 1));
}

/** Days are moved within the month of the start, which is wrong for its first and last (3.71: the 1st becomes the 30th). */
function monthly(days: readonly number[], shift: number, start: number): number[] {
  if (!days.length) throw new Unschedulable("No days of month set to run");
  const date = new Date(start);
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  const moved = (day: number) => (shift === 0 ? day : ((day - 1 + shift + length) % length) + 1);
  return inOrder(days.map((day) => (day === LAST ? LAST : moved(day))));
}

function inOrder(days: readonly number[]): number[] {
  return [...new Set(days)].sort((a, b) => a - b);
}

function offsetOf(given: Json | undefined): { text: string; milliseconds: number } {
  if (typeof given !== "string") throw new Unschedulable("offsetId");
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(given) ?? [];
  if (given !== "Z" && sign === undefined) {
    throw new Unschedulable(`Invalid ID for ZoneOffset, invalid format: ${given}`);
  }
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return { text: given, milliseconds: sign === "-" ? -size : size };
}

function isCron(text: string): boolean {
  const parts = text.trim().split(/\s+/);
  return (parts.length === 6 || parts.length === 7) && parts.every((part) => /^[\dA-Za-z*?,/#-]+$/.test(part));
}

/** When it runs next; null where that is never, or cannot be told. */
export function nextRun({ schedule, startDate, recurringDays, cronExpression }: Schedule, now: number): number | null {
  if (schedule === "manual" || startDate === null) return null;
  if (schedule === "advanced") return nextDue(cronExpression ?? "", now);
  if (startDate > now && schedule === "once") return startDate;
  if (schedule === "once") return null;
  const period = schedule === "hourly" ? HOUR : DAY;
  const first = startDate > now ? startDate : startDate + (Math.floor((now - startDate) / period) + 1) * period;
  if (schedule !== "weekly" && schedule !== "monthly") return first;
  const days = recurringDays ?? [];
  for (let time = first; time < first + TWO_MONTHS; time += DAY) if (isDay(schedule, days, new Date(time))) return time;
  return null;
}

function isDay(schedule: "weekly" | "monthly", days: readonly number[], date: Date): boolean {
  if (schedule === "weekly") return days.includes(date.getUTCDay() + 1);
  const tomorrow = new Date(date.getTime() + DAY);
  return days.includes(date.getUTCDate()) || (days.includes(LAST) && tomorrow.getUTCDate() === 1);
}
