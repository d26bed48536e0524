import type { Called } from "./scope.ts";

/** A role and the users who have it and no other: what the component `Access` declares. */
export interface AccessOf {
  role: Called;
  users: readonly Called[];
}

/** The roles that are an `Access` with their users. */
export function accessesIn(things: readonly Called[]): Map<Called, AccessOf> {
  const users = things.filter(({ kind, fields }) => kind.family === "user" && says(fields, ["userId", "roles"]));
  const byRole = Map.groupBy(users.filter(isItself), ({ fields }) => JSON.stringify(fields.roles));
  return new Map(
    things.flatMap((role) => {
      const own = byRole.get(JSON.stringify([role.identity])) ?? [];
      const isPlain = role.kind.family === "role" && says(role.fields, ["roleId", "description", "privileges"]);
      return isPlain && isItself(role) && own.length ? [[role, { role, users: own }]] : [];
    }),
  );
}

/** Those fields, all of them, and no other. */
function says(fields: object, names: readonly string[]): boolean {
  const said = Object.keys(fields);
  return said.length === names.length && names.every((name) => said.includes(name));
}

/** The resource is called as the thing is. */
function isItself({ identity, resource }: Called): boolean {
  return identity === resource;
}
