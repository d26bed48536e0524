import { builtInRoles, findBuiltInPermission } from "../model/nexus-defaults.ts";
import type { Permission } from "./permission.ts";

/** What may be done with the content of a repository. HTTP asks for `read` of a GET, `edit` of a PUT. */
export const actions = ["browse", "read", "add", "edit", "delete"] as const;
export type Action = (typeof actions)[number];

export interface SecurityRole {
  privileges: readonly string[];
  roles: readonly string[];
}

export interface SecurityUser {
  userId: string;
  /** Who keeps the user: `default` is Nexus itself, others are `LDAP`, `SAML`, `Crowd`. */
  source: string;
  /** May log in: a user who is disabled or locked can do nothing. */
  active: boolean;
  roles: readonly string[];
}

/** A repository, by its name and its format in Nexus's words. */
export interface RepositoryRef {
  format: string;
  name: string;
}

export interface SecurityRepository extends RepositoryRef {
  type: string;
  /** Of a group: whose content it shows, other groups among them. */
  members: readonly string[];
}

/** Who may do what, as plain data: of an estate, or of a running Nexus. */
export interface SecurityModel {
  /** What each privilege permits; the built-in ones need not be here. */
  privileges: ReadonlyMap<string, Permission>;
  /**
   * Names of wildcard privileges: one that covers content selectors gives all they give but browsing: Nexus shows the
   * repository to nobody who has no more (3.71).
   */
  wildcards: ReadonlySet<string>;
  /** By id; the built-in ones need not be here. */
  roles: ReadonlyMap<string, SecurityRole>;
  /** By what people call them: the id, and the source in parentheses where it is not Nexus itself. */
  users: ReadonlyMap<string, SecurityUser>;
  /** The user whose roles count for who comes without credentials; absent where nobody may. */
  anonymous?: string;
  /** The role that everybody has who logs in. */
  everybody?: string;
  /** Where groups give the roles that are called as they are: `LDAP`, `SAML`, ... */
  groupSources: readonly string[];
  /** Expressions of content selectors, by name; empty where it is not known. */
  selectors: ReadonlyMap<string, string>;
  repositories: readonly SecurityRepository[];
}

/** Whose rights are asked for. */
export interface Principal {
  type: "anonymous" | "user" | "role";
  /** The role's id, the user's name in `Security.users`; `anonymous`. */
  id: string;
}

/** Everybody there is: who comes without credentials, users, roles. */
export function listPrincipals({ anonymous, users, roles }: SecurityModel): Principal[] {
  const of = (type: Principal["type"], ids: Iterable<string>) => [...ids].sort().map((id): Principal => ({ type, id }));
  return [
    ...(anonymous === undefined ? [] : of("anonymous", ["anonymous"])),
    ...of("user", users.keys()),
    ...of("role", roles.keys()),
  ];
}

/** The roles that somebody was given, without those within them. */
export function listGrantedRoles(security: SecurityModel, { type, id }: Principal): readonly string[] {
  if (type === "role") return [id];
  // Nobody logs in as that user: it counts whether or not it is active, and is not everybody (3.71).
  if (type === "anonymous") return security.users.get(security.anonymous ?? "")?.roles ?? [];
  const user = security.users.get(id);
  if (!user?.active) return [];
  return security.everybody === undefined ? user.roles : [...user.roles, security.everybody];
}

/** A way to a role: from the one that was given, through those that contain the next, to it. */
export type RolePath = readonly string[];

/** Roles and all within them, each by the shortest way. */
export function findRolePaths(security: SecurityModel, roles: readonly string[]): RolePath[] {
  const paths = new Map<string, RolePath>(roles.map((id) => [id, [id]]));
  // A map goes on to what is added while it is walked.
  for (const path of paths.values())
    for (const inner of security.roles.get(path.at(-1) ?? "")?.roles ?? [])
      if (!paths.has(inner)) paths.set(inner, [...path, inner]);
  return [...paths.values()];
}

/** The privileges of a role itself. */
export function listRolePrivileges(security: SecurityModel, role: string): readonly string[] {
  return security.roles.get(role)?.privileges ?? builtInRoles.get(role) ?? [];
}

/** What a privilege permits; nothing for one that is not known. */
export function findPermission(security: SecurityModel, privilege: string): Permission | undefined {
  return security.privileges.get(privilege) ?? findBuiltInPermission(privilege);
}
