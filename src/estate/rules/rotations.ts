import { suggestionFor } from "../../util/suggestions.ts";
import { type Estate, type Finding, identity, ofFamily } from "../estate.ts";

/** Passwords are made anew of users who are declared: another name is most likely written wrong. */
export function rotationsFit(estate: Estate, rotated: readonly string[]): Finding[] {
  const users = ofFamily(estate, "user").map(identity);
  return rotated
    .filter((user) => !users.includes(user))
    .map((user) => ({
      path: `nexus:rotations.${user}`,
      message: `there is no user "${user}"${suggestionFor(user, users)}`,
    }));
}
