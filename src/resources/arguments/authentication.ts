/** Arguments of resources. Written by `npm run reference` from the schemas in src/model: change those instead. */
import type * as pulumi from "@pulumi/pulumi";
/** The arguments of {@link LdapServer}. */
export interface LdapServerArgs {
  /** The name; it can contain spaces. Default: the resource's name. */
  name?: pulumi.Input<string | undefined>;
  /** `LDAP`, or `LDAPS` for TLS. */
  protocol: pulumi.Input<"LDAP" | "LDAPS">;
  /** The host name or address of the server. */
  host: pulumi.Input<string>;
  /** The port. Default on creation: 389, for `LDAPS` 636. */
  port?: pulumi.Input<number | undefined>;
  /** Also trusts the certificates in Nexus's trust store. */
  useTrustStore?: pulumi.Input<boolean | undefined>;
  /** The base DN of all searches: `dc=company,dc=example`. */
  searchBase: pulumi.Input<string>;
  /** The authentication of Nexus itself. Default on creation: `NONE`. */
  authScheme?: pulumi.Input<"NONE" | "SIMPLE" | "DIGEST_MD5" | "CRAM_MD5" | undefined>;
  /** The SASL realm, for `DIGEST_MD5` and `CRAM_MD5`. */
  authRealm?: pulumi.Input<string | undefined>;
  /** The user name of Nexus; for `SIMPLE` the full DN: `cn=nexus,dc=company,dc=example`. */
  authUsername?: pulumi.Input<string | undefined>;
  /** The password of Nexus. Required unless `authScheme` is `NONE`. Write-only: Nexus never returns it. */
  authPassword?: pulumi.Input<string | undefined>;
  /** The timeout of connections, in seconds; 1 to 3600. Default on creation: 30. */
  connectionTimeoutSeconds?: pulumi.Input<number | undefined>;
  /** The delay, in seconds, before a server that did not respond is tried again. Default on creation: 300. */
  connectionRetryDelaySeconds?: pulumi.Input<number | undefined>;
  /** The number of failures after which Nexus waits for that delay. Default on creation: 3. */
  maxIncidentsCount?: pulumi.Input<number | undefined>;
  /** The DN of the users, relative to `searchBase`: `ou=people`. */
  userBaseDn?: pulumi.Input<string | undefined>;
  /** Also finds users below that DN. */
  userSubtree?: pulumi.Input<boolean | undefined>;
  /** The object class of users: `inetOrgPerson`; in Active Directory `user`. */
  userObjectClass: pulumi.Input<string>;
  /** An additional LDAP filter for users: `(mail=*@company.example)`. */
  userLdapFilter?: pulumi.Input<string | undefined>;
  /** The attribute with the user id, by which users log in: `uid`; in Active Directory `sAMAccountName`. */
  userIdAttribute: pulumi.Input<string>;
  /** The attribute with the full name, such as `cn`. */
  userRealNameAttribute: pulumi.Input<string>;
  /** The attribute with the e-mail address, such as `mail`. */
  userEmailAddressAttribute: pulumi.Input<string>;
  /** The attribute with the password. Default: Nexus checks a password by an LDAP bind as the user. */
  userPasswordAttribute?: pulumi.Input<string | undefined>;
  /** Maps groups to roles: members of a group have the role whose id is the group's id. Nexus's default: false. */
  ldapGroupsAsRoles?: pulumi.Input<boolean | undefined>;
  /** `STATIC`: a group lists its users; `DYNAMIC`: a user lists their groups. Required by `ldapGroupsAsRoles`. */
  groupType?: pulumi.Input<"STATIC" | "DYNAMIC" | undefined>;
  /** The DN of the groups, relative to `searchBase`: `ou=groups`. */
  groupBaseDn?: pulumi.Input<string | undefined>;
  /** Also finds groups below that DN. */
  groupSubtree?: pulumi.Input<boolean | undefined>;
  /** The object class of groups: `groupOfUniqueNames`. Required for static groups. */
  groupObjectClass?: pulumi.Input<string | undefined>;
  /** The attribute with the group id: `cn`. Required for static groups. */
  groupIdAttribute?: pulumi.Input<string | undefined>;
  /** The attribute of a group that lists its users: `uniqueMember`. Required for static groups. */
  groupMemberAttribute?: pulumi.Input<string | undefined>;
  /** The format of a user in that list: `uid=${username},ou=people,dc=company,dc=example`. Required for static groups. */
  groupMemberFormat?: pulumi.Input<string | undefined>;
  /** The attribute of a user that lists their groups: `memberOf`. Required for dynamic groups. */
  userMemberOfAttribute?: pulumi.Input<string | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link LdapOrder}. */
export interface LdapOrderArgs {
  /** The names of all LDAP servers in the order of search. A server that is not listed comes last and is reported as drift. */
  names: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link Saml}. */
