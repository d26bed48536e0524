import { suggestionFor } from "../../util/suggestions.ts";
import {
  type Estate,
  type EstateFinding,
  findUnknownName,
  getDeclaredIdentity,
  getStrings,
  listByFamily,
} from "../estate.ts";
import type { ValidationScope } from "../validation-scope.ts";

/** Checks that no role contains itself, directly or through other roles. */
export function validateRoleNesting(estate: Estate, { changed }: ValidationScope): EstateFinding[] {
  const roles = changed.filter(({ kind, fields }) => kind.family === "role" && getStrings(fields, "roles").length);
  if (!roles.length) return [];
  const containedRoles = new Map(
    listByFamily(estate, "role").map((role) => [getDeclaredIdentity(role), getStrings(role.fields, "roles")]),
  );
  const contains = (from: string, to: string, visited: ReadonlySet<string>): boolean =>
    (containedRoles.get(from) ?? []).some(
      (id) => id === to || (!visited.has(id) && contains(id, to, new Set([...visited, id]))),
    );
  return roles.flatMap((role) => {
    const roleId = getDeclaredIdentity(role);
    return getStrings(role.fields, "roles").flatMap((id, index) => {
      const path = `roles[${index}]`;
      if (id === roleId) return [{ about: role, path, message: `"${id}" is the role itself` }];
      if (!contains(id, roleId, new Set([id]))) return [];
      return [{ about: role, path, message: `"${id}" contains the role "${roleId}"; a role cannot contain itself` }];
    });
  });
}

/** Checks that an enforced IP allow-list has an entry. Without one it blocks all requests, those of the next run too. */
export function validateAllowList(estate: Estate): EstateFinding[] {
  if (listByFamily(estate, "IP allow-list entry").length) return [];
  return listByFamily(estate, "IP allow-list")
    .filter(({ fields }) => fields.mode === "ENFORCE")
    .map((about) => ({
      about,
      path: "mode",
      message: "ENFORCE without an IpAllowListEntry would block all requests to Nexus",
    }));
}

/** Checks that passwords are rotated only for declared users, as another name is probably a typing error. */
export function validateRotations(estate: Estate, rotatedUsers: readonly string[]): EstateFinding[] {
  if (findUnknownName(estate, "user")) return [];
  const users = listByFamily(estate, "user").map(getDeclaredIdentity);
  return rotatedUsers
    .filter((user) => !users.includes(user))
    .map((user) => ({
      path: `nexus:rotations.${user}`,
      message: `user "${user}" is not declared${suggestionFor(user, users)}`,
    }));
}
