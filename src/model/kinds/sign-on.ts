import { z } from "zod";
import { fieldMetadata, referenceTo, secret, unorderedList, withCreateDefault } from "../field-metadata.ts";
import { defineKind, type Requirements } from "../kind.ts";

/** What only Nexus Repository Pro has. */
export const pro = { notIn: ["CORE", "OSS", "COMMUNITY"] } as const satisfies Requirements;

/** Signing in by SAML 2.0. */
export const saml = defineKind({
  name: "saml",
  token: "nexus:Saml",
  noun: "SAML configuration",
  family: "SAML",
  setting: true,
  schema: z.strictObject({
    /** The metadata of the identity provider: the XML document itself. White space in it means nothing. */
    idpMetadata: z.string().min(1).register(fieldMetadata, { ignoreWhitespace: true }),
    /** The attribute of an assertion that is the user id. */
    usernameAttribute: z.string().min(1),
    /** The attribute that is the first name. */
    firstNameAttribute: z.string().optional(),
    /** The attribute that is the last name. */
    lastNameAttribute: z.string().optional(),
    /** The attribute that is the e-mail address. */
    emailAttribute: z.string().optional(),
    /** The attribute that lists groups: a group gives the role whose id is the group's name. */
    groupsAttribute: z.string().optional(),
    /** How Nexus calls itself to the identity provider. Nexus's own default: the address of its metadata. */
    entityId: z.string().optional(),
    /** Demands that the provider signs its responses. */
    validateResponseSignature: z.boolean().optional(),
    /** Demands that the provider signs its assertions. */
    validateAssertionSignature: z.boolean().optional(),
  }),
  requires: pro,
  endpoints: {
    list: "/v1/security/saml",
    create: "PUT /v1/security/saml",
    update: "PUT /v1/security/saml",
    remove: "DELETE /v1/security/saml",
  },
});

/** A user who signs in by SAML, made before the first sign-in. */
export const samlUser = defineKind({
  name: "saml-user",
  token: "nexus:SamlUser",
  noun: "SAML user",
  family: "SAML user",
  schema: z.strictObject({
    /** What the identity provider calls the user. Case matters. Default: the resource's own name. */
    userId: z.string().min(1).register(fieldMetadata, { identity: true }),
    /** Until the identity provider says otherwise. */
    firstName: z.string().optional(),
    /** Until the identity provider says otherwise. */
    lastName: z.string().optional(),
    /** Until the identity provider says otherwise. */
    emailAddress: z.email("must be an e-mail address").optional(),
    /** Default at creation: `active`. */
    status: withCreateDefault(z.enum(["active", "disabled"]), "active", { ignoreCase: true }),
    /** Ids of roles, beside those that groups give. Order means nothing. */
    roles: withCreateDefault(unorderedList(referenceTo("role")), []),
  }),
  requires: { ...pro, since: "3.86.0" },
  createdAfter: "SAML",
  endpoints: {
    list: "/v1/security/saml/users",
    one: "/v1/security/saml/users/{userId}",
    create: "POST /v1/security/saml/users",
    update: "PUT /v1/security/saml/users/{userId}",
    remove: "DELETE /v1/security/saml/users/{userId}",
  },
});

/** Signing in by OAuth 2.0 and OpenID Connect. */
export const oauth2 = defineKind({
  name: "oauth2",
  token: "nexus:OAuth2",
  noun: "OAuth 2.0 configuration",
  family: "OAuth2",
  setting: true,
  schema: z.strictObject({
    /** How the identity provider calls Nexus. */
    clientId: z.string().optional(),
    /** Nexus takes it and never shows it again. */
    clientSecret: secret().optional(),
    /** Where people are sent to sign in. */
    idpAuthorizationUrl: z.string().optional(),
    /** Where Nexus gets tokens. */
    idpTokenUrl: z.string().optional(),
    /** Where people are sent to sign out. */
    idpLogoutUrl: z.string().optional(),
    /** Where the keys are that tokens are signed with. */
    idpJwksUrl: z.string().optional(),
    /** The keys themselves, as JSON, where they have no address. White space in them means nothing. */
    idpJwks: z.string().optional().register(fieldMetadata, { ignoreWhitespace: true }),
    /** What tokens are signed by: `RS256`, ... */
    idpJwsAlgorithm: z.string().min(1),
    /** The claim that is the user id. */
    usernameClaim: z.string().min(1),
    /** The claim that is the first name. */
    firstNameClaim: z.string().optional(),
    /** The claim that is the last name. */
    lastNameClaim: z.string().optional(),
    /** The claim that is the e-mail address. */
    emailClaim: z.string().optional(),
    /** The claim that lists groups: a group gives the role whose id is the group's name. */
    groupsClaim: z.string().optional(),
    /** Trusts the certificates of Nexus's own trust store too. */
    useTrustStore: z.boolean().optional(),
    /** Claims that a token must have, with exactly these values. */
    exactMatchClaims: z.record(z.string(), z.string()).optional(),
    /** Sent along when people are sent to sign in. */
    authorizationCustomParams: z.record(z.string(), z.string()).optional(),
    /** Sent along when Nexus gets tokens. */
    tokenRequestCustomParams: z.record(z.string(), z.string()).optional(),
  }),
  requires: { ...pro, since: "3.93.0" },
  endpoints: {
    list: "/v1/security/oauth2",
    create: "PUT /v1/security/oauth2",
    update: "PUT /v1/security/oauth2",
    remove: "DELETE /v1/security/oauth2",
  },
});
