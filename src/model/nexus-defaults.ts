/**
 * The objects and settings that a new Nexus has without any declaration, as data. A program can refer to them without
 * declaring them; reports of drift and exports leave them out as long as they are unchanged.
 *
 * Sources: Nexus Core 3.71.0-06 and 3.77.0-08, read through their REST API directly after the first start; objects of
 * features that only Community or Pro have are from the documentation.
 */
import type { Fields } from "../util/json.ts";
import type { Family } from "./field-metadata.ts";

const crudActions = ["all", "create", "delete", "read", "update"];

/**
 * The actions of the built-in privileges by the area of Nexus they apply to: `nx-users-read`. The areas after "wonderland"
 * belong to features of Community and Pro.
 */
const privilegeActions: Readonly<Record<string, readonly string[]>> = {
  analytics: ["all"],
  apikey: ["all"],
  atlas: ["all"],
  blobstores: crudActions,
  bundles: ["all", "read"],
  capabilities: crudActions,
  datastores: crudActions,
  logging: ["all", "read", "update"],
  metrics: ["all"],
  privileges: crudActions,
  roles: crudActions,
  search: ["read"],
  selectors: crudActions,
  settings: ["all", "read", "update"],
  "ssl-truststore": crudActions,
  tasks: crudActions,
  users: crudActions,
  wonderland: ["all"],
  crowd: ["all", "read", "update"],
  healthcheck: ["read", "update"],
  "iq-violation-summary": ["read"],
  ldap: crudActions,
  licensing: ["all", "create", "read", "uninstall"],
  tags: ["all", "associate", "create", "delete", "disassociate", "read", "update"],
};

/** The permission actions of a privilege whose name ends with one of these words (3.71, 3.77). Other words stand for themselves. */
const permittedActions: Readonly<Record<string, string>> = {
  all: "*",
  create: "create,read",
  delete: "delete,read",
  update: "update,read",
};

/**
 * The built-in privileges with the permission string of each. Does not contain the privileges for all repositories of a
 * format: see {@link findBuiltInPermission}.
 */
export const builtInPrivileges: ReadonlyMap<string, string> = new Map([
  ["nx-all", "nexus:*"],
  ["nx-component-upload", "nexus:component:create"],
  ["nx-healthcheck-summary-read", "nexus:healthchecksummary:read"],
  ["nx-logging-mark", "nexus:logging:create"],
  ["nx-tasks-run", "nexus:tasks:start,stop"],
  ["nx-userschangepw", "nexus:userschangepw:create,read"],
  // Pro. The actions are not documented; the user interface needs read, update and delete of these areas.
  ...["current", "settings", "users"].map((part): [string, string] => [
    `nx-usertoken-${part}`,
    `nexus:usertoken-${part}:*`,
  ]),
  ...Object.entries(privilegeActions).flatMap(([area, actions]) =>
    actions.map((action): [string, string] => [
      `nx-${area}-${action}`,
      `nexus:${area}:${permittedActions[action] ?? action}`,
    ]),
  ),
  ...["add", "browse", "delete", "edit"].map((action): [string, string] => [
    `nx-script-*-${action}`,
    `nexus:script:*:${action},read`,
  ]),
  ...["*", "read", "run"].map((action): [string, string] => [`nx-script-*-${action}`, `nexus:script:*:${action}`]),
]);

/** The areas of permissions for everything that can be declared, except repositories and scripts: `nexus:users:read`. */
export const configurationAreas: readonly string[] = [
  ...["blobstores", "capabilities", "ldap", "licensing", "privileges", "roles", "selectors"],
  ...["settings", "ssl-truststore", "tasks", "usertoken-settings", "users"],
];

/** `nx-repository-view-docker-*-read`, `nx-repository-admin-*-*-edit`. Only view privileges exist for one format. */
const allRepositories = /^nx-repository-(?:(view)-(\*|\w+)|(admin)-(\*))-\*-(\*|add|browse|delete|edit|read)$/;

