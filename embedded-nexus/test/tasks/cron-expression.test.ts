import { expect, test } from "vitest";
import { findNextFireTime } from "../../src/tasks/cron-expression.ts";

const after = Date.parse("2026-03-31T01:00:00Z");

test.each([
  ["0 0 1 * * ?", "2026-04-01T01:00:00.000Z"],
  ["0 */30 * * * ?", "2026-03-31T01:30:00.000Z"],
  ["30 15,45 2-3 * * ?", "2026-03-31T02:15:30.000Z"],
  ["0 0 0 1 JAN ?", "2027-01-01T00:00:00.000Z"],
  ["0 0 4 ? * MON-FRI", "2026-03-31T04:00:00.000Z"],
  ["0 0 4 ? * SUN", "2026-04-05T04:00:00.000Z"],
  ["0 0 0 29 2 ?", "2028-02-29T00:00:00.000Z"],
  ["0 5/20 * * * ? *", "2026-03-31T01:05:00.000Z"],
])("%s fires next at %s", (expression, at) => {
  expect(new Date(findNextFireTime(expression, after) ?? 0).toISOString()).toBe(at);
});

test.each(["0 0 0 L * ?", "0 0 0 30 2 ?", "never"])("%s has no next time", (expression) => {
  expect(findNextFireTime(expression, after)).toBeNull();
});
