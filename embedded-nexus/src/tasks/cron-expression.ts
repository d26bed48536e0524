const FIELDS = [
  { name: "second", from: 0, to: 59 },
  { name: "minute", from: 0, to: 59 },
  { name: "hour", from: 0, to: 23 },
  { name: "day", from: 1, to: 31 },
  { name: "month", from: 1, to: 12 },
  { name: "weekday", from: 1, to: 7 },
] as const;

const MONTHS = [..."JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ")];
const WEEKDAYS = [..."SUN MON TUE WED THU FRI SAT".split(" ")];
const DAY = 86_400_000;

/** The period that is searched: a leap day occurs at least once within it. */
const DAYS_AHEAD = 8 * 366;

/**
 * Returns the next time, in milliseconds UTC, at which a Quartz cron expression fires after the given one. Returns null if
 * it never fires, or if the expression uses L, W or #, which are not supported.
 *
 * @example findNextFireTime("0 0 1 * * ?", Date.now())
 */
export function findNextFireTime(expression: string, after: number): number | null {
  const parts = expression.trim().toUpperCase().split(/\s+/);
  const sets = FIELDS.map(({ from, to }, index) => parseField(parts[index] ?? "", from, to));
  if (sets.some((set) => set === undefined)) return null;
  const [seconds, minutes, hours, days, months, weekdays] = sets as number[][];
  const start = Math.floor(after / DAY) * DAY;
  for (let day = start; day <= start + DAYS_AHEAD * DAY; day += DAY) {
    const date = new Date(day);
    const isDay =
      months?.includes(date.getUTCMonth() + 1) &&
      days?.includes(date.getUTCDate()) &&
      weekdays?.includes(date.getUTCDay() + 1);
    if (!isDay) continue;
    for (const hour of hours ?? [])
      for (const minute of minutes ?? [])
        for (const second of seconds ?? []) {
          const time = day + ((hour * 60 + minute) * 60 + second) * 1000;
          if (time > after) return time;
        }
  }
  return null;
}

/** Returns the sorted values of a field: `*`, `?`, `5`, `1-5`, `0/15`, `MON-FRI`, and lists of them; undefined if invalid. */
function parseField(field: string, from: number, to: number): number[] | undefined {
  const result = new Set<number>();
  for (const part of field.split(",")) {
    const [, range = "", step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const [first, last] = parseRange(range, step !== undefined, from, to);
    if (!(first >= from && last <= to)) return undefined;
    for (let value = first; value <= last; value += Number(step ?? 1) || 1) result.add(value);
  }
  return [...result].sort((a, b) => a - b);
}

function parseRange(range: string, isStepped: boolean, from: number, to: number): [first: number, last: number] {
  if (range === "*" || range === "?") return [from, to];
  const [first = Number.NaN, last] = range.split("-").map(parseValue);
  return [first, last ?? (isStepped ? to : first)];
}

function parseValue(text: string): number {
  const index = Math.max(MONTHS.indexOf(text), WEEKDAYS.indexOf(text));
  return index >= 0 ? index + 1 : /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