/** Returns the permission string of a built-in privilege, or undefined if the name is not one of a built-in privilege. */
export function findBuiltInPermission(privilege: string): string | undefined {
  const permission = builtInPrivileges.get(privilege);
  if (permission !== undefined) return permission;
  const [, view, viewFormat, admin, adminFormat, action] = allRepositories.exec(privilege) ?? [];
  return action && `nexus:repository-${view ?? admin}:${viewFormat ?? adminFormat}:*:${action}`;
}

/** Returns the format in the name of a built-in privilege for all its repositories: `docker` of `nx-repository-view-docker-*-read`. */
export function getFormatOfPrivilege(privilege: string): string | undefined {
  return allRepositories.exec(privilege)?.[2];
}

/** The built-in roles with the privileges of each. */
export const builtInRoles: ReadonlyMap<string, readonly string[]> = new Map([
  ["nx-admin", ["nx-all"]],
  [
    "nx-anonymous",
    ["nx-healthcheck-read", "nx-search-read", "nx-repository-view-*-*-browse", "nx-repository-view-*-*-read"],
  ],
]);

/** A user of a new Nexus. Their status is active, or changepassword for admin before the first login. */
export interface BuiltInUser {
  firstName: string;
  lastName: string;
  emailAddress: string;
  roles: string[];
}

/** The built-in users. */
export const builtInUsers: ReadonlyMap<string, BuiltInUser> = new Map([
  ["admin", { firstName: "Administrator", lastName: "User", emailAddress: "admin@example.org", roles: ["nx-admin"] }],
  [
    "anonymous",
    { firstName: "Anonymous", lastName: "User", emailAddress: "anonymous@example.org", roles: ["nx-anonymous"] },
  ],
]);

/** The blob store of a new Nexus, with its folder. */
export const defaultBlobStore = { name: "default", path: "default" };

const builtInNames: Partial<Record<Family, readonly string[]>> = {
  role: [...builtInRoles.keys()],
  user: [...builtInUsers.keys()],
  "blob store": [defaultBlobStore.name],
  privilege: [...builtInPrivileges.keys()],
};

/** Returns true if every Nexus has an object of this family and name. */
export function isBuiltIn(family: Family, name: string): boolean {
  if (family === "privilege") return findBuiltInPermission(name) !== undefined;
  return listBuiltInNames(family).includes(name);
}

/** Returns the names of the built-in objects of a family, without the privileges for all repositories of a format. */
export function listBuiltInNames(family: Family): readonly string[] {
  return builtInNames[family] ?? [];
}

/** The active realms of a new Nexus. */
export const defaultRealms: readonly string[] = ["NexusAuthenticatingRealm"];

/** The HTTP settings of a new Nexus: seconds to wait for a response, attempts after the first. */
export const defaultHttpSettings = { timeout: 20, retries: 2 };

/** The cleanup task, which Nexus creates: it runs every day at 01:00. */
export const cleanupTask = { name: "Cleanup service", cron: "0 0 1 * * ?" };

/** Types of tasks that Nexus creates together with the objects they work on. No client can create one. */
export const internalTaskTypes: readonly string[] = [
  "assetBlob.cleanup",
  "tasklog.cleanup",
  "repository.storage-facet-cleanup",
];

/** The notes of a capability that Nexus created begin with this text and end with a date. */
export const automaticCapabilityNotes = /^Automatically added on /;

/** The properties of the capabilities that Nexus creates, by type. Types that are missing here have no properties. */
export const automaticCapabilityProperties: Readonly<Record<string, Fields>> = {
  "rapture.settings": {
    title: "Sonatype Nexus Repository",
    debugAllowed: true,
    statusIntervalAuthenticated: 5,
    statusIntervalAnonymous: 60,
    sessionTimeout: 30,
    requestTimeout: 60,
    longRequestTimeout: 180,
  },
};
