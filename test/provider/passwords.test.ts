import fc from "fast-check";
import { expect, it } from "vitest";
import { generatePassword } from "../../src/provider/passwords.ts";
import { propertyRuns } from "../support/property-runs.ts";

it("generates passwords that follow usual rules, need no quoting and are never taken for an option", () => {
  const passwords = new Set<string>();
  fc.assert(
    fc.property(fc.constant(undefined), () => {
      const password = generatePassword();
      expect(password).toMatch(/^[A-Za-z\d][A-Za-z\d_-]{30}[A-Za-z\d]$/);
      for (const rule of [/[a-z]/, /[A-Z]/, /\d/, /[^\w]/]) expect(password).toMatch(rule);
      expect(encodeURIComponent(password)).toBe(password);
      passwords.add(password);
    }),
    propertyRuns(20_000, 5_000),
  );
  expect(passwords.size).toBeGreaterThan(1);
});
