import { z } from "zod";

/** What Nexus takes as an id of users and roles: nearly anything, as long as it can be a part of a path. */
export function nexusId(): z.ZodString {
  return z
    .string()
    .min(1)
    .max(200, "Nexus takes at most 200 characters")
    .regex(/^(?!\.{1,2}$)/, 'must not be "." or "..": in a path they mean another place');
}

/** What Nexus takes as a name of repositories, blob stores, privileges, selectors, rules and policies. */
export function nexusName(): z.ZodString {
  return z
    .string()
    .min(1)
    .max(200, "Nexus takes at most 200 characters")
    .regex(/^[A-Za-z0-9-][A-Za-z0-9_.-]*$/, "must be letters, digits, '-', '_' and '.', not starting with '_' or '.'");
}
