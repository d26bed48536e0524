import { type Bits, type Holding, join, nothingHeld, reading, select } from "./holding.ts";
import { covers, endsAfter, type Parts, type Permission, partsOf } from "./permission.ts";
import { formatAt, type Places } from "./places.ts";
import {
  type Action,
  actions,
  type Path,
  type Principal,
  pathsFrom,
  permissionOfPrivilege,
  privilegesOf,
  rolesOf,
  type Security,
} from "./security.ts";

/** One reason why somebody may do something: a privilege of a role, and the way to that role. */
export interface Way {
  roles: Path;
  privilege: string;
  permission: Permission;
}

/** Works out what people hold, each permission and role once. */
export class Reach {
  readonly #security: Security;
  readonly #places: Places;
  readonly #ofPermissions = new Map<Permission, Holding>();
  readonly #ofRoles = new Map<string, Holding>();
  /** Groups by their indexes, each with the indexes of all that is no group and shown by it. */
  readonly #groups: ReadonlyMap<number, readonly number[]>;

  constructor(security: Security, places: Places) {
    this.#security = security;
    this.#places = places;
    this.#groups = groupsIn(security, places);
  }

  /** All that somebody may do. */
  of(principal: Principal): Holding {
    const held = nothingHeld(this.#places.all.length);
    for (const path of this.#paths(principal)) join(held, this.#ofRole(path.at(-1) ?? ""));
    for (const [group, members] of this.#groups)
      if ((held.content[group] ?? 0) & reading)
        for (const member of members)
          if (!((held.content[member] ?? 0) & reading))
            held.through.set(member, [...(held.through.get(member) ?? []), this.#name(group)]);
    return held;
  }

  /** Each privilege by which somebody may do what the test finds in what it permits. */
  ways(principal: Principal, test: (held: Holding) => boolean): Way[] {
    return this.#paths(principal).flatMap((roles) =>
      privilegesOf(this.#security, roles.at(-1) ?? "").flatMap((privilege): Way[] => {
        const permission = permissionOfPrivilege(this.#security, privilege);
        return permission !== undefined && test(this.#ofPermission(permission))
          ? [{ roles, privilege, permission }]
          : [];
      }),
    );
  }

  #paths(principal: Principal): Path[] {
    return pathsFrom(this.#security, rolesOf(this.#security, principal));
  }

  #name(place: number): string {
    return this.#places.all[place]?.repository?.name ?? "";
  }

  /** Of the role itself, without those in it. */
  #ofRole(role: string): Holding {
    return remembered(this.#ofRoles, role, () => {
      const held = nothingHeld(this.#places.all.length);
      for (const privilege of privilegesOf(this.#security, role)) {
        const permission = permissionOfPrivilege(this.#security, privilege);
        if (permission !== undefined) join(held, this.#ofPermission(permission));
      }
      return held;
    });
  }

  #ofPermission(permission: Permission): Holding {
    return remembered(this.#ofPermissions, permission, () =>
      holdingOf(partsOf(permission), this.#security, this.#places),
    );
  }
}

function remembered<K, V>(map: Map<K, V>, key: K, work: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = work();
    map.set(key, value);
  }
  return value;
}

function groupsIn({ repositories }: Security, { all }: Places): Map<number, number[]> {
  const members = new Map(repositories.map((one) => [one.name.toLowerCase(), one.members]));
  const index = new Map(all.flatMap(({ repository }, at) => (repository ? [[repository.name.toLowerCase(), at]] : [])));
  const groups = [...members].filter(([, shown]) => shown.length);
  return new Map(
    groups.map(([group]) => {
      // A set goes on to what is added while it is walked.
      const shown = new Set([group]);
      for (const one of shown) for (const member of members.get(one) ?? []) shown.add(member.toLowerCase());
      const leaves = [...shown].filter((one) => !members.get(one)?.length);
      return [index.get(group) ?? -1, leaves.flatMap((one) => index.get(one) ?? [])];
    }),
  );
}

/** What a permission permits. */
function holdingOf(parts: Parts, { selectors }: Security, places: Places): Holding {
  const held = nothingHeld(places.all.length);
  if (!covers(parts[0], "nexus")) return held;
  held.everything = endsAfter(parts, 1);
  for (const [place, bits] of reached(parts, "repository-view", places)) held.content[place] = bits;
  for (const [place, bits] of reached(parts, "repository-admin", places)) held.settings[place] = bits;
  const wanted = [...selectors].filter(([name]) => covers(parts[2], name.toLowerCase()));
  for (const [place, bits] of reached(parts, "repository-content-selector", places))
    for (const [name, expression] of wanted) select(held, place, expression || unknownExpression(name), bits);
  held.areas = new Map(areasIn(parts));
  return held;
}

/** Stands for the expression of a selector that is not known: it is not that of another one. */
export function unknownExpression(selector: string): string {
  return `what ${selector} selects`;
}

/** The places that a permission is about, and what it permits there. */
function reached(parts: Parts, about: string, { all, byName }: Places): [number, Bits][] {
  const at = formatAt[about] ?? 0;
  const [format, name, what] = parts.slice(at);
  const bits = actions.reduce((sum, action: Action, bit) => sum | (covers(what, action) ? 1 << bit : 0), 0);
  if (!covers(parts[1], about) || !endsAfter(parts, at + 3) || !bits) return [];
  const named = name && !name.has("*") ? [...name].flatMap((one) => byName.get(one) ?? []) : all.keys();
  return [...named]
    .filter((index) => covers(format, all[index]?.format ?? "*"))
    .map((index): [number, Bits] => [index, bits]);
}

/** Areas of Nexus that are no repositories, and what may be done there: `users`, `script deploy`; `*` for all. */
function areasIn(parts: Parts): [string, Set<string>][] {
  const about = wordsIn(parts[1]);
  const others = [...about].filter((word) => !(word in formatAt) && word !== "script");
  const scripts = about.has("script") ? [...wordsIn(parts[2])] : [];
  return [
    ...(endsAfter(parts, 3) ? others : []).map((area) => [area, wordsIn(parts[2])] as [string, Set<string>]),
    ...(endsAfter(parts, 4) ? scripts : []).map(
      (name) => [name === "*" ? "script" : `script ${name}`, wordsIn(parts[3])] as [string, Set<string>],
    ),
  ];
}

function wordsIn(part: ReadonlySet<string> | undefined): Set<string> {
  return part === undefined || part.has("*") ? new Set(["*"]) : new Set(part);
}
