import { estate, LdapServer, push, Realms, Role, raw } from "nexus-iac";
import { z } from "nexus-iac/zod";

export default estate({
  settings: {
    ldapHost: z.string(),
    /** Secrets: `pulumi config set --secret --path nexus:secrets.ldap`. */
    secrets: z.strictObject({ ldap: z.string().min(1) }),
  },
  declare({ settings }) {
    const files = new raw.Hosted("files");

    new LdapServer("directory", {
      protocol: "LDAPS",
      host: settings.ldapHost,
      port: 636,
      searchBase: "dc=company,dc=example",
      authScheme: "SIMPLE",
      authUsername: "cn=nexus,dc=company,dc=example",
      authPassword: settings.secrets.ldap,
      userBaseDn: "ou=people",
      userObjectClass: "inetOrgPerson",
      userIdAttribute: "uid",
      userRealNameAttribute: "cn",
      userEmailAddressAttribute: "mail",
      ldapGroupsAsRoles: true,
      groupType: "DYNAMIC",
      userMemberOfAttribute: "memberOf",
    });

    // A role whose id is the name of a group is granted to the members of the group.
    new Role("nexus-developers", {
      description: "Members of the LDAP group nexus-developers",
      privileges: files.privileges(...push),
    });

    new Realms("realms", { active: ["NexusAuthenticatingRealm", "LdapRealm"] });
  },
});
