import { suggestionFor } from "../../util/suggestions.ts";
import { type Estate, type EstateFinding, getDeclaredIdentity, listByFamily } from "../estate.ts";

/** Passwords are made anew of users who are declared: another name is most likely written wrong. */
export function validateRotations(estate: Estate, rotated: readonly string[]): EstateFinding[] {
  const users = listByFamily(estate, "user").map(getDeclaredIdentity);
  return rotated
    .filter((user) => !users.includes(user))
    .map((user) => ({
      path: `nexus:rotations.${user}`,
      message: `there is no user "${user}"${suggestionFor(user, users)}`,
    }));
}
