/**
 * Users whom Nexus does not keep itself: what is declared of them is their roles. They must be there, where Nexus can
 * find them. Deleting the resource takes the roles away, as far as Nexus lets it: releases that demand at least one role
 * (3.71 and 3.77 do) keep them, and that is said.
 */
import { type ExternalUserSchema, externalUserKinds, type UserSource } from "../model/kinds/external-users.ts";
import { type Args, NexusResource, type Options } from "./resource.ts";

/** What a user of another source takes. */
export type ExternalUserArgs = Args<ExternalUserSchema, "userId">;

/** What the class of a source's users is. */
export type ExternalUserClass = abstract new (name: string, args: ExternalUserArgs, options?: Options) => NexusResource;

function ofSource(source: UserSource): ExternalUserClass {
  abstract class OfSource extends NexusResource {
    constructor(name: string, args: ExternalUserArgs, options?: Options) {
      super(externalUserKinds[source], name, args, options);
    }
  }
  return OfSource;
}

/**
 * A user of an LDAP server. Community and Pro.
 *
 * ```ts
 * new externalUser.Ldap("jane", { roles: [ci.roleId] });
 * ```
 */
export class Ldap extends ofSource("LDAP") {}

/**
 * A user who signed in by SAML at least once; from 3.86 on `SamlUser` gives roles before that. Pro.
 *
 * ```ts
 * new externalUser.Saml("jane", { roles: [ci.roleId] });
 * ```
 */
export class Saml extends ofSource("SAML") {}

/**
 * A user of an Atlassian Crowd. Pro.
 *
 * ```ts
 * new externalUser.Crowd("jane", { roles: [ci.roleId] });
 * ```
 */
export class Crowd extends ofSource("Crowd") {}
