import { z } from "zod";
import { isAtLeast } from "../../util/release.ts";
import { isEmptyValue } from "../comparison.ts";
import { emailAddress } from "../email-address.ts";
import { fieldMetadata, referenceTo, secret, unorderedList, withCreateDefault } from "../field-metadata.ts";
import { defineKind, proOnly } from "../kind.ts";

/** Single sign-on with SAML 2.0. */
export const saml = defineKind({
  name: "saml",
  token: "nexus:Saml",
  noun: "SAML configuration",
  family: "SAML",
  setting: true,
  schema: z.strictObject({
    /** The metadata of the identity provider, as the XML text. White space has no meaning. */
    idpMetadata: z.string().min(1).register(fieldMetadata, { ignoreWhitespace: true }),
    /** The attribute of an assertion with the user id. */
    usernameAttribute: z.string().min(1),
    /** The attribute with the first name. */
    firstNameAttribute: z.string().optional(),
    /** The attribute with the last name. */
    lastNameAttribute: z.string().optional(),
    /** The attribute with the e-mail address. */
    emailAttribute: z.string().optional(),
    /** The attribute with the groups. Members of a group have the role whose id is the name of the group. */
    groupsAttribute: z.string().optional(),
    /** The entity id of Nexus. Nexus's default: the URL of its metadata. */
    entityId: z.string().optional(),
    /** Requires signed responses. */
    validateResponseSignature: z.boolean().optional(),
    /** Requires signed assertions. */
    validateAssertionSignature: z.boolean().optional(),
  }),
  requires: proOnly,
  endpoints: {
    list: "/v1/security/saml",
    create: "PUT /v1/security/saml",
    update: "PUT /v1/security/saml",
    remove: "DELETE /v1/security/saml",
  },
});

/** A SAML user, created before the first login. */
export const samlUser = defineKind({
  name: "saml-user",
  token: "nexus:SamlUser",
  noun: "SAML user",
  family: "SAML user",
  schema: z.strictObject({
    /** The user id in the identity provider, case-sensitive. Default: the resource's name. */
    userId: z.string().min(1).register(fieldMetadata, { identity: true }),
    /** The first name until the identity provider sends another. */
    firstName: z.string().optional(),
    /** The last name until the identity provider sends another. */
    lastName: z.string().optional(),
    /** The e-mail address until the identity provider sends another. */
    emailAddress: emailAddress().optional(),
    /** The status. Default on creation: `active`. */
    status: withCreateDefault(z.enum(["active", "disabled"]), "active", { ignoreCase: true }),
    /** The ids of roles, in addition to the roles of the user's groups. The order has no meaning. */
    roles: withCreateDefault(unorderedList(referenceTo("role")), []),
  }),
  requires: { ...proOnly, since: "3.86.0" },
  createdAfter: "SAML",
  endpoints: ({ release }) => ({
    // The list of version 1 has at most 1000 users. Version 2 exists from 3.96 on and has all of them, in pages.
    list: release && isAtLeast(release, "3.96.0") ? "/v2/security/saml/users" : "/v1/security/saml/users",
    item: "/v1/security/saml/users/{userId}",
    create: "POST /v1/security/saml/users",
    update: "PUT /v1/security/saml/users/{userId}",
    remove: "DELETE /v1/security/saml/users/{userId}",
  }),
});

/** A parameter may be an assertion or a key. */
const secretParameter = z.string().register(fieldMetadata, { sensitive: "always" });

/** Single sign-on with OAuth 2.0 and OpenID Connect. */
export const oauth2 = defineKind({
  name: "oauth2",
  token: "nexus:OAuth2",
  noun: "OAuth 2.0 configuration",
  family: "OAuth2",
  setting: true,
  schema: z.strictObject({
    /** The client id of Nexus in the identity provider. */
    clientId: z.string().optional(),
    /**
     * The client secret. Write-only: Nexus never returns it, so it must be declared with every update. `null`: the client has
     * none.
     */
    clientSecret: secret({ isStored: ({ clientId }) => !isEmptyValue(clientId) })
      .nullable()
      .optional(),
    /** The authorization endpoint, to which users are redirected to log in. */
    idpAuthorizationUrl: z.string().optional(),
    /** The token endpoint. */
    idpTokenUrl: z.string().optional(),
    /** The logout endpoint, to which users are redirected to log out. */
    idpLogoutUrl: z.string().optional(),
    /** The JWKS endpoint with the keys that sign tokens. */
    idpJwksUrl: z.string().optional(),
    /** The keys that sign tokens, as JSON (JWKS), if they have no URL. White space has no meaning. */
    idpJwks: z.string().optional().register(fieldMetadata, { ignoreWhitespace: true }),
    /** The algorithm that signs tokens, such as `RS256`. */
    idpJwsAlgorithm: z.string().min(1),
    /** The claim with the user id. */
    usernameClaim: z.string().min(1),
    /** The claim with the first name. */
    firstNameClaim: z.string().optional(),
    /** The claim with the last name. */
    lastNameClaim: z.string().optional(),
    /** The claim with the e-mail address. */
    emailClaim: z.string().optional(),
    /** The claim with the groups. Members of a group have the role whose id is the name of the group. */
    groupsClaim: z.string().optional(),
    /** Also trusts the certificates in Nexus's trust store. */
    useTrustStore: z.boolean().optional(),
    /** Claims that a token must have, with their exact values. */
    exactMatchClaims: z.record(z.string(), z.string()).optional(),
    /** Additional parameters of the authorization request. Their values are stored as secrets. */
    authorizationCustomParams: z.record(z.string(), secretParameter).optional(),
    /** Additional parameters of the token request. Their values are stored as secrets. */
    tokenRequestCustomParams: z.record(z.string(), secretParameter).optional(),
  }),
  requires: { ...proOnly, since: "3.93.0" },
  endpoints: {
    list: "/v1/security/oauth2",
    create: "PUT /v1/security/oauth2",
    update: "PUT /v1/security/oauth2",
    remove: "DELETE /v1/security/oauth2",
  },
});
