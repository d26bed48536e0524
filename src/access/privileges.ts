import type { Fields } from "../util/json.ts";
import type { Permission } from "./permission.ts";

/** Actions of Nexus's API that permission strings call otherwise, for the parts of Nexus that are not repositories. */
const applicationActions: Readonly<Record<string, string>> = { ADD: "create", EDIT: "update", ALL: "*" };

function actionsOf(fields: Fields, names: Readonly<Record<string, string>> = { ALL: "*" }): string {
  const actions = Array.isArray(fields.actions) ? fields.actions.map(String) : [];
  return actions.map((action) => names[action.toUpperCase()] ?? action.toLowerCase()).join(",");
}

/** What a privilege of each of Nexus's six types permits. */
const permissions: Readonly<Record<string, (fields: Fields) => Permission>> = {
  wildcard: ({ pattern }) => String(pattern),
  application: (fields) => `nexus:${String(fields.domain)}:${actionsOf(fields, applicationActions)}`,
  "repository-view": (fields) =>
    `nexus:repository-view:${String(fields.format)}:${String(fields.repository)}:${actionsOf(fields)}`,
  "repository-admin": (fields) =>
    `nexus:repository-admin:${String(fields.format)}:${String(fields.repository)}:${actionsOf(fields)}`,
  "repository-content-selector": (fields) =>
    `nexus:repository-content-selector:${String(fields.contentSelector)}:${String(fields.format)}:${String(fields.repository)}:${actionsOf(fields)}`,
  script: (fields) => `nexus:script:${String(fields.scriptName)}:${actionsOf(fields)}`,
};

/** The permission of a privilege, by its type in Nexus's words. */
export function toPermission(type: string, fields: Fields): Permission | undefined {
  return permissions[type]?.(fields);
}

/** Privileges that every repository brings, and their names. */
export const automaticActions = {
  view: ["*", "add", "browse", "delete", "edit", "read"],
  admin: ["*", "browse", "delete", "edit", "read"],
} as const;

/** What every repository brings: `nx-repository-view-docker-apps-read`, ... and what each permits. */
export function automaticPrivileges(format: string, repository: string): Map<string, Permission> {
  return new Map(
    Object.entries(automaticActions).flatMap(([area, actions]) =>
      actions.map((action): [string, Permission] => [
        `nx-repository-${area}-${format}-${repository}-${action}`,
        `nexus:repository-${area}:${format}:${repository}:${action}`,
      ]),
    ),
  );
}
