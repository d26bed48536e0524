import type { Edition } from "../options.ts";
import type { PrivilegeRecord } from "./privileges.ts";

/**
 * Returns the built-in privileges of an edition: 101 on a Core, without those of repositories (3.71, 3.77). The additional
 * ones of the other editions are taken from the product's documentation, not measured.
 */
export function createBuiltinPrivileges(edition: Edition, formats: readonly string[]): PrivilegeRecord[] {
  const domains =
    edition === "CORE" ? CORE_DOMAINS : [...CORE_DOMAINS, ...FULL_DOMAINS, ...(edition === "PRO" ? PRO_DOMAINS : [])];
  const irregular = [
    ...CORE_IRREGULAR,
    ...(edition === "CORE" ? [] : FULL_IRREGULAR),
    ...(edition === "PRO" ? PRO_IRREGULAR : []),
  ];
  return [
    {
      name: "nx-all",
      type: "wildcard",
      description: "All permissions",
      readOnly: true,
      properties: { pattern: "nexus:*" },
    },
    ...domains.flatMap(createDomainPrivileges),
    ...irregular.map(([name, description, domain, actions]) =>
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

/** Returns the 11 privileges that Nexus creates and deletes with a repository. */
export function createRepositoryPrivileges(format: string, repository: string): PrivilegeRecord[] {
  const create = (type: "admin" | "view", subject: string, actions: readonly string[]): PrivilegeRecord[] =>
    ["*", ...actions].map((action) => ({
      name: `nx-repository-${type}-${format}-${repository}-${action}`,
      type: `repository-${type}`,
      description: `${action === "*" ? "All privileges" : `${capitalize(action)} privilege`} for ${repository} repository ${subject}`,
      readOnly: true,
      properties: { format, repository, actions: action === "*" ? "ALL" : action.toUpperCase() },
    }));
  return [
    ...create("admin", "administration", ["browse", "delete", "edit", "read"]),
    ...create("view", "views", ["add", "browse", "delete", "edit", "read"]),
  ];
}

/** An application domain, its label, and the kinds of privileges that it has: keys of ACTION_KINDS. */
type DomainRow = readonly [domain: string, label: string, ...kinds: string[]];

const ACTION_KINDS: Readonly<Record<string, readonly [phrase: string, actions: string]>> = {
  all: ["All permissions", "ALL"],
  create: ["Create permission", "ADD,READ"],
  delete: ["Delete permission", "DELETE,READ"],
  read: ["Read permission", "READ"],
  update: ["Update permission", "EDIT,READ"],
};
const CRUD = ["all", "create", "delete", "read", "update"];

const CORE_DOMAINS: readonly DomainRow[] = [
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
const FULL_DOMAINS: readonly DomainRow[] = [
  ["healthcheck", "Health Check", "read", "update"],
  ["iq-violation-summary", "IQ Violation Summary", "read"],
  ["ldap", "LDAP", ...CRUD],
  ["licensing", "Licensing", "all", "create", "read"],
];
const PRO_DOMAINS: readonly DomainRow[] = [
  ["crowd", "Crowd", "all", "read", "update"],
  ["tags", "Tags", ...CRUD],
];

/** An application privilege whose name, description or actions do not follow from its domain. */
type IrregularRow = readonly [name: string, description: string, domain: string, actions: string];

const CORE_IRREGULAR: readonly IrregularRow[] = [
  ["nx-component-upload", "Upload component permission", "component", "ADD"],
  ["nx-logging-mark", "Mark permission for Logging", "logging", "ADD"],
  ["nx-tasks-run", "Run permission for Scheduled Tasks", "tasks", "START,STOP"],
  ["nx-userschangepw", "Change password permission", "userschangepw", "ADD,READ"],
];
/** Named by scripts for free editions and by live tests of other clients on Pro. Permissions: the user interface's. */
const FULL_IRREGULAR: readonly IrregularRow[] = [
  ["nx-healthcheck-summary-read", "Read permission for Health Check Summary", "healthchecksummary", "READ"],
  ["nx-licensing-uninstall", "Uninstall permission for Licensing", "licensing", "UNINSTALL"],
];
const PRO_IRREGULAR: readonly IrregularRow[] = [
  ["nx-tags-associate", "Associate permission for Tags", "tags", "ASSOCIATE"],
  ["nx-tags-disassociate", "Disassociate permission for Tags", "tags", "DISASSOCIATE"],
  ["nx-usertoken-current", "All permissions for the current user's User Token", "usertoken-current", "ALL"],
  ["nx-usertoken-settings", "All permissions for User Token settings", "usertoken-settings", "ALL"],
  ["nx-usertoken-users", "All permissions for the User Tokens of all users", "usertoken-users", "ALL"],
];
const WILDCARD_ACTIONS = ["*", "add", "browse", "delete", "edit", "read"];
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

function createApplicationPrivilege(
  name: string,
  description: string,
  domain: string,
  actions: string,
): PrivilegeRecord {
  return { name, type: "application", description, readOnly: true, properties: { domain, actions } };
}

function createDomainPrivileges([domain, label, ...kinds]: DomainRow): PrivilegeRecord[] {
  return kinds.map((kind) => {
    const [phrase = "", actions = ""] = ACTION_KINDS[kind] ?? [];
    return createApplicationPrivilege(`nx-${domain}-${kind}`, `${phrase} for ${label}`, domain, actions);
  });
}

function createAllRepositoriesPrivileges(
  type: "repository-admin" | "repository-view",
  subject: string,
  all: string,
): PrivilegeRecord[] {
  return WILDCARD_ACTIONS.map((action) => ({
    name: `nx-${type}-*-*-${action}`,
    type,
    description:
      action === "*" ? `${all} ${subject.slice(subject.indexOf(" ") + 1)}` : `${capitalize(action)} ${subject}`,
    readOnly: true,
    properties: { format: "*", repository: "*", actions: action === "*" ? "ALL" : action.toUpperCase() },
  }));
}

function createFormatViewPrivileges(format: string): PrivilegeRecord[] {
  return WILDCARD_ACTIONS.map((action) => ({
    name: `nx-repository-view-${format}-*-${action}`,
    type: "repository-view",
    description: `${action === "*" ? "All privileges" : `${capitalize(action)} privilege`} for all '${format}'-format repository views`,
    readOnly: true,
    properties: { format, repository: "*", actions: action === "*" ? "ALL" : action.toUpperCase() },
  }));
}

function createScriptPrivilege(kind: string, actions: string): PrivilegeRecord {
  return {
    name: `nx-script-*-${kind}`,
    type: "script",
    description: `${kind === "*" ? "All" : capitalize(kind)} permissions for Scripts`,
    readOnly: true,
    properties: { scriptName: "*", actions },
  };
}
