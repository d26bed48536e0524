import { expect, it } from "vitest";
import { matchesWhole } from "../../src/util/patterns.ts";

it.each([
  ["a+", "aa", true],
  ["a+", "aab", false],
  ["a|b", "ab", false],
  ["\\p{Alpha}+(?i)", "a", undefined],
])("%s of a server and %s: %s", (pattern, text, expected) => expect(matchesWhole(pattern, text)).toBe(expected));

it("gives up on an expression that needs years", () => {
  expect(matchesWhole("(a+)+b", "a".repeat(60))).toBe(undefined);
});
