import { z } from "zod";
import type { Fields, Json } from "../../util/json.ts";
import { fieldMetadata, referenceTo, secret, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";

const ports = { ldap: 389, ldaps: 636 };

/** A directory that Nexus finds users and groups in. */
export const ldapServer = defineKind({
  name: "ldap-server",
  token: "nexus:LdapServer",
  noun: "LDAP server",
  family: "LDAP server",
  schema: z.strictObject({
    /** May hold blanks. Default: the resource's own name. */
    name: z.string().min(1).register(fieldMetadata, { identity: true }),
    /** `LDAPS` speaks TLS. */
    protocol: z.enum(["LDAP", "LDAPS"]),
    /** The server's name or address. */
    host: z.string().min(1),
    /** Default at creation: 389, of LDAPS 636. */
    port: withCreateDefault(z.int().min(1).max(65535), ({ protocol }) =>
      protocol === "LDAPS" ? ports.ldaps : ports.ldap,
    ),
    /** Trusts the certificates of Nexus's own trust store too. */
    useTrustStore: z.boolean().optional(),
    /** Where in the directory all lookups begin: `dc=company,dc=example`. */
    searchBase: z.string().min(1),
    /** How Nexus itself logs in; `NONE` does not. Default at creation: `NONE`. */
    authScheme: withCreateDefault(z.enum(["NONE", "SIMPLE", "DIGEST_MD5", "CRAM_MD5"]), "NONE"),
    /** The SASL realm, for `DIGEST_MD5` and `CRAM_MD5`. */
    authRealm: z.string().optional(),
    /** Whom Nexus logs in as, for `SIMPLE` by the full name: `cn=nexus,dc=company,dc=example`. */
    authUsername: z.string().optional(),
    /** Nexus takes it and never shows it again. Demanded unless the scheme is `NONE`. */
    authPassword: secret().optional(),
    /** Seconds, 1 to 3600, until Nexus gives up on a connection. Default at creation: 30. */
    connectionTimeoutSeconds: withCreateDefault(z.int().min(1).max(3600), 30),
    /** Seconds until a server that did not answer is asked again. Default at creation: 300. */
    connectionRetryDelaySeconds: withCreateDefault(z.int().min(0), 300),
    /** How often it may fail before it is left alone for that long. Default at creation: 3. */
    maxIncidentsCount: withCreateDefault(z.int().min(0), 3),
    /** Where users are, below the search base: `ou=people`. */
    userBaseDn: z.string().optional(),
    /** Whether users are in what is below that, too. */
    userSubtree: z.boolean().optional(),
    /** What users are: `inetOrgPerson`; in Active Directory `user`. */
    userObjectClass: z.string().min(1),
    /** Narrows users down: `(mail=*@company.example)`. */
    userLdapFilter: z.string().optional(),
    /** What users log in with: `uid`; in Active Directory `sAMAccountName`. */
    userIdAttribute: z.string().min(1),
    /** `cn`, for example. */
    userRealNameAttribute: z.string().min(1),
    /** `mail`, for example. */
    userEmailAddressAttribute: z.string().min(1),
    /** Where the password is; without it Nexus logs in as the user to try it. */
    userPasswordAttribute: z.string().optional(),
    /** Whether groups give roles: a group gives the role whose id is the group's. Nexus's own default: false. */
    ldapGroupsAsRoles: z.boolean().optional(),
    /** `STATIC`: groups name their users; `DYNAMIC`: users name their groups. Demanded by `ldapGroupsAsRoles`. */
    groupType: z.enum(["STATIC", "DYNAMIC"]).optional(),
    /** Where groups are, below the search base: `ou=groups`. */
    groupBaseDn: z.string().optional(),
    /** Whether groups are in what is below that, too. */
    groupSubtree: z.boolean().optional(),
    /** What groups are: `groupOfUniqueNames`. Demanded by static groups. */
    groupObjectClass: z.string().optional(),
    /** What a group's id is: `cn`. Demanded by static groups. */
    groupIdAttribute: z.string().optional(),
    /** Where a group names its users: `uniqueMember`. Demanded by static groups. */
    groupMemberAttribute: z.string().optional(),
    /** How a group names a user: `uid=${username},ou=people,dc=company,dc=example`. Demanded by static groups. */
    groupMemberFormat: z.string().optional(),
    /** Where a user names his groups: `memberOf`. Demanded by dynamic groups. */
    userMemberOfAttribute: z.string().optional(),
  }),
  requires: { notIn: ["CORE"] },
  endpoints: {
    list: "/v1/security/ldap",
    one: "/v1/security/ldap/{name}",
    create: "POST /v1/security/ldap",
    // The body must hold the id that Nexus gave it: it is among what is there, and stays.
    update: "PUT /v1/security/ldap/{name}",
    remove: "DELETE /v1/security/ldap/{name}",
  },
  // The documents before 3.94 have the values in lower case, some with a hyphen; Nexus takes and gives these.
  fromNexus: (live) => {
    const server = live as Fields;
    const named = ["protocol", "authScheme", "groupType"].map((name) => [name, asConstant(server[name])]);
    return { ...server, ...Object.fromEntries(named) };
  },
});

function asConstant(value: Json | undefined): Json | undefined {
  return typeof value === "string" ? value.toUpperCase().replace("-", "_") : value;
}

/** Which LDAP server Nexus asks first. */
export const ldapOrder = defineKind({
  name: "ldap-order",
  token: "nexus:LdapOrder",
  noun: "LDAP order",
  family: "LDAP order",
  setting: true,
  schema: z.strictObject({
    /** Names of all LDAP servers, first asked first. One that is not named comes last, and is drift. */
    names: z
      .array(referenceTo("LDAP server"))
      .min(1)
      .refine((names) => new Set(names).size === names.length, { message: "names a server twice" }),
  }),
  requires: { notIn: ["CORE"] },
  endpoints: {
    list: "/v1/security/ldap",
    create: "POST /v1/security/ldap/change-order",
    update: "POST /v1/security/ldap/change-order",
  },
  fromNexus: (live) => {
    const servers = (Array.isArray(live) ? live : []) as Fields[];
    const names = servers.toSorted((a, b) => Number(a.order) - Number(b.order)).map(({ name }) => name ?? null);
    return { names, all: names };
  },
  // A list that lacks some leaves it to Nexus where they go: all are named.
  toNexus: ({ names, all }) => [...new Set([names, all].flatMap((list) => (Array.isArray(list) ? list : [])))],
});
