import type { Permission } from "../access/permission.ts";
import { automaticPrivileges, permissionOf } from "../access/privileges.ts";
import type { Repository, Role, Security, User } from "../access/security.ts";
import type { Family } from "../model/field-metadata.ts";
import { builtInRoles, builtInUsers } from "../model/nexus-defaults.ts";
import { getValueAt, isUnknown } from "../util/json.ts";
import { type Declaration, type Estate, identity, ofFamily, repositories, textsAt } from "./estate.ts";

/**
 * Who may do what by an estate, or by what a Nexus holds. What an estate says exists and does not declare is not known,
 * and counts as nothing; what every Nexus brings (roles, privileges, the users admin and anonymous) counts as it comes.
 */
export function securityOf(estate: Estate): Security {
  const roles = named(estate, "role", ({ fields }) => ({
    privileges: textsAt(fields, "privileges"),
    roles: textsAt(fields, "roles"),
  }));
  const users = new Map(ofFamily(estate, "user").map((user) => [identity(user), userOf("default", user)]));
  const anonymous = anonymousUser(estate);
  const everybody = defaultRole(estate);
  return {
    privileges: privilegesIn(estate),
    wildcards: new Set(
      ofFamily(estate, "privilege")
        .filter(({ kind }) => kind.name === "privilege-wildcard")
        .map(identity),
    ),
    roles: new Map([...broughtRoles, ...roles]),
    // A Nexus that was looked at holds its own users itself, if they are still there; nobody can delete its roles.
    users: new Map([...(roles.has("nx-admin") ? [] : broughtUsers), ...users, ...externalUsers(estate)]),
    ...(anonymous !== undefined && { anonymous }),
    ...(everybody !== undefined && { everybody }),
    groupSources: groupSources(estate),
    selectors: new Map([
      ...estate.existing.filter(({ family }) => family === "content selector").map(({ name }) => [name, ""] as const),
      ...named(estate, "content selector", ({ fields: { expression } }) =>
        isUnknown(expression) ? "" : text(expression),
      ),
    ]),
    repositories: repositories(estate)
      .filter(({ name }) => !isUnknown(name))
      .map(
        ({ name, format, type, declaration }): Repository => ({
          name,
          format,
          type,
          members: textsAt(declaration?.fields ?? {}, "group.memberNames"),
        }),
      ),
  };
}

const broughtRoles = [...builtInRoles].map(([id, privileges]): [string, Role] => [id, { privileges, roles: [] }]);
/** Nobody knows the password that the user anonymous comes with. */
const broughtUsers = [...builtInUsers].map(([userId, { roles }]): [string, User] => [
  userId,
  { userId, source: "default", active: userId !== "anonymous", roles },
]);

function named<T>(estate: Estate, family: Family, of: (declaration: Declaration) => T): Map<string, T> {
  return new Map(ofFamily(estate, family).map((declaration) => [identity(declaration), of(declaration)]));
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function privilegesIn(estate: Estate): Map<string, Permission> {
  const automatic = repositories(estate).flatMap(({ format, name }) => [...automaticPrivileges(format, name)]);
  const declared = ofFamily(estate, "privilege").flatMap((privilege): [string, Permission][] => {
    const permission = permissionOf(privilege.kind.name.replace(/^privilege-/, ""), privilege.fields);
    return permission === undefined ? [] : [[identity(privilege), permission]];
  });
  return new Map([...automatic, ...declared]);
}

/** Users who are declared without a status are made active. */
function userOf(source: string, { kind, fields }: Declaration): User {
  const status = text(fields.status) || "active";
  return {
    userId: text(fields[kind.identity ?? ""]),
    source,
    active: /^(active|changepassword)$/i.test(status),
    roles: textsAt(fields, "roles"),
  };
}

const sources: Partial<Record<Family, string>> = { "LDAP user": "LDAP", "SAML user": "SAML", "Crowd user": "Crowd" };

function externalUsers(estate: Estate): [string, User][] {
  return estate.declarations.flatMap((declaration): [string, User][] => {
    const source = sources[declaration.kind.family];
    return source === undefined ? [] : [[`${identity(declaration)} (${source})`, userOf(source, declaration)]];
  });
}

function anonymousUser(estate: Estate): string | undefined {
  const { enabled, userId } = ofFamily(estate, "anonymous access")[0]?.fields ?? {};
  return enabled === true ? text(userId) || "anonymous" : undefined;
}

/** Making the capability activates its realm; one that is taken out of the list afterwards gives nobody anything. */
function defaultRole(estate: Estate): string | undefined {
  const [realms] = ofFamily(estate, "realms");
  if (realms && !textsAt(realms.fields, "active").includes("DefaultRole")) return undefined;
  const capability = estate.declarations.find(({ kind }) => kind.name === "capability-defaultrole");
  if (!capability || capability.fields.enabled === false) return undefined;
  return text(getValueAt(capability.fields, "properties.role")) || undefined;
}

/** What must be declared, and how, for groups to give roles. */
const groupGivers: Partial<Record<Family, { source: string; when(declaration: Declaration): boolean }>> = {
  "LDAP server": { source: "LDAP", when: ({ fields }) => fields.ldapGroupsAsRoles === true },
  SAML: { source: "SAML", when: ({ fields }) => Boolean(fields.groupsAttribute) },
  OAuth2: { source: "OAuth 2.0", when: ({ fields }) => Boolean(fields.groupsClaim) },
  Crowd: { source: "Crowd", when: ({ fields }) => fields.enabled === true },
};

function groupSources(estate: Estate): string[] {
  const found = estate.declarations.flatMap((declaration) => {
    const giver = groupGivers[declaration.kind.family];
    return giver?.when(declaration) ? [giver.source] : [];
  });
  return [...new Set(found)];
}
