import { covers, coversRest, implies, type Permission, type PermissionParts, parsePermission } from "./permission.ts";
import {
  type Action,
  findPermission,
  findRolePaths,
  listRolePrivileges,
  type RepositoryRef,
  type SecurityModel,
} from "./security-model.ts";

/** All permissions of a role, those of the roles that it contains included. */
export function listRolePermissions(security: SecurityModel, id: string): Permission[] {
  return findRolePaths(security, [id])
    .flatMap((path) => listRolePrivileges(security, path.at(-1) ?? ""))
    .flatMap((name) => findPermission(security, name) ?? []);
}

/**
 * Whether permissions let somebody do that with content of the repository: with all of it, or, by a content selector,
 * with some.
 */
export function isPermitted(
  permissions: readonly Permission[],
  action: Action,
  { format, name }: RepositoryRef,
): boolean {
  const whole = `nexus:repository-view:${format}:${name}:${action}`;
  const asked = ["nexus", "repository-content-selector", undefined, format, name.toLowerCase(), action];
  return permissions.some((held) => implies(held, whole) || coversAll(parsePermission(held), asked));
}

/** Whatever the selector is: the part that is not asked for. */
function coversAll(held: PermissionParts, asked: readonly (string | undefined)[]): boolean {
  return (
    asked.every((word, index) => word === undefined || covers(held[index], word)) && coversRest(held, asked.length)
  );
}

/** The roles that may do any of that with the repository. */
export function findRolesPermitted(
  security: SecurityModel,
  actions: readonly Action[],
  target: RepositoryRef,
): string[] {
  return [...security.roles.keys()].filter((id) => {
    const permissions = listRolePermissions(security, id);
    return actions.some((action) => isPermitted(permissions, action, target));
  });
}
