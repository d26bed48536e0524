import { type Estate, type EstateFinding, getDeclaredIdentity, getStrings, listByFamily } from "../estate.ts";

/** No role contains itself, by whatever way. */
export function validateRoleNesting(estate: Estate): EstateFinding[] {
  const roles = listByFamily(estate, "role");
  const inner = new Map(roles.map((role) => [getDeclaredIdentity(role), getStrings(role.fields, "roles")]));
  const contains = (from: string, to: string, seen: ReadonlySet<string>): boolean =>
    (inner.get(from) ?? []).some((id) => id === to || (!seen.has(id) && contains(id, to, new Set([...seen, id]))));
  return roles.flatMap((role) =>
    getStrings(role.fields, "roles").flatMap((id, index) => {
      const own = getDeclaredIdentity(role);
      if (id === own) return [{ about: role, path: `roles[${index}]`, message: `is the role "${id}" itself` }];
      if (!contains(id, own, new Set([id]))) return [];
      return [{ about: role, path: `roles[${index}]`, message: `"${id}" contains the role "${own}" itself` }];
    }),
  );
}
