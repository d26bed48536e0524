import { z } from "zod";
import type { Fields, Json } from "../../util/json.ts";
import { isEmptyValue } from "../comparison.ts";
import { fieldMetadata, referenceTo, secret, withCreateDefault } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";

const usesPassword = (authScheme: Json | undefined) => !isEmptyValue(authScheme) && authScheme !== "NONE";

const ports = { ldap: 389, ldaps: 636 };

/** An LDAP directory in which Nexus finds users and groups. */
export const ldapServer = defineKind({
  name: "ldap-server",
  token: "nexus:LdapServer",
  noun: "LDAP server",
  family: "LDAP server",
  schema: z.strictObject({
    /** The name; it can contain spaces. Default: the resource's name. */
    name: z.string().min(1).register(fieldMetadata, { identity: true }),
    /** `LDAP`, or `LDAPS` for TLS. */
    protocol: z.enum(["LDAP", "LDAPS"]),
    /** The host name or address of the server. */
    host: z.string().min(1),
    /** The port. Default on creation: 389, for `LDAPS` 636. */
    port: withCreateDefault(z.int().min(1).max(65535), ({ protocol }) =>
      protocol === "LDAPS" ? ports.ldaps : ports.ldap,
    ),
    /** Also trusts the certificates in Nexus's trust store. */
    useTrustStore: z.boolean().optional(),
    /** The base DN of all searches: `dc=company,dc=example`. */
    searchBase: z.string().min(1),
    /** The authentication of Nexus itself. Default on creation: `NONE`. */
    authScheme: withCreateDefault(z.enum(["NONE", "SIMPLE", "DIGEST_MD5", "CRAM_MD5"]), "NONE"),
    /** The SASL realm, for `DIGEST_MD5` and `CRAM_MD5`. */
    authRealm: z.string().optional(),
    /** The user name of Nexus; for `SIMPLE` the full DN: `cn=nexus,dc=company,dc=example`. */
    authUsername: z.string().optional(),
    /** The password of Nexus. Required unless `authScheme` is `NONE`. Write-only: Nexus never returns it. */
    authPassword: secret({ isStored: ({ authScheme }) => usesPassword(authScheme) }).optional(),
    /** The timeout of connections, in seconds; 1 to 3600. Default on creation: 30. */
    connectionTimeoutSeconds: withCreateDefault(z.int().min(1).max(3600), 30),
    /** The delay, in seconds, before a server that did not respond is tried again. Default on creation: 300. */
    connectionRetryDelaySeconds: withCreateDefault(z.int().min(0), 300),
    /** The number of failures after which Nexus waits for that delay. Default on creation: 3. */
    maxIncidentsCount: withCreateDefault(z.int().min(0), 3),
    /** The DN of the users, relative to `searchBase`: `ou=people`. */
    userBaseDn: z.string().optional(),
    /** Also finds users below that DN. */
    userSubtree: z.boolean().optional(),
    /** The object class of users: `inetOrgPerson`; in Active Directory `user`. */
    userObjectClass: z.string().min(1),
    /** An additional LDAP filter for users: `(mail=*@company.example)`. */
    userLdapFilter: z.string().optional(),
    /** The attribute with the user id, by which users log in: `uid`; in Active Directory `sAMAccountName`. */
    userIdAttribute: z.string().min(1),
    /** The attribute with the full name, such as `cn`. */
    userRealNameAttribute: z.string().min(1),
    /** The attribute with the e-mail address, such as `mail`. */
    userEmailAddressAttribute: z.string().min(1),
    /** The attribute with the password. Default: Nexus checks a password by an LDAP bind as the user. */
    userPasswordAttribute: z.string().optional(),
    /** Maps groups to roles: members of a group have the role whose id is the group's id. Nexus's default: false. */
    ldapGroupsAsRoles: z.boolean().optional(),
    /** `STATIC`: a group lists its users; `DYNAMIC`: a user lists their groups. Required by `ldapGroupsAsRoles`. */
    groupType: z.enum(["STATIC", "DYNAMIC"]).optional(),
    /** The DN of the groups, relative to `searchBase`: `ou=groups`. */
    groupBaseDn: z.string().optional(),
    /** Also finds groups below that DN. */
    groupSubtree: z.boolean().optional(),
    /** The object class of groups: `groupOfUniqueNames`. Required for static groups. */
    groupObjectClass: z.string().optional(),
    /** The attribute with the group id: `cn`. Required for static groups. */
    groupIdAttribute: z.string().optional(),
    /** The attribute of a group that lists its users: `uniqueMember`. Required for static groups. */
    groupMemberAttribute: z.string().optional(),
    /** The format of a user in that list: `uid=${username},ou=people,dc=company,dc=example`. Required for static groups. */
    groupMemberFormat: z.string().optional(),
    /** The attribute of a user that lists their groups: `memberOf`. Required for dynamic groups. */
    userMemberOfAttribute: z.string().optional(),
  }),
  requires: {
    notIn: ["CORE"],
    // NEXUS-50487; issue 898 of sonatype/nexus-public.
    brokenIn: {
      from: "3.88.0",
      before: "3.89.1",
      onlyCreation: true,
      effect:
        "Nexus answers 400 (authPassword must not be null), with and without a password. Update Nexus to 3.89.1 or later",
    },
  },
  endpoints: {
    list: "/v1/security/ldap",
    item: "/v1/security/ldap/{name}",
    create: "POST /v1/security/ldap",
    // The body must have the id that Nexus assigned; it is kept from the current object.
    update: "PUT /v1/security/ldap/{name}",
    remove: "DELETE /v1/security/ldap/{name}",
  },
  // The API documents before 3.94 show lower-case values, some with a hyphen. Nexus accepts and returns the upper-case constants.
  fromNexus: (live) => {
    const server = live as Fields;
    const constants = ["protocol", "authScheme", "groupType"].map((name) => [name, toConstant(server[name])]);
    return { ...server, ...Object.fromEntries(constants) };
  },
});

function toConstant(value: Json | undefined): Json | undefined {
  return typeof value === "string" ? value.toUpperCase().replace("-", "_") : value;
}

/** The order in which Nexus searches LDAP servers. */
export const ldapOrder = defineKind({
  name: "ldap-order",
  token: "nexus:LdapOrder",
  noun: "LDAP order",
  family: "LDAP order",
  setting: true,
  schema: z.strictObject({
    /** The names of all LDAP servers in the order of search. A server that is not listed comes last and is reported as drift. */
    names: z
      .array(referenceTo("LDAP server"))
      .min(1)
      .refine((names) => new Set(names).size === names.length, { message: "contains a server twice" }),
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
  // If a request omits servers, Nexus chooses their positions, so servers that are not declared are appended.
  toNexus: ({ names, all }) => [...new Set([names, all].flatMap((list) => (Array.isArray(list) ? list : [])))],
});
