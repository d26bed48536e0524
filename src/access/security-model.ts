import { builtInRoles, findBuiltInPermission } from "../model/nexus-defaults.ts";
import type { Permission } from "./permission.ts";

/** Actions on the content of a repository. Over HTTP, a GET needs `read` and a PUT needs `edit`. */
export const actions = ["browse", "read", "add", "edit", "delete"] as const;
export type Action = (typeof actions)[number];

export interface SecurityRole {
  privileges: readonly string[];
  /** Ids of the roles that it contains. */
  roles: readonly string[];
}

export interface SecurityUser {
  userId: string;
  /** The source of the user: `default` for Nexus itself, or `LDAP`, `SAML`, `Crowd`. */
  source: string;
  /** May log in. A user that is disabled or locked has no permission. */
  active: boolean;
  roles: readonly string[];
}

/** Identifies a repository. The format is Nexus's name for it: `docker`, `maven2`. */
export interface RepositoryRef {
  format: string;
  name: string;
}

export interface SecurityRepository extends RepositoryRef {
  type: string;
  /** Of a group: the repositories that it serves, other groups among them. */
  members: readonly string[];
}

/** Represents the users, roles and privileges of an estate or of a running Nexus as plain data. */
export interface SecurityModel {
  /** Permissions by privilege. The built-in privileges need not be included. */
  privileges: ReadonlyMap<string, Permission>;
  /**
   * Names of wildcard privileges. A wildcard that covers content selectors grants everything that these grant, except
   * browsing: Nexus shows the repository only to users with another permission on it (3.71).
   */
  wildcards: ReadonlySet<string>;
  /** By id. The built-in roles need not be included. */
  roles: ReadonlyMap<string, SecurityRole>;
  /** By display name: the user id, with the source in parentheses if it is not Nexus itself. */
  users: ReadonlyMap<string, SecurityUser>;
  /** The user whose roles apply to requests without credentials. Absent if anonymous access is off. */
  anonymous?: string;
  /** The role that every user has after login (capability Default Role). */
  everybody?: string;
  /** Sources whose groups grant the roles of the same name: `LDAP`, `SAML`, ... */
  groupSources: readonly string[];
  /** Expressions of content selectors by name. Empty if the expression is not known. */
  selectors: ReadonlyMap<string, string>;
  repositories: readonly SecurityRepository[];
}

/** Identifies a user, a role, or anonymous access. */
export interface Principal {
  type: "anonymous" | "user" | "role";
  /** The id of a role, the key in `SecurityModel.users`, or `anonymous`. */
  id: string;
}

/** The principal of requests without credentials. */
export const anonymousPrincipal: Principal = { type: "anonymous", id: "anonymous" };

/** Returns all principals: anonymous access if it is on, then users, then roles, each sorted by id. */
export function listPrincipals({ anonymous, users, roles }: SecurityModel): Principal[] {
  const toPrincipals = (type: Principal["type"], ids: Iterable<string>) =>
    [...ids].sort().map((id): Principal => ({ type, id }));
  return [
    ...(anonymous === undefined ? [] : [anonymousPrincipal]),
    ...toPrincipals("user", users.keys()),
    ...toPrincipals("role", roles.keys()),
  ];
}

/** Returns the roles that were granted to a principal, without the roles that these contain. */
export function listGrantedRoles(security: SecurityModel, { type, id }: Principal): readonly string[] {
  if (type === "role") return [id];
  // Its roles count even if the user is disabled, and without the role that every user has after login (3.71).
  if (type === "anonymous") return security.users.get(security.anonymous ?? "")?.roles ?? [];
  const user = security.users.get(id);
  if (!user?.active) return [];
  return security.everybody === undefined ? user.roles : [...user.roles, security.everybody];
}

/** A path to a role: the granted role first, then each contained role. */
export type RolePath = readonly string[];

/** Returns the roles and all roles that they contain, each by its shortest path. */
export function findRolePaths(security: SecurityModel, roles: readonly string[]): RolePath[] {
  const paths = new Map<string, RolePath>(roles.map((id) => [id, [id]]));
  // The loop also visits the entries that it adds to the map.
  for (const path of paths.values())
    for (const contained of security.roles.get(path.at(-1) ?? "")?.roles ?? [])
      if (!paths.has(contained)) paths.set(contained, [...path, contained]);
  return [...paths.values()];
}

/** Returns the privileges of the role itself, without those of contained roles. */
export function listRolePrivileges(security: SecurityModel, role: string): readonly string[] {
  return security.roles.get(role)?.privileges ?? builtInRoles.get(role) ?? [];
}

/** Returns the permission of a privilege, or nothing if the privilege is not known. */
export function findPermission(security: SecurityModel, privilege: string): Permission | undefined {
  return security.privileges.get(privilege) ?? findBuiltInPermission(privilege);
}
