import type { Permission } from "../access/permission.ts";
import { automaticPrivileges, permissionOf } from "../access/privileges.ts";
import type { Security } from "../access/who.ts";
import { type Estate, identity, ofFamily, repositories, textsAt } from "./estate.ts";

/** Who may do what by an estate. What it says exists and does not declare is not known, and counts as nothing. */
export function securityOf(estate: Estate): Security {
  const declared = ofFamily(estate, "privilege").flatMap((privilege): [string, Permission][] => {
    const permission = permissionOf(privilege.kind.name.replace(/^privilege-/, ""), privilege.fields);
    return permission === undefined ? [] : [[identity(privilege), permission]];
  });
  const automatic = repositories(estate).flatMap(({ format, name }) => [...automaticPrivileges(format, name)]);
  return {
    privileges: new Map([...automatic, ...declared]),
    roles: new Map(
      ofFamily(estate, "role").map((role) => [
        identity(role),
        { privileges: textsAt(role.fields, "privileges"), roles: textsAt(role.fields, "roles") },
      ]),
    ),
    users: new Map(ofFamily(estate, "user").map((user) => [identity(user), textsAt(user.fields, "roles")])),
  };
}
