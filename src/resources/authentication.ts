/** Where users come from and how they sign in, beside Nexus's own users. */
import { crowd } from "../model/kinds/crowd.ts";
import { ldapOrder, ldapServer } from "../model/kinds/ldap.ts";
import { oauth2, saml, samlUser } from "../model/kinds/sign-on.ts";
import { userTokens } from "../model/kinds/user-tokens.ts";
import { type Args, NamedResource, NexusResource, type Options } from "./resource.ts";

/** What an LDAP server takes. */
export type LdapServerArgs = Args<typeof ldapServer.schema, "name">;

/**
 * A directory that Nexus finds users and groups in; needs the realm `LdapRealm`. Community and Pro.
 *
 * ```ts
 * const directory = new LdapServer("Head office", {
 *   protocol: "LDAPS",
 *   host: "ldap.company.example",
 *   searchBase: "dc=company,dc=example",
 *   authScheme: "SIMPLE",
 *   authUsername: "cn=nexus,dc=company,dc=example",
 *   authPassword: config.requireSecret("ldapPassword"),
 *   userBaseDn: "ou=people",
 *   userObjectClass: "inetOrgPerson",
 *   userIdAttribute: "uid",
 *   userRealNameAttribute: "cn",
 *   userEmailAddressAttribute: "mail",
 *   ldapGroupsAsRoles: true,
 *   groupType: "DYNAMIC",
 *   userMemberOfAttribute: "memberOf",
 * });
 * ```
 */
export class LdapServer extends NamedResource {
  constructor(name: string, args: LdapServerArgs, options?: Options) {
    super(ldapServer, name, args, options);
  }
}

/** What the order of LDAP servers takes. */
export type LdapOrderArgs = Args<typeof ldapOrder.schema>;

/**
 * Which LDAP server Nexus asks first. There is one order in a Nexus; deleting the resource leaves it. Community and Pro.
 *
 * ```ts
 * new LdapOrder("ldap", { names: [existing.ldapServer("Head office"), existing.ldapServer("Branch")] });
 * ```
 */
export class LdapOrder extends NexusResource {
  constructor(name: string, args: LdapOrderArgs, options?: Options) {
    super(ldapOrder, name, args, options);
  }
}

/** What the SAML configuration takes. */
export type SamlArgs = Args<typeof saml.schema>;

/**
 * Signing in by SAML 2.0; needs the realm `SamlRealm`. Deleting the resource deletes the configuration. Pro.
 *
 * ```ts
 * new Saml("saml", { idpMetadata: config.require("samlMetadata"), usernameAttribute: "uid", groupsAttribute: "groups" });
 * ```
 */
export class Saml extends NexusResource {
  constructor(name: string, args: SamlArgs, options?: Options) {
    super(saml, name, args, options);
  }
}

/** What a SAML user takes. */
export type SamlUserArgs = Args<typeof samlUser.schema, "userId">;

/**
 * A user who signs in by SAML, given roles before the first sign-in. Pro, 3.86 or later; before that release only users
 * who signed in once can be given any: `externalUser.Saml`.
 *
 * ```ts
 * new SamlUser("jane", { roles: [ci.roleId] });
 * ```
 */
export class SamlUser extends NexusResource {
  constructor(name: string, args: SamlUserArgs = {}, options?: Options) {
    super(samlUser, name, args, options);
  }
}

/** What the OAuth 2.0 configuration takes. */
export type OAuth2Args = Args<typeof oauth2.schema>;

/**
 * Signing in by OAuth 2.0 and OpenID Connect; needs the realm `OAuth2Realm`, and Nexus started with
 * `nexus.security.oauth2.enabled=true` and `nexus.jwt.enabled=true`. Deleting the resource deletes the configuration.
 * Pro, 3.93 or later.
 *
 * ```ts
 * new OAuth2("sign-on", {
 *   clientId: "nexus",
 *   clientSecret: config.requireSecret("oauth2Secret"),
 *   idpAuthorizationUrl: "https://id.company.example/authorize",
 *   idpTokenUrl: "https://id.company.example/token",
 *   idpJwksUrl: "https://id.company.example/keys",
 *   idpJwsAlgorithm: "RS256",
 *   usernameClaim: "preferred_username",
 *   groupsClaim: "groups",
 * });
 * ```
 */
export class OAuth2 extends NexusResource {
  constructor(name: string, args: OAuth2Args, options?: Options) {
    super(oauth2, name, args, options);
  }
}

/** What the settings of Atlassian Crowd take. */
export type CrowdArgs = Args<typeof crowd.schema>;

/**
 * Users and groups of an Atlassian Crowd; needs the realm `Crowd`. Deleting the resource leaves the settings as they
 * are, as Nexus cannot unset them: declare `enabled: false` first. Pro.
 *
 * ```ts
 * new Crowd("crowd", {
 *   enabled: true,
 *   realmActive: true,
 *   url: "https://crowd.company.example",
 *   applicationName: "nexus",
 *   applicationPassword: config.requireSecret("crowdPassword"),
 * });
 * ```
 */
export class Crowd extends NexusResource {
  constructor(name: string, args: CrowdArgs, options?: Options) {
    super(crowd, name, args, options);
  }
}

/** What the settings for user tokens take. */
export type UserTokensArgs = Args<typeof userTokens.schema>;

/**
 * Whether users may log in with tokens that stand for their passwords; needs the realm `User-Token-Realm`. Deleting the
 * resource leaves the settings as they are: what Nexus has for that would make everybody's tokens void. Pro.
 *
 * ```ts
 * new UserTokens("user-tokens", { enabled: true, expirationEnabled: true, expirationDays: 90 });
 * ```
 */
export class UserTokens extends NexusResource {
  constructor(name: string, args: UserTokensArgs, options?: Options) {
    super(userTokens, name, args, options);
  }
}
