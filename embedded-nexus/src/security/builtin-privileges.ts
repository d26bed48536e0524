import type { Edition } from "../options.ts";
import type { Privilege } from "./privileges.ts";

/**
 * The privileges that every Nexus brings (3.71 and 3.77: 101 beside those of its repositories), in the shortest form
 * that makes them. What the fuller editions add is taken from the product's documentation, not measured.
 */
export function createBuiltinPrivileges(edition: Edition, formats: readonly string[]): Privilege[] {
  const domains =
    edition === "CORE" ? CORE_DOMAINS : [...CORE_DOMAINS, ...FULL_DOMAINS, ...(edition === "PRO" ? PRO_DOMAINS : [])];
  return [
    {
      name: "nx-all",
      type: "wildcard",
      description: "All permissions",
      readOnly: true,
      properties: { pattern: "nexus:*" },
    },
    ...domains.flatMap(createDomainPrivileges),
    ...IRREGULAR_PRIVILEGES.map(([name, description, domain, actions]) =>
      createApplicationPrivilege(name, description, domain, actions),
    ),
    ...createAllRepositoriesPrivileges(
      "repository-admin",
      "privilege for all repository administration",
      "All privileges",
    ),
    ...createAllRepositoriesPrivileges("repository-view", "permissions for all repository views", "All permissions"),
    ...formats.flatMap(createFormatViewPrivileges),
    ...SCRIPT_KINDS.map(([kind, actions]) => createScriptPrivilege(kind, actions)),
  ];
}

/** The 11 privileges that come and go with a repository. */
export function createRepositoryPrivileges(format: string, repository: string): Privilege[] {
  const of = (type: "admin" | "view", what: string, actions: readonly string[]): Privilege[] =>
    ["*", ...actions].map((action) => ({
      name: `nx-repository-${type}-${format}-${repository}-${action}`,
      type: `repository-${type}`,
      description: `${action === "*" ? "All privileges" : `${capitalize(action)} privilege`} for ${repository} repository ${what}`,
      readOnly: true,
      properties: { format, repository, actions: action === "*" ? "ALL" : action.toUpperCase() },
    }));
  return [
    ...of("admin", "administration", ["browse", "delete", "edit", "read"]),
    ...of("view", "views", ["add", "browse", "delete", "edit", "read"]),
  ];
}

/** An application domain, its label, and which of the usual privileges it has. */
type Domain = readonly [domain: string, label: string, ...kinds: string[]];

const ACTION_KINDS: Readonly<Record<string, readonly [words: string, actions: string]>> = {
  all: ["All permissions", "ALL"],
  create: ["Create permission", "ADD,READ"],
  delete: ["Delete permission", "DELETE,READ"],
  read: ["Read permission", "READ"],
  update: ["Update permission", "EDIT,READ"],
};
const CRUD = ["all", "create", "delete", "read", "update"];

const CORE_DOMAINS: readonly Domain[] = [
  ["analytics", "Analytics", "all"],
  ["apikey", "APIKey", "all"],
  ["atlas", "Support Tools", "all"],
  ["blobstores", "Blobstores", ...CRUD],
  ["bundles", "Bundles", "all", "read"],
  ["capabilities", "Capabilities", ...CRUD],
  ["datastores", "Datastores", ...CRUD],
  ["logging", "Logging", "all", "read", "update"],
  ["metrics", "Metrics", "all"],
  ["privileges", "Privileges", ...CRUD],
  ["roles", "Roles", ...CRUD],
  ["search", "Search", "read"],
  ["selectors", "Selectors", ...CRUD],
  ["settings", "Settings", "all", "read", "update"],
  ["ssl-truststore", "Ssl-truststore", ...CRUD],
  ["tasks", "Tasks", ...CRUD],
  ["users", "Users", ...CRUD],
  ["wonderland", "Wonderland", "all"],
];
const FULL_DOMAINS: readonly Domain[] = [
  ["healthcheck", "Health Check", "read", "update"],
  ["ldap", "LDAP", ...CRUD],
  ["licensing", "Licensing", "all", "create", "read"],
];
const PRO_DOMAINS: readonly Domain[] = [
  ["crowd", "Crowd", "all", "read", "update"],
  ["tags", "Tags", ...CRUD],
  ["usertoken", "User Token", "all", "read", "update"],
];
const IRREGULAR_PRIVILEGES: readonly (readonly [name: string, description: string, domain: string, actions: string])[] =
  [
    ["nx-component-upload", "Upload component permission", "component", "ADD"],
    ["nx-logging-mark", "Mark permission for Logging", "logging", "ADD"],
    ["nx-tasks-run", "Run permission for Scheduled Tasks", "tasks", "START,STOP"],
    ["nx-userschangepw", "Change password permission", "userschangepw", "ADD,READ"],
  ];
const VIEW_ACTIONS = ["*", "add", "browse", "delete", "edit", "read"];
const SCRIPT_KINDS: readonly (readonly [kind: string, actions: string])[] = [
  ["*", "ALL"],
  ["add", "ADD,READ"],
  ["browse", "BROWSE,READ"],
  ["delete", "DELETE,READ"],
  ["edit", "EDIT,READ"],
  ["read", "READ"],
  ["run", "RUN"],
];

const capitalize = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function createApplicationPrivilege(name: string, description: string, domain: string, actions: string): Privilege {
  return { name, type: "application", description, readOnly: true, properties: { domain, actions } };
}

function createDomainPrivileges([domain, label, ...kinds]: Domain): Privilege[] {
  return kinds.map((kind) => {
    const [words = "", actions = ""] = ACTION_KINDS[kind] ?? [];
    return createApplicationPrivilege(`nx-${domain}-${kind}`, `${words} for ${label}`, domain, actions);
  });
}

function createAllRepositoriesPrivileges(
  type: "repository-admin" | "repository-view",
  what: string,
  all: string,
): Privilege[] {
  return VIEW_ACTIONS.map((action) => ({
    name: `nx-${type}-*-*-${action}`,
    type,
    description: action === "*" ? `${all} ${what.slice(what.indexOf(" ") + 1)}` : `${capitalize(action)} ${what}`,
    readOnly: true,
    properties: { format: "*", repository: "*", actions: action === "*" ? "ALL" : action.toUpperCase() },
  }));
}

function createFormatViewPrivileges(format: string): Privilege[] {
  return VIEW_ACTIONS.map((action) => ({
    name: `nx-repository-view-${format}-*-${action}`,
    type: "repository-view",
    description: `${action === "*" ? "All privileges" : `${capitalize(action)} privilege`} for all '${format}'-format repository views`,
    readOnly: true,
    properties: { format, repository: "*", actions: action === "*" ? "ALL" : action.toUpperCase() },
  }));
}

function createScriptPrivilege(kind: string, actions: string): Privilege {
  return {
    name: `nx-script-*-${kind}`,
    type: "script",
    description: `${kind === "*" ? "All" : capitalize(kind)} permissions for Scripts`,
    readOnly: true,
    properties: { scriptName: "*", actions },
  };
}
