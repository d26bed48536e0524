import { type Fields, isUnknown } from "../../util/json.ts";
import { type Estate, type EstateFinding, listByFamily } from "../estate.ts";

/** What one field of an LDAP server demands of the others. */
const demands: readonly { when(fields: Fields): boolean; why: string; fields: readonly string[] }[] = [
  {
    when: ({ authScheme = "NONE" }) => authScheme !== "NONE" && !isUnknown(authScheme),
    why: "an authScheme other than NONE",
    fields: ["authUsername", "authPassword"],
  },
  {
    when: ({ authScheme }) => authScheme === "DIGEST_MD5" || authScheme === "CRAM_MD5",
    why: "this authScheme",
    fields: ["authRealm"],
  },
  { when: ({ ldapGroupsAsRoles }) => ldapGroupsAsRoles === true, why: "ldapGroupsAsRoles", fields: ["groupType"] },
  {
    when: ({ ldapGroupsAsRoles, groupType }) => ldapGroupsAsRoles === true && groupType === "STATIC",
    why: "groups of the type STATIC",
    fields: ["groupObjectClass", "groupIdAttribute", "groupMemberAttribute", "groupMemberFormat"],
  },
  {
    when: ({ ldapGroupsAsRoles, groupType }) => ldapGroupsAsRoles === true && groupType === "DYNAMIC",
    why: "groups of the type DYNAMIC",
    fields: ["userMemberOfAttribute"],
  },
];

/** Each field that the others of an LDAP server demand is there. */
export function validateLdapServers(estate: Estate): EstateFinding[] {
  return listByFamily(estate, "LDAP server").flatMap((about) =>
    demands.flatMap(({ when, why, fields }) =>
      when(about.fields)
        ? fields
            .filter((path) => about.fields[path] === undefined)
            .map((path) => ({ about, path, message: `is missing: ${why} demands it` }))
        : [],
    ),
  );
}
