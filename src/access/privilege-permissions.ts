import type { Fields } from "../util/json.ts";
import type { Permission } from "./permission.ts";

/** Actions of Nexus's API that have another name in permission strings, for areas that are not repositories. */
const applicationActions: Readonly<Record<string, string>> = { ADD: "create", EDIT: "update", ALL: "*" };

function joinActions(fields: Fields, names: Readonly<Record<string, string>> = { ALL: "*" }): string {
  const actions = Array.isArray(fields.actions) ? fields.actions.map(String) : [];
  return actions.map((action) => names[action.toUpperCase()] ?? action.toLowerCase()).join(",");
}

/** The permission of a privilege, by each of Nexus's six types of privileges. */
const permissions: Readonly<Record<string, (fields: Fields) => Permission>> = {
  wildcard: ({ pattern }) => String(pattern),
  application: (fields) => `nexus:${String(fields.domain)}:${joinActions(fields, applicationActions)}`,
  "repository-view": (fields) =>
    `nexus:repository-view:${String(fields.format)}:${String(fields.repository)}:${joinActions(fields)}`,
  "repository-admin": (fields) =>
    `nexus:repository-admin:${String(fields.format)}:${String(fields.repository)}:${joinActions(fields)}`,
  "repository-content-selector": (fields) =>
    `nexus:repository-content-selector:${String(fields.contentSelector)}:${String(fields.format)}:${String(fields.repository)}:${joinActions(fields)}`,
  script: (fields) => `nexus:script:${String(fields.scriptName)}:${joinActions(fields)}`,
};

/** Returns the permission of a privilege, or nothing for an unknown type. `type` is Nexus's name: `repository-view`. */
export function toPermission(type: string, fields: Fields): Permission | undefined {
  return permissions[type]?.(fields);
}

const automaticActions = {
  view: ["*", "add", "browse", "delete", "edit", "read"],
  admin: ["*", "browse", "delete", "edit", "read"],
} as const;

/**
 * Returns the privileges that Nexus creates with a repository, such as `nx-repository-view-docker-apps-read`, and their
 * permissions.
 */
export function listAutomaticPrivileges(format: string, repository: string): Map<string, Permission> {
  return new Map(
    Object.entries(automaticActions).flatMap(([area, actions]) =>
      actions.map((action): [string, Permission] => [
        `nx-repository-${area}-${format}-${repository}-${action}`,
        `nexus:repository-${area}:${format}:${repository}:${action}`,
      ]),
    ),
  );
}
