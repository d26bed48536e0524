import { z } from "zod";

/** Creates the schema of a user or role id: 1 to 200 characters, any except the path segments "." and "..". */
export function nexusId(): z.ZodString {
  return z
    .string()
    .min(1)
    .max(200, "must have at most 200 characters")
    .regex(/^(?!\.{1,2}$)/, 'must not be "." or "..", which a URL path resolves to another object');
}

/** Creates the schema of a name of repositories, blob stores, privileges, content selectors, routing rules and cleanup policies. */
export function nexusName(): z.ZodString {
  return z
    .string()
    .min(1)
    .max(200, "must have at most 200 characters")
    .regex(/^[A-Za-z0-9-][A-Za-z0-9_.-]*$/, "must be letters, digits, '-', '_' and '.', not starting with '_' or '.'");
}
