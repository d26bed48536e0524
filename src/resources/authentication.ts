/** External users and single sign-on: LDAP, SAML, OAuth 2.0, Crowd and user tokens. */
import { crowd } from "../model/kinds/crowd.ts";
import { ldapOrder, ldapServer } from "../model/kinds/ldap.ts";
import { oauth2, saml, samlUser } from "../model/kinds/sign-on.ts";
import { userTokens } from "../model/kinds/user-tokens.ts";
import { type Args, NamedResource, NexusResource, type Options } from "./resource.ts";

/** The arguments of {@link LdapServer}. */
export type LdapServerArgs = Args<typeof ldapServer.schema, "name">;

/**
 * An LDAP directory in which Nexus finds users and groups. Needs the realm `LdapRealm`. Community and Pro.
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

/** The arguments of {@link LdapOrder}. */
export type LdapOrderArgs = Args<typeof ldapOrder.schema>;

/**
 * The order in which Nexus searches LDAP servers. A Nexus has one order; deleting the resource leaves it unchanged. Community and
 * Pro.
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

/** The arguments of {@link Saml}. */
export type SamlArgs = Args<typeof saml.schema>;

/**
 * Single sign-on with SAML 2.0. Needs the realm `SamlRealm`. Deleting the resource deletes the configuration. Pro.
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

/** The arguments of {@link SamlUser}. */
export type SamlUserArgs = Args<typeof samlUser.schema, "userId">;

/**
 * A SAML user with roles, created before the first login. Pro, 3.86 or later. In earlier releases, roles can be granted only
 * after the first login: use `externalUser.Saml`.
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

/** The arguments of {@link OAuth2}. */
export type OAuth2Args = Args<typeof oauth2.schema>;

/**
 * Single sign-on with OAuth 2.0 and OpenID Connect. Needs the realm `OAuth2Realm`, and `nexus.security.oauth2.enabled=true` and
 * `nexus.jwt.enabled=true` in the configuration of the Nexus node. Deleting the resource deletes the configuration. Pro, 3.93 or
 * later.
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

/** The arguments of {@link Crowd}. */
export type CrowdArgs = Args<typeof crowd.schema>;

/**
 * The connection to an Atlassian Crowd server, for its users and groups. Needs the realm `Crowd`. Deleting the resource leaves
 * the settings unchanged, because Nexus cannot delete them: declare `enabled: false` first. Pro.
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

/** The arguments of {@link UserTokens}. */
export type UserTokensArgs = Args<typeof userTokens.schema>;

/**
 * The settings of user tokens, with which users authenticate instead of their passwords. Needs the realm `User-Token-Realm`.
 * Deleting the resource leaves the settings unchanged: Nexus's DELETE would invalidate the tokens of all users. Pro.
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
