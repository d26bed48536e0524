/**
 * Roles of users from an external source. The users must exist in the source. Deleting the resource removes their roles;
 * releases that require at least one role (3.71 and 3.77 do) keep the roles, and a message is logged.
 */
import { type ExternalUserSchema, externalUserKinds, type UserSource } from "../model/kinds/external-users.ts";
import { type Args, NexusResource, type Options } from "./resource.ts";

/** The arguments of an external user. */
export type ExternalUserArgs = Args<ExternalUserSchema, "userId">;

/** The base class of the users of a source. */
export type ExternalUserClass = abstract new (name: string, args: ExternalUserArgs, options?: Options) => NexusResource;

function userOfSource(source: UserSource): ExternalUserClass {
  abstract class OfSource extends NexusResource {
    constructor(name: string, args: ExternalUserArgs, options?: Options) {
      super(externalUserKinds[source], name, args, options);
    }
  }
  return OfSource;
}

/**
 * The roles of an LDAP user. Community and Pro.
 *
 * ```ts
 * new externalUser.Ldap("jane", { roles: [ci.roleId] });
 * ```
 */
export class Ldap extends userOfSource("LDAP") {}

/**
 * The roles of a SAML user who has logged in at least once. From 3.86 on, `SamlUser` grants roles before the first login. Pro.
 *
 * ```ts
 * new externalUser.Saml("jane", { roles: [ci.roleId] });
 * ```
 */
export class Saml extends userOfSource("SAML") {}

/**
 * The roles of an Atlassian Crowd user. Pro.
 *
 * ```ts
 * new externalUser.Crowd("jane", { roles: [ci.roleId] });
 * ```
 */
export class Crowd extends userOfSource("Crowd") {}
