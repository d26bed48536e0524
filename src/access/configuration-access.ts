import { configurationAreas, isBuiltIn } from "../model/nexus-defaults.ts";
import { covers, implies, type Permission, parsePermission } from "./permission.ts";

/** How much of an area is permitted: all of it, single objects or actions, or nothing. */
export const extents = ["all", "some", "none"] as const;
export type Extent = (typeof extents)[number];

/** The access of a user to one area of Nexus's configuration. */
export interface ConfigurationAccess {
  /** The area as in permissions: `users`, `repository-admin`. */
  area: string;
  read: Extent;
  write: Extent;
}

/** The permissions that reading an area needs, and those that changing it needs, by area. */
const requiredPermissions: Readonly<Record<string, { read: Permission[]; write: Permission[] }>> = {
  "repository-admin": toPermissions("repository-admin:*:*", ["add", "edit", "delete"]),
  ...Object.fromEntries(configurationAreas.map((area) => [area, toPermissions(area, listChanges(area))])),
  script: toPermissions("script:*", ["add", "edit", "delete"]),
};

function toPermissions(area: string, changes: readonly string[]) {
  return { read: [`nexus:${area}:read`], write: changes.map((action) => `nexus:${area}:${action}`) };
}

/** Returns the actions that change an area. Settings of user tokens have one built-in privilege, for all actions. */
function listChanges(area: string): string[] {
  if (isBuiltIn("privilege", `nx-${area}`)) return ["update", "delete"];
  const changes = ["create", "update", "delete", "uninstall"];
  return changes.filter((action) => isBuiltIn("privilege", `nx-${area}-${action}`));
}

/** Returns what the permissions allow in each area of the configuration of Nexus. */
export function evaluateConfigurationAccess(granted: readonly Permission[]): ConfigurationAccess[] {
  return Object.entries(requiredPermissions).map(([area, { read, write }]) => ({
    area,
    read: evaluateExtent(granted, read),
    write: evaluateExtent(granted, write),
  }));
}

function evaluateExtent(granted: readonly Permission[], required: readonly Permission[]): Extent {
  if (required.every((permission) => granted.some((other) => implies(other, permission)))) return "all";
  return required.some((permission) => granted.some((other) => overlaps(other, permission))) ? "some" : "none";
}

/** Returns true if a granted permission allows the action of a requested one on some of its objects. */
function overlaps(granted: Permission, requested: Permission): boolean {
  const grantedParts = parsePermission(granted);
  return parsePermission(requested).every(
    (words, index) => words.has("*") || [...words].every((word) => covers(grantedParts[index], word)),
  );
}
