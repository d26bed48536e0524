import { type Fields, isUnknown } from "../../util/json.ts";
import { type Estate, type EstateFinding, listByFamily } from "../estate.ts";

/** Fields of an LDAP server that are required by other fields. */
const requirements: readonly { when(fields: Fields): boolean; reason: string; required: readonly string[] }[] = [
  {
    when: ({ authScheme = "NONE" }) => authScheme !== "NONE" && !isUnknown(authScheme),
    reason: "an authScheme other than NONE",
    required: ["authUsername", "authPassword"],
  },
  {
    when: ({ authScheme }) => authScheme === "DIGEST_MD5" || authScheme === "CRAM_MD5",
    reason: "this authScheme",
    required: ["authRealm"],
  },
  { when: ({ ldapGroupsAsRoles }) => ldapGroupsAsRoles === true, reason: "ldapGroupsAsRoles", required: ["groupType"] },
  {
    when: ({ ldapGroupsAsRoles, groupType }) => ldapGroupsAsRoles === true && groupType === "STATIC",
    reason: "groups of the type STATIC",
    required: ["groupObjectClass", "groupIdAttribute", "groupMemberAttribute", "groupMemberFormat"],
  },
  {
    when: ({ ldapGroupsAsRoles, groupType }) => ldapGroupsAsRoles === true && groupType === "DYNAMIC",
    reason: "groups of the type DYNAMIC",
    required: ["userMemberOfAttribute"],
  },
];

/** Checks that LDAP servers have the fields that their other fields require. */
export function validateLdapServers(estate: Estate): EstateFinding[] {
  return listByFamily(estate, "LDAP server").flatMap((about) =>
    requirements.flatMap(({ when, reason, required }) =>
      when(about.fields)
        ? required
            .filter((path) => about.fields[path] === undefined)
            .map((path) => ({ about, path, message: `is not set; ${reason} requires it` }))
        : [],
    ),
  );
}