export interface SamlArgs {
  /** The metadata of the identity provider, as the XML text. White space has no meaning. */
  idpMetadata: pulumi.Input<string>;
  /** The attribute of an assertion with the user id. */
  usernameAttribute: pulumi.Input<string>;
  /** The attribute with the first name. */
  firstNameAttribute?: pulumi.Input<string | undefined>;
  /** The attribute with the last name. */
  lastNameAttribute?: pulumi.Input<string | undefined>;
  /** The attribute with the e-mail address. */
  emailAttribute?: pulumi.Input<string | undefined>;
  /** The attribute with the groups. Members of a group have the role whose id is the name of the group. */
  groupsAttribute?: pulumi.Input<string | undefined>;
  /** The entity id of Nexus. Nexus's default: the URL of its metadata. */
  entityId?: pulumi.Input<string | undefined>;
  /** Requires signed responses. */
  validateResponseSignature?: pulumi.Input<boolean | undefined>;
  /** Requires signed assertions. */
  validateAssertionSignature?: pulumi.Input<boolean | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link SamlUser}. */
export interface SamlUserArgs {
  /** The user id in the identity provider, case-sensitive. Default: the resource's name. */
  userId?: pulumi.Input<string | undefined>;
  /** The first name until the identity provider sends another. */
  firstName?: pulumi.Input<string | undefined>;
  /** The last name until the identity provider sends another. */
  lastName?: pulumi.Input<string | undefined>;
  /** The e-mail address until the identity provider sends another. */
  emailAddress?: pulumi.Input<string | undefined>;
  /** The status. Default on creation: `active`. */
  status?: pulumi.Input<"active" | "disabled" | undefined>;
  /** The ids of roles, in addition to the roles of the user's groups. The order has no meaning. */
  roles?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link Crowd}. */
export interface CrowdArgs {
  /** Enables the connection. */
  enabled: pulumi.Input<boolean>;
  /** Activates the realm `Crowd`. If `Realms` is declared, both must agree. */
  realmActive: pulumi.Input<boolean>;
  /** The URL of the Crowd server. */
  url: pulumi.Input<string>;
  /** Also trusts the certificates in Nexus's trust store. */
  useTrustStoreForUrl?: pulumi.Input<boolean | undefined>;
  /** The name of Nexus as an application in Crowd. */
  applicationName: pulumi.Input<string>;
  /** The password of that application. Write-only: Nexus never returns it. */
  applicationPassword: pulumi.Input<string>;
  /** The timeout of requests, in seconds; 1 to 3600. */
  timeout?: pulumi.Input<number | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link OAuth2}. */
export interface OAuth2Args {
  /** The client id of Nexus in the identity provider. */
  clientId?: pulumi.Input<string | undefined>;
  /**
   * The client secret. Write-only: Nexus never returns it, so it must be declared with every update. `null`: the client has
   * none.
   */
  clientSecret?: pulumi.Input<string | null | undefined>;
  /** The authorization endpoint, to which users are redirected to log in. */
  idpAuthorizationUrl?: pulumi.Input<string | undefined>;
  /** The token endpoint. */
  idpTokenUrl?: pulumi.Input<string | undefined>;
  /** The logout endpoint, to which users are redirected to log out. */
  idpLogoutUrl?: pulumi.Input<string | undefined>;
  /** The JWKS endpoint with the keys that sign tokens. */
  idpJwksUrl?: pulumi.Input<string | undefined>;
  /** The keys that sign tokens, as JSON (JWKS), if they have no URL. White space has no meaning. */
  idpJwks?: pulumi.Input<string | undefined>;
  /** The algorithm that signs tokens, such as `RS256`. */
  idpJwsAlgorithm: pulumi.Input<string>;
  /** The claim with the user id. */
  usernameClaim: pulumi.Input<string>;
  /** The claim with the first name. */
  firstNameClaim?: pulumi.Input<string | undefined>;
  /** The claim with the last name. */
  lastNameClaim?: pulumi.Input<string | undefined>;
  /** The claim with the e-mail address. */
  emailClaim?: pulumi.Input<string | undefined>;
  /** The claim with the groups. Members of a group have the role whose id is the name of the group. */
  groupsClaim?: pulumi.Input<string | undefined>;
  /** Also trusts the certificates in Nexus's trust store. */
  useTrustStore?: pulumi.Input<boolean | undefined>;
  /** Claims that a token must have, with their exact values. */
  exactMatchClaims?: pulumi.Input<{ [name: string]: pulumi.Input<string> } | undefined>;
  /** Additional parameters of the authorization request. Their values are stored as secrets. */
  authorizationCustomParams?: pulumi.Input<{ [name: string]: pulumi.Input<string> } | undefined>;
  /** Additional parameters of the token request. Their values are stored as secrets. */
  tokenRequestCustomParams?: pulumi.Input<{ [name: string]: pulumi.Input<string> } | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}

/** The arguments of {@link UserTokens}. */
export interface UserTokensArgs {
  /** Enables user tokens. Nexus's default: false. */
  enabled?: pulumi.Input<boolean | undefined>;
  /** Requires user tokens for repository content: passwords are refused there. */
  protectContent?: pulumi.Input<boolean | undefined>;
  /** Lets tokens expire. Release 3.74 or later. */
  expirationEnabled?: pulumi.Input<boolean | undefined>;
  /** The lifetime of tokens, in days; 1 to 999. Release 3.74 or later. */
  expirationDays?: pulumi.Input<number | undefined>;
  /**
   * The action if the object already exists in Nexus: `adopt` takes it over, updates the fields that differ and reports
   * them; `fail` is an error. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict?: "adopt" | "fail";
}
