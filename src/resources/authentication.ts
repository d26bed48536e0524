/** External users and single sign-on: LDAP, SAML, OAuth 2.0, Crowd and user tokens. */
import { crowd } from "../model/kinds/crowd.ts";
import { ldapOrder, ldapServer } from "../model/kinds/ldap.ts";
import { oauth2, saml, samlUser } from "../model/kinds/sign-on.ts";
import { userTokens } from "../model/kinds/user-tokens.ts";
import type {
  CrowdArgs,
  LdapOrderArgs,
  LdapServerArgs,
  OAuth2Args,
  SamlArgs,
  SamlUserArgs,
  UserTokensArgs,
} from "./arguments/authentication.ts";
import { namedResourceClass, resourceClass } from "./resource.ts";

export type * from "./arguments/authentication.ts";

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
export class LdapServer extends namedResourceClass<LdapServerArgs>(ldapServer) {}

/**
 * The order in which Nexus searches LDAP servers. A Nexus has one order; deleting the resource leaves it unchanged. Community and
 * Pro.
 *
 * ```ts
 * new LdapOrder("ldap", { names: [existing.ldapServer("Head office"), existing.ldapServer("Branch")] });
 * ```
 */
export class LdapOrder extends resourceClass<LdapOrderArgs>(ldapOrder) {}

/**
 * Single sign-on with SAML 2.0. Needs the realm `SamlRealm`. Deleting the resource deletes the configuration. Pro.
 *
 * ```ts
 * new Saml("saml", { idpMetadata: config.require("samlMetadata"), usernameAttribute: "uid", groupsAttribute: "groups" });
 * ```
 */
export class Saml extends resourceClass<SamlArgs>(saml) {}

/**
 * A SAML user with roles, created before the first login. Pro, 3.86 or later. In earlier releases, roles can be granted only
 * after the first login: use `externalUser.Saml`.
 *
 * ```ts
 * new SamlUser("jane", { roles: [ci.roleId] });
 * ```
 */
export class SamlUser extends resourceClass<SamlUserArgs>(samlUser) {}

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
export class OAuth2 extends resourceClass<OAuth2Args>(oauth2) {}

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
export class Crowd extends resourceClass<CrowdArgs>(crowd) {}

/**
 * The settings of user tokens, with which users authenticate instead of their passwords. Needs the realm `User-Token-Realm`.
 * Deleting the resource leaves the settings unchanged: Nexus's DELETE would invalidate the tokens of all users. Pro.
 *
 * ```ts
 * new UserTokens("user-tokens", { enabled: true, expirationEnabled: true, expirationDays: 90 });
 * ```
 */
export class UserTokens extends resourceClass<UserTokensArgs>(userTokens) {}
