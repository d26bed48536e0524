import type { Permission } from "../access/permission.ts";
import { listAutomaticPrivileges, toPermission } from "../access/privilege-permissions.ts";
import type { SecurityModel, SecurityRepository, SecurityRole, SecurityUser } from "../access/security-model.ts";
import type { Family } from "../model/field-metadata.ts";
import { builtInRoles, builtInUsers } from "../model/nexus-defaults.ts";
import { containsUnknown, getValueAt, isUnknown } from "../util/json.ts";
import {
  type Declaration,
  type Estate,
  getDeclaredIdentity,
  getStrings,
  listByFamily,
  listRepositories,
} from "./estate.ts";

/**
 * Converts an estate, or the inventory of a Nexus, to a security model. Existing objects that are not declared grant
 * nothing, as their content is not known. The objects of a new Nexus (roles, privileges, the users admin and anonymous)
 * are included as they are in a new Nexus.
 */
export function toSecurityModel(estate: Estate): SecurityModel {
  const roles = mapByIdentity(estate, "role", ({ fields }) => ({
    privileges: getStrings(fields, "privileges"),
    roles: getStrings(fields, "roles"),
  }));
  const users = mapByIdentity(estate, "user", (user) => toSecurityUser("default", user));
  const anonymous = findAnonymousUser(estate);
  const everybody = findDefaultRole(estate);
  return {
    privileges: collectPrivileges(estate),
    wildcards: new Set(
      listByFamily(estate, "privilege")
        .filter(({ kind }) => kind.name === "privilege-wildcard")
        .map(getDeclaredIdentity),
    ),
    roles: new Map([...defaultRoles, ...roles]),
    // An inventory contains nx-admin, as Nexus's own roles cannot be deleted. It also contains admin and anonymous, unless
    // these users were deleted.
    users: new Map([...(roles.has("nx-admin") ? [] : defaultUsers), ...users, ...listExternalUsers(estate)]),
    ...(anonymous !== undefined && { anonymous }),
    ...(everybody !== undefined && { everybody }),
    groupSources: listGroupSources(estate),
    selectors: new Map([
      ...estate.existing.filter(({ family }) => family === "content selector").map(({ name }) => [name, ""] as const),
      ...mapByIdentity(estate, "content selector", ({ fields: { expression } }) =>
        isUnknown(expression) ? "" : toText(expression),
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

/** The fields that decide about access, by family. */
const accessFields: Partial<Record<Family, readonly string[]>> = {
  repository: ["name"],
  privilege: ["name", "pattern", "format", "repository", "contentSelector", "actions"],
  role: ["roleId", "privileges", "roles"],
  user: ["userId", "roles"],
};

/** Returns true if a value that decides about access is not known yet: a permission that seems to be missing may exist. */
export function isAccessUnknown(estate: Estate): boolean {
  return estate.declarations.some(({ kind, fields }) =>
    accessFields[kind.family]?.some((name) => containsUnknown(fields[name])),
  );
}

const defaultRoles = [...builtInRoles].map(([id, privileges]): [string, SecurityRole] => [
  id,
  { privileges, roles: [] },
]);
/** The user anonymous counts as inactive: a new Nexus creates it with an unknown password. */
const defaultUsers = [...builtInUsers].map(([userId, { roles }]): [string, SecurityUser] => [
  userId,
  { userId, source: "default", active: userId !== "anonymous", roles },
]);

function mapByIdentity<T>(estate: Estate, family: Family, convert: (declaration: Declaration) => T): Map<string, T> {
  return new Map(
    listByFamily(estate, family).map((declaration) => [getDeclaredIdentity(declaration), convert(declaration)]),
  );
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function collectPrivileges(estate: Estate): Map<string, Permission> {
  const automatic = listRepositories(estate).flatMap(({ format, name }) => [...listAutomaticPrivileges(format, name)]);
  const declared = listByFamily(estate, "privilege").flatMap((privilege): [string, Permission][] => {
    const permission = toPermission(privilege.kind.name.replace(/^privilege-/, ""), privilege.fields);
    return permission === undefined ? [] : [[getDeclaredIdentity(privilege), permission]];
  });
  return new Map([...automatic, ...declared]);
}

/** A user that is declared without a status is created as active. */
function toSecurityUser(source: string, { kind, fields }: Declaration): SecurityUser {
  const status = toText(fields.status) || "active";
  return {
    userId: toText(fields[kind.identity ?? ""]),
    source,
    active: /^(active|changepassword)$/i.test(status),
    roles: getStrings(fields, "roles"),
  };
}

const externalSources: Partial<Record<Family, string>> = {
  "LDAP user": "LDAP",
  "SAML user": "SAML",
  "Crowd user": "Crowd",
};

function listExternalUsers(estate: Estate): [string, SecurityUser][] {
  return estate.declarations.flatMap((declaration): [string, SecurityUser][] => {
    const source = externalSources[declaration.kind.family];
    return source === undefined
      ? []
      : [[`${getDeclaredIdentity(declaration)} (${source})`, toSecurityUser(source, declaration)]];
  });
}

function findAnonymousUser(estate: Estate): string | undefined {
  const { enabled, userId } = listByFamily(estate, "anonymous access")[0]?.fields ?? {};
  return enabled === true ? toText(userId) || "anonymous" : undefined;
}

/** Creating the capability activates its realm. If the realm is removed from the list afterwards, no user has the role. */
function findDefaultRole(estate: Estate): string | undefined {
  const [realms] = listByFamily(estate, "realms");
  if (realms && !getStrings(realms.fields, "active").includes("DefaultRole")) return undefined;
  const capability = estate.declarations.find(({ kind }) => kind.name === "capability-defaultrole");
  if (!capability || capability.fields.enabled === false) return undefined;
  return toText(getValueAt(capability.fields, "properties.role")) || undefined;
}

/** The declarations by which groups of an external source grant roles. */
const groupProviders: Partial<Record<Family, { source: string; isEnabled(declaration: Declaration): boolean }>> = {
  "LDAP server": { source: "LDAP", isEnabled: ({ fields }) => fields.ldapGroupsAsRoles === true },
  SAML: { source: "SAML", isEnabled: ({ fields }) => Boolean(fields.groupsAttribute) },
  OAuth2: { source: "OAuth 2.0", isEnabled: ({ fields }) => Boolean(fields.groupsClaim) },
  Crowd: { source: "Crowd", isEnabled: ({ fields }) => fields.enabled === true },
};

function listGroupSources(estate: Estate): string[] {
  const sources = estate.declarations.flatMap((declaration) => {
    const provider = groupProviders[declaration.kind.family];
    return provider?.isEnabled(declaration) ? [provider.source] : [];
  });
  return [...new Set(sources)];
}
