import type { Permission } from "./permission.ts";
import { automaticActions } from "./privileges.ts";

const all = ["all", "create", "delete", "read", "update"];

/**
 * The privileges that every Nexus brings besides those of its repositories, by the part of Nexus that they are about:
 * `nx-users-read`. From 3.71 and 3.77; those of features that only Community or Pro have are at the end.
 */
const areas: Readonly<Record<string, readonly string[]>> = {
  analytics: ["all"],
  apikey: ["all"],
  atlas: ["all"],
  blobstores: all,
  bundles: ["all", "read"],
  capabilities: all,
  datastores: all,
  logging: ["all", "mark", "read", "update"],
  metrics: ["all"],
  privileges: all,
  roles: all,
  search: ["read"],
  selectors: all,
  settings: ["all", "read", "update"],
  "ssl-truststore": all,
  tasks: [...all, "run"],
  users: all,
  wonderland: ["all"],
  healthcheck: ["read", "update"],
  healthchecksummary: ["read"],
  "iq-violation-summary": ["read"],
  ldap: all,
  licensing: ["all", "create", "read", "uninstall"],
  tags: ["all", "associate", "create", "delete", "disassociate", "read", "update"],
  usertoken: ["all", "current", "settings", "user"],
};

/** What the last word of their names permits, where that is more than itself (3.71, 3.77). */
const words: Readonly<Record<string, string>> = {
  all: "*",
  create: "create,read",
  delete: "delete,read",
  update: "update,read",
};

const named: ReadonlyMap<string, Permission> = new Map([
  ["nx-all", "nexus:*"],
  ["nx-component-upload", "nexus:component:create"],
  ["nx-userschangepw", "nexus:userschangepw:create,read"],
  ...Object.entries(areas).flatMap(([area, actions]) =>
    actions.map((action): [string, Permission] => [`nx-${area}-${action}`, `nexus:${area}:${words[action] ?? action}`]),
  ),
  ...["*", "add", "browse", "delete", "edit", "read", "run"].map((action): [string, Permission] => [
    `nx-script-*-${action}`,
    `nexus:script:*:${action}`,
  ]),
]);

/** `nx-repository-view-*-*-read` and `nx-repository-admin-docker-*-edit`: for all repositories, or all of a format. */
const allRepositories = /^nx-repository-(view|admin)-(\*|[a-z0-9]+)-\*-(\*|[a-z]+)$/;

/** What a privilege that Nexus itself brings permits; nothing for a name that it does not bring. */
export function builtInPermission(privilege: string): Permission | undefined {
  const known = named.get(privilege);
  if (known !== undefined) return known;
  const [, area, format, action] = allRepositories.exec(privilege) ?? [];
  if (area !== "view" && area !== "admin") return undefined;
  if (!automaticActions[area].some((one) => one === action)) return undefined;
  return `nexus:repository-${area}:${format}:*:${action}`;
}

export const builtInPrivileges: readonly string[] = [...named.keys()];

/** What else a fresh Nexus has by name, and an estate may refer to without declaring it. */
export const builtIn = {
  role: ["nx-admin", "nx-anonymous"],
  user: ["admin", "anonymous"],
  "blob store": ["default"],
} as const;

/** The roles of the built-in users. */
export const builtInUsers: ReadonlyMap<string, readonly string[]> = new Map([
  ["admin", ["nx-admin"]],
  ["anonymous", ["nx-anonymous"]],
]);

/** What the built-in roles contain. */
export const builtInRoles: ReadonlyMap<string, readonly string[]> = new Map([
  ["nx-admin", ["nx-all"]],
  [
    "nx-anonymous",
    ["nx-healthcheck-read", "nx-search-read", "nx-repository-view-*-*-browse", "nx-repository-view-*-*-read"],
  ],
]);
