import { containsUnknown, type Fields, isFields, type Json } from "../util/json.ts";

/** The text that Pulumi prints in place of a secret. */
const secretPlaceholder = "[secret]";

/** Returns true for a value in which a preview has replaced something by `[secret]`, at any depth. */
export function holdsSecret(value: Json | undefined): boolean {
  if (value === secretPlaceholder) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsSecret);
}

/** Returns true for inputs that the library adds, such as `__nexus`: they are no part of the declaration. */
export function isInternalInput(name: string): boolean {
  return name.startsWith("__");
}

/**
 * Returns the declared fields that can be compared with those in Nexus: without internal inputs, secrets and values
 * that are known only during the run.
 */
export function toComparable(declared: Fields): Fields {
  return Object.fromEntries(
    Object.entries(declared).flatMap(([name, value]): [string, Json | undefined][] => {
      if (isInternalInput(name)) return [];
      if (!holdsSecret(value) && !containsUnknown(value)) return [[name, value]];
      return isFields(value) ? [[name, toComparable(value)]] : [];
    }),
  );
}
