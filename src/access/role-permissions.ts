import { covers, coversRest, implies, type Permission, type PermissionParts, parsePermission } from "./permission.ts";
import {
  type Action,
  findPermission,
  findRolePaths,
  listRolePrivileges,
  type RepositoryRef,
  type SecurityModel,
} from "./security-model.ts";

/** Returns all permissions of a role, including those of the roles that it contains. */
export function listRolePermissions(security: SecurityModel, roleId: string): Permission[] {
  return findRolePaths(security, [roleId])
    .flatMap((path) => listRolePrivileges(security, path.at(-1) ?? ""))
    .flatMap((name) => findPermission(security, name) ?? []);
}

/**
 * Returns true if the permissions allow the action on content of the repository: on all of it, or on the content that
 * any content selector matches.
 */
export function isPermitted(
  permissions: readonly Permission[],
  action: Action,
  { format, name }: RepositoryRef,
): boolean {
  const onAllContent = `nexus:repository-view:${format}:${name}:${action}`;
  const onSelectedContent = ["nexus", "repository-content-selector", undefined, format, name.toLowerCase(), action];
  return permissions.some(
    (permission) => implies(permission, onAllContent) || coversAll(parsePermission(permission), onSelectedContent),
  );
}

/** The part for the content selector is `undefined` in the request, as any selector counts. */
function coversAll(parts: PermissionParts, requested: readonly (string | undefined)[]): boolean {
  return (
    requested.every((word, index) => word === undefined || covers(parts[index], word)) &&
    coversRest(parts, requested.length)
  );
}

/** Returns the ids of the roles that allow any of the actions on the repository. */
export function findRolesPermitted(
  security: SecurityModel,
  actions: readonly Action[],
  repository: RepositoryRef,
): string[] {
  return [...security.roles.keys()].filter((id) => {
    const permissions = listRolePermissions(security, id);
    return actions.some((action) => isPermitted(permissions, action, repository));
  });
}
