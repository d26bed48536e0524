import type { ProgramResource } from "./program-resources.ts";

/** Represents a role together with the users who have this role only: the component `Access` declares them. */
export interface AccessDeclaration {
  role: ProgramResource;
  users: readonly ProgramResource[];
}

/** Finds the roles that the component `Access` can declare together with their users. */
export function findAccessDeclarations(resources: readonly ProgramResource[]): Map<ProgramResource, AccessDeclaration> {
  const users = resources.filter(
    ({ kind, fields }) => kind.family === "user" && hasExactly(fields, ["userId", "roles"]),
  );
  const usersByRoles = Map.groupBy(users.filter(isNamedByIdentity), ({ fields }) => JSON.stringify(fields.roles));
  return new Map(
    resources.flatMap((role) => {
      const ownUsers = usersByRoles.get(JSON.stringify([role.identity])) ?? [];
      const isPlainRole =
        role.kind.family === "role" && hasExactly(role.fields, ["roleId", "description", "privileges"]);
      return isPlainRole && isNamedByIdentity(role) && ownUsers.length ? [[role, { role, users: ownUsers }]] : [];
    }),
  );
}

function hasExactly(fields: object, names: readonly string[]): boolean {
  const fieldNames = Object.keys(fields);
  return fieldNames.length === names.length && names.every((name) => fieldNames.includes(name));
}

/** `Access` names its resources after the role and the users. */
function isNamedByIdentity({ identity, resource }: ProgramResource): boolean {
  return identity === resource;
}
