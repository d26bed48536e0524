import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../../test/support/property-runs.ts";
import { toHashOrder } from "../src/java-hash-order.ts";

test("a set has no duplicates, and is neither in the given nor in the sorted order", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 3 }), (given) => {
      const set = toHashOrder([...given, ...given.slice(0, 1)]);
      expect([...set].sort()).toEqual([...given].sort());
      expect(set).not.toEqual(given);
      expect(set).not.toEqual([...given].sort());
    }),
    propertyRuns(100),
  );
  expect(toHashOrder(["a", "b"])).toEqual(["b", "a"]);
});

test("a set is in Java's hash order if that is another one, as 3.77 returned the roles of a user", () => {
  const given = ["rord", "r1b", "nx-anonymous", "R1", "r1", "nx-admin"];
  expect(toHashOrder(given)).toEqual(["nx-admin", "r1b", "rord", "nx-anonymous", "R1", "r1"]);
});
