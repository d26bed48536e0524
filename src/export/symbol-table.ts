import { listAutomaticPrivileges } from "../access/privilege-permissions.ts";
import type { Existing } from "../estate/estate.ts";
import { listReferences } from "../estate/references.ts";
import type { Family } from "../model/field-metadata.ts";
import { type AccessDeclaration, findAccessDeclarations } from "./access-declarations.ts";
import { nameResources, type ProgramResource } from "./program-resources.ts";
import type { Selection } from "./selection.ts";
import { type ExportedResource, needsSecret } from "./to-declaration.ts";
import { capitalize, toCamelCase, UniqueNames } from "./unique-names.ts";

/** Represents an object that exists in Nexus and is not declared, with the constant of its name. */
export interface NamedExisting extends Existing {
  constant: string | undefined;
}

/** Represents the automatic privilege of a declared repository to perform one action on its content. */
export interface RepositoryPermission {
  /** The constant of the repository. */
  constant: string;
  action: string;
}

/** Represents the names of everything in the exported program, and the code that refers to it. */
export interface SymbolTable {
  resources: readonly ProgramResource[];
  existing: readonly NamedExisting[];
  /** Roles that are declared together with their users, as the component `Access`. */
  accesses: ReadonlyMap<ProgramResource, AccessDeclaration>;
  names: UniqueNames;
  /** Returns the code of a reference, such as `apps.name`; undefined where the name must be written as text. */
  toReference(family: Family, name: string): string | undefined;
  /** Returns the permission for which a declared repository brings the privilege. */
  findPermission(privilege: string): RepositoryPermission | undefined;
}

/** Names everything in a selection, in its order. */
export function createSymbolTable(selection: Selection): SymbolTable {
  const names = new UniqueNames();
  const resources = nameResources(selection.resources);
  const accesses = findAccessDeclarations(resources);
  const usersInAccess = new Set([...accesses.values()].flatMap(({ users }) => users));
  const permissions = findPermissions(selection.resources);
  const referenced = findReferenced(
    resources.filter((resource) => !usersInAccess.has(resource)),
    permissions,
  );
  const allocateConstant = (family: Family, name: string, proposed: string) => {
    if (!referenced.has(key(family, name))) return undefined;
    const constant = toCamelCase(proposed, family);
    return names.allocate(constant, constant + capitalize(toCamelCase(family, family)));
  };
  const existing = selection.existing.map((object) => ({
    ...object,
    constant: allocateConstant(object.family, object.name, object.name),
  }));
  const codes = new Map(existing.map(({ family, name, constant }) => [key(family, name), constant]));
  for (const resource of resources) {
    const { family } = resource.kind;
    if (usersInAccess.has(resource) || codes.has(key(family, resource.identity))) continue;
    resource.constant = allocateConstant(family, resource.identity, resource.resource);
    const output = accesses.has(resource) ? "role.roleId" : (identityOutputs[family] ?? "name");
    codes.set(key(family, resource.identity), resource.constant && `${resource.constant}.${output}`);
  }
  const repositories = new Map(
    resources.flatMap(({ kind, identity, constant }) => (kind.repository ? [[identity, constant]] : [])),
  );
  return {
    resources,
    existing,
    accesses,
    names,
    toReference: (family, name) => codes.get(key(family, name)),
    findPermission: (privilege) => {
      const permission = permissions.get(privilege);
      const constant = permission && repositories.get(permission.repository);
      return permission && constant ? { constant, action: permission.action } : undefined;
    },
  };
}

/** The outputs by which other resources refer to a resource, where that is not `name`. */
const identityOutputs: Partial<Record<Family, string>> = { role: "roleId", user: "userId" };

function key(family: Family, name: string): string {
  return `${family}/${name}`;
}

const actions: readonly string[] = ["browse", "read", "add", "edit", "delete"];

/** Returns the automatic privileges of declared repositories that are for a single action. */
function findPermissions(resources: readonly ExportedResource[]): Map<string, { repository: string; action: string }> {
  const repositories = resources.filter((resource) => resource.kind.repository && !needsSecret(resource));
  return new Map(
    repositories.flatMap(({ kind, identity }) => {
      const format = kind.repository?.format ?? "";
      const privileges = listAutomaticPrivileges(format, identity);
      return actions.flatMap((action) => {
        const name = `nx-repository-view-${format}-${identity}-${action}`;
        return privileges.has(name) ? [[name, { repository: identity, action }] as const] : [];
      });
    }),
  );
}

/** Returns the keys of everything that a resource refers to: these need a constant. */
function findReferenced(
  resources: readonly ProgramResource[],
  permissions: ReadonlyMap<string, { repository: string }>,
): Set<string> {
  return new Set(
    resources.flatMap(({ kind, identity, fields, resource }) =>
      listReferences({ kind, resource: identity, fields }).flatMap(({ path, family, name }) => {
        // A resource that is named after the object it configures does not write that name again.
        if (path === kind.identity && name === resource) return [];
        const permission = family === "privilege" ? permissions.get(name) : undefined;
        return permission ? key("repository", permission.repository) : key(family, name);
      }),
    ),
  );
}
