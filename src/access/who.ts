import { builtInPermission, builtInRoles } from "./built-in.ts";
import { implies, type Permission } from "./permission.ts";

export interface Role {
  privileges: readonly string[];
  roles: readonly string[];
}

/** Who may do what, as plain data: of an estate, or of a running Nexus. */
export interface Security {
  /** What each privilege permits; the built-in ones need not be here. */
  privileges: ReadonlyMap<string, Permission>;
  roles: ReadonlyMap<string, Role>;
  users: ReadonlyMap<string, readonly string[]>;
}

export type Action = "browse" | "read" | "add" | "edit" | "delete";

/** A repository, by its name and its format in Nexus's words. */
export interface Target {
  format: string;
  name: string;
}

/** All permissions of a role, those of the roles that it contains included. */
export function permissionsOfRole(security: Security, id: string, seen: ReadonlySet<string> = new Set()): Permission[] {
  if (seen.has(id)) return [];
  const role = security.roles.get(id);
  const privileges = role?.privileges ?? builtInRoles.get(id) ?? [];
  const own = privileges.flatMap((name) => security.privileges.get(name) ?? builtInPermission(name) ?? []);
  const nested = (role?.roles ?? []).flatMap((inner) => permissionsOfRole(security, inner, new Set([...seen, id])));
  return [...own, ...nested];
}

/**
 * Whether permissions let somebody do that with content of the repository: with all of it, or, by a content selector,
 * with some.
 */
export function permitted(permissions: readonly Permission[], action: Action, { format, name }: Target): boolean {
  const whole = `nexus:repository-view:${format}:${name}:${action}`;
  return permissions.some((held) => implies(held, whole) || coversSome(held, action, { format, name }));
}

function coversSome(held: Permission, action: Action, { format, name }: Target): boolean {
  const [root, domain, , ...rest] = held.split(":");
  if (domain !== "repository-content-selector" || (root !== "nexus" && root !== "*")) return false;
  return implies(rest.join(":"), `${format}:${name}:${action}`);
}

/** The roles that may do any of that with the repository. */
export function rolesThatMay(security: Security, actions: readonly Action[], target: Target): string[] {
  return [...security.roles.keys()].filter((id) => {
    const permissions = permissionsOfRole(security, id);
    return actions.some((action) => permitted(permissions, action, target));
  });
}
