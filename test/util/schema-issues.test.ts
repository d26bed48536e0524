import { expect, it } from "vitest";
import { z } from "zod";
import { describeIssue } from "../../src/util/schema-issues.ts";

it.each<[z.ZodType, unknown, string]>([
  [z.string(), undefined, "is missing: a string"],
  [z.string(), 2, "must be a string, not a number"],
  [z.array(z.string()), null, "must be a list, not null"],
  [z.number(), Number.POSITIVE_INFINITY, "must be a number, not an infinite number"],
  [z.int(), 1.5, "must be a whole number, not 1.5"],
  [z.record(z.string(), z.string()), [], "must be an object, not a list"],
  [z.enum(["ALLOW", "DENY"]), "DENI", '"DENI" is not one of ALLOW, DENY; did you mean "DENY"?'],
  [z.enum(["ALLOW", "DENY"]), undefined, "is missing: one of ALLOW, DENY"],
  [z.literal(true), false, "must be true, not false"],
  [z.string().min(1), "", "must not be empty"],
  [z.string().min(3), "a", "must have at least 3 characters"],
  [z.string().max(1), "ab", "must have at most 1 character"],
  [z.string().length(2), "a", "must have exactly 2 characters"],
  [z.array(z.string()).min(1), [], "must not be empty"],
  [z.array(z.string()).length(1), [], "must have exactly 1 element"],
  [z.number().min(1), 0, "must be at least 1, not 0"],
  [z.number().positive(), 0, "must be more than 0, not 0"],
  [z.number().max(5), 6, "must be at most 5, not 6"],
  [z.number().multipleOf(5), 6, "must be a multiple of 5"],
  [z.string().regex(/^a$/), "b", "must match /^a$/"],
  [z.url(), "b", "is not a valid url"],
  [z.strictObject({}), { a: 1, b: 2 }, "has unknown keys: a, b"],
  [z.record(z.string().regex(/^a$/, "must be a"), z.string()), { b: "" }, "has an invalid key: must be a"],
  [z.map(z.object({}), z.string()), new Map([[{}, 1]]), "has an invalid element: must be a string, not a number"],
  [z.union([z.string(), z.boolean()]), 1, "has none of the allowed forms"],
  [z.union([z.string(), z.boolean()]), undefined, "is missing"],
  [z.string().refine(() => false), "a", "is invalid"],
  [z.string("must be a name"), 1, "must be a name"],
])("describes the violation of %o by %o", (schema, value, message) => {
  expect(schema.safeParse(value, { error: describeIssue }).error?.issues.map((issue) => issue.message)).toEqual([
    message,
  ]);
});
