import { covers, endsAfter, implies, type Parts, type Permission, partsOf } from "./permission.ts";
import { type Action, pathsFrom, permissionOfPrivilege, privilegesOf, type Security, type Target } from "./security.ts";

/** All permissions of a role, those of the roles that it contains included. */
export function permissionsOfRole(security: Security, id: string): Permission[] {
  return pathsFrom(security, [id])
    .flatMap((path) => privilegesOf(security, path.at(-1) ?? ""))
    .flatMap((name) => permissionOfPrivilege(security, name) ?? []);
}

/**
 * Whether permissions let somebody do that with content of the repository: with all of it, or, by a content selector,
 * with some.
 */
export function permitted(permissions: readonly Permission[], action: Action, { format, name }: Target): boolean {
  const whole = `nexus:repository-view:${format}:${name}:${action}`;
  const asked = ["nexus", "repository-content-selector", undefined, format, name.toLowerCase(), action];
  return permissions.some((held) => implies(held, whole) || coversAll(partsOf(held), asked));
}

/** Whatever the selector is: the part that is not asked for. */
function coversAll(held: Parts, asked: readonly (string | undefined)[]): boolean {
  return asked.every((word, index) => word === undefined || covers(held[index], word)) && endsAfter(held, asked.length);
}

/** The roles that may do any of that with the repository. */
export function rolesThatMay(security: Security, actions: readonly Action[], target: Target): string[] {
  return [...security.roles.keys()].filter((id) => {
    const permissions = permissionsOfRole(security, id);
    return actions.some((action) => permitted(permissions, action, target));
  });
}
