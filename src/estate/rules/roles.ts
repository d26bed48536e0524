import { type Estate, type Finding, identity, ofFamily, textsAt } from "../estate.ts";

/** No role contains itself, by whatever way. */
export function rolesAreNoCircle(estate: Estate): Finding[] {
  const roles = ofFamily(estate, "role");
  const inner = new Map(roles.map((role) => [identity(role), textsAt(role.fields, "roles")]));
  const contains = (from: string, to: string, seen: ReadonlySet<string>): boolean =>
    (inner.get(from) ?? []).some((id) => id === to || (!seen.has(id) && contains(id, to, new Set([...seen, id]))));
  return roles.flatMap((role) =>
    textsAt(role.fields, "roles").flatMap((id, index) => {
      const own = identity(role);
      if (id === own) return [{ about: role, path: `roles[${index}]`, message: `is the role "${id}" itself` }];
      if (!contains(id, own, new Set([id]))) return [];
      return [{ about: role, path: `roles[${index}]`, message: `"${id}" contains the role "${own}" itself` }];
    }),
  );
}
