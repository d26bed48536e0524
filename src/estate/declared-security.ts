import type { Permission } from "../access/permission.ts";
import { automaticPrivileges, toPermission } from "../access/privileges.ts";
import type { SecurityModel, SecurityRepository, SecurityRole, SecurityUser } from "../access/security-model.ts";
import type { Family } from "../model/field-metadata.ts";
import { builtInRoles, builtInUsers } from "../model/nexus-defaults.ts";
import { getValueAt, isUnknown } from "../util/json.ts";
import {
  type Declaration,
  type Estate,
  getDeclaredIdentity,
  getStrings,
  listByFamily,
  listRepositories,
} from "./estate.ts";

/**
 * Who may do what by an estate, or by what a Nexus holds. What an estate says exists and does not declare is not known,
 * and counts as nothing; what every Nexus brings (roles, privileges, the users admin and anonymous) counts as it comes.
 */
export function toSecurityModel(estate: Estate): SecurityModel {
  const roles = named(estate, "role", ({ fields }) => ({
    privileges: getStrings(fields, "privileges"),
    roles: getStrings(fields, "roles"),
  }));
  const users = new Map(
    listByFamily(estate, "user").map((user) => [getDeclaredIdentity(user), userOf("default", user)]),
  );
  const anonymous = anonymousUser(estate);
  const everybody = defaultRole(estate);
  return {
    privileges: privilegesIn(estate),
    wildcards: new Set(
      listByFamily(estate, "privilege")
        .filter(({ kind }) => kind.name === "privilege-wildcard")
        .map(getDeclaredIdentity),
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
    repositories: listRepositories(estate)
      .filter(({ name }) => !isUnknown(name))
      .map(
        ({ name, format, type, declaration }): SecurityRepository => ({
          name,
          format,
          type,
          members: getStrings(declaration?.fields ?? {}, "group.memberNames"),
        }),
      ),
  };
}

const broughtRoles = [...builtInRoles].map(([id, privileges]): [string, SecurityRole] => [
  id,
  { privileges, roles: [] },
]);
/** Nobody knows the password that the user anonymous comes with. */
const broughtUsers = [...builtInUsers].map(([userId, { roles }]): [string, SecurityUser] => [
  userId,
  { userId, source: "default", active: userId !== "anonymous", roles },
]);

function named<T>(estate: Estate, family: Family, of: (declaration: Declaration) => T): Map<string, T> {
  return new Map(
    listByFamily(estate, family).map((declaration) => [getDeclaredIdentity(declaration), of(declaration)]),
  );
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function privilegesIn(estate: Estate): Map<string, Permission> {
  const automatic = listRepositories(estate).flatMap(({ format, name }) => [...automaticPrivileges(format, name)]);
  const declared = listByFamily(estate, "privilege").flatMap((privilege): [string, Permission][] => {
    const permission = toPermission(privilege.kind.name.replace(/^privilege-/, ""), privilege.fields);
    return permission === undefined ? [] : [[getDeclaredIdentity(privilege), permission]];
  });
  return new Map([...automatic, ...declared]);
}

/** Users who are declared without a status are made active. */
function userOf(source: string, { kind, fields }: Declaration): SecurityUser {
  const status = text(fields.status) || "active";
  return {
    userId: text(fields[kind.identity ?? ""]),
    source,
    active: /^(active|changepassword)$/i.test(status),
    roles: getStrings(fields, "roles"),
  };
}

const sources: Partial<Record<Family, string>> = { "LDAP user": "LDAP", "SAML user": "SAML", "Crowd user": "Crowd" };

function externalUsers(estate: Estate): [string, SecurityUser][] {
  return estate.declarations.flatMap((declaration): [string, SecurityUser][] => {
    const source = sources[declaration.kind.family];
    return source === undefined
      ? []
      : [[`${getDeclaredIdentity(declaration)} (${source})`, userOf(source, declaration)]];
  });
}

function anonymousUser(estate: Estate): string | undefined {
  const { enabled, userId } = listByFamily(estate, "anonymous access")[0]?.fields ?? {};
  return enabled === true ? text(userId) || "anonymous" : undefined;
}

/** Making the capability activates its realm; one that is taken out of the list afterwards gives nobody anything. */
function defaultRole(estate: Estate): string | undefined {
  const [realms] = listByFamily(estate, "realms");
  if (realms && !getStrings(realms.fields, "active").includes("DefaultRole")) return undefined;
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
