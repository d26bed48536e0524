import type { Fields } from "../../src/util/json.ts";

/** What an LDAP server must be told, its name aside. */
export const ldapDirectory: Fields = {
  protocol: "LDAP",
  host: "ldap.example",
  searchBase: "dc=example",
  userObjectClass: "inetOrgPerson",
  userIdAttribute: "uid",
  userRealNameAttribute: "cn",
  userEmailAddressAttribute: "mail",
};
