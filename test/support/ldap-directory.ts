import type { Fields } from "../../src/util/json.ts";

/** The required fields of an LDAP server, except its name. */
export const ldapDirectory: Fields = {
  protocol: "LDAP",
  host: "ldap.example",
  searchBase: "dc=example",
  userObjectClass: "inetOrgPerson",
  userIdAttribute: "uid",
  userRealNameAttribute: "cn",
  userEmailAddressAttribute: "mail",
};
