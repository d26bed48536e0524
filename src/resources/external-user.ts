/**
 * Roles of users from an external source. The users must exist in the source. Deleting the resource removes their roles;
 * releases that require at least one role (3.71 and 3.77 do) keep the roles, and a message is logged.
 */
import { externalUserKinds } from "../model/kinds/external-users.ts";
import type { CrowdArgs, LdapArgs, SamlArgs } from "./arguments/external-user.ts";
import { resourceClass } from "./resource.ts";

export type * from "./arguments/external-user.ts";

/**
 * The roles of an LDAP user. Community and Pro.
 *
 * ```ts
 * new externalUser.Ldap("jane", { roles: [ci.roleId] });
 * ```
 */
export class Ldap extends resourceClass<LdapArgs>(externalUserKinds.LDAP) {}

/**
 * The roles of a SAML user who has logged in at least once. From 3.86 on, `SamlUser` grants roles before the first login. Pro.
 *
 * ```ts
 * new externalUser.Saml("jane", { roles: [ci.roleId] });
 * ```
 */
export class Saml extends resourceClass<SamlArgs>(externalUserKinds.SAML) {}

/**
 * The roles of an Atlassian Crowd user. Pro.
 *
 * ```ts
 * new externalUser.Crowd("jane", { roles: [ci.roleId] });
 * ```
 */
export class Crowd extends resourceClass<CrowdArgs>(externalUserKinds.Crowd) {}
