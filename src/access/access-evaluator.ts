import { type AccessTargets, formatIndex } from "./access-targets.ts";
import { covers, coversRest, type Permission, type PermissionParts, parsePermission } from "./permission.ts";
import {
  type ActionBits,
  addPermissions,
  browseBit,
  createPermissionSet,
  getSelectorBits,
  type PermissionSet,
  readBit,
} from "./permission-set.ts";
import {
  type Action,
  actions,
  findPermission,
  findRolePaths,
  listGrantedRoles,
  listRolePrivileges,
  type Principal,
  type RolePath,
  type SecurityModel,
} from "./security-model.ts";

/** One reason why somebody may do something: a privilege of a role, and the way to that role. */
export interface GrantPath {
  roles: RolePath;
  privilege: string;
  permission: Permission;
}

/** Works out what people hold, each privilege and role once. */
export class AccessEvaluator {
  readonly #security: SecurityModel;
  readonly #places: AccessTargets;
  readonly #ofPrivileges = new Map<string, PermissionSet>();
  readonly #ofRoles = new Map<string, PermissionSet>();
  /** Groups by their indexes, each with the indexes of all that is no group and shown by it. */
  readonly #groups: ReadonlyMap<number, readonly number[]>;

  constructor(security: SecurityModel, places: AccessTargets) {
    this.#security = security;
    this.#places = places;
    this.#groups = groupsIn(security, places);
  }

  /** All that somebody may do. */
  evaluate(principal: Principal): PermissionSet {
    const held = createPermissionSet(this.#places.all.length);
    for (const path of this.#paths(principal)) addPermissions(held, this.#ofRole(path.at(-1) ?? ""));
    for (const [group, members] of this.#groups)
      if ((held.content[group] ?? 0) & readBit)
        for (const member of members)
          if (!((held.content[member] ?? 0) & readBit))
            held.through.set(member, [...(held.through.get(member) ?? []), this.#name(group)]);
    return held;
  }

  /** Each privilege by which somebody may do what the test finds in what it permits. */
  findGrantPaths(principal: Principal, test: (held: PermissionSet) => boolean): GrantPath[] {
    return this.#paths(principal).flatMap((roles) =>
      listRolePrivileges(this.#security, roles.at(-1) ?? "").flatMap((privilege): GrantPath[] => {
        const permission = findPermission(this.#security, privilege);
        return permission !== undefined && test(this.#ofPrivilege(privilege)) ? [{ roles, privilege, permission }] : [];
      }),
    );
  }

  #paths(principal: Principal): RolePath[] {
    return findRolePaths(this.#security, listGrantedRoles(this.#security, principal));
  }

  #name(place: number): string {
    return this.#places.all[place]?.repository?.name ?? "";
  }

  /** Of the role itself, without those in it. */
  #ofRole(role: string): PermissionSet {
    return remembered(this.#ofRoles, role, () => {
      const held = createPermissionSet(this.#places.all.length);
      for (const privilege of listRolePrivileges(this.#security, role))
        addPermissions(held, this.#ofPrivilege(privilege));
      return held;
    });
  }

  #ofPrivilege(privilege: string): PermissionSet {
    return remembered(this.#ofPrivileges, privilege, () => {
      const permission = findPermission(this.#security, privilege);
      if (permission === undefined) return createPermissionSet(this.#places.all.length);
      const isWildcard = this.#security.wildcards.has(privilege);
      return holdingOf(parsePermission(permission), this.#security, this.#places, isWildcard);
    });
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

function groupsIn({ repositories }: SecurityModel, { all }: AccessTargets): Map<number, number[]> {
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

/** What a permission permits; by a wildcard, nothing that selectors select is browsed. */
function holdingOf(
  parts: PermissionParts,
  { selectors }: SecurityModel,
  places: AccessTargets,
  isWildcard: boolean,
): PermissionSet {
  const held = createPermissionSet(places.all.length);
  if (!covers(parts[0], "nexus")) return held;
  held.everything = coversRest(parts, 1);
  for (const [place, bits] of reached(parts, "repository-view", places)) held.content[place] = bits;
  for (const [place, bits] of reached(parts, "repository-admin", places)) held.settings[place] = bits;
  const wanted = [...selectors].filter(([name]) => covers(parts[2], name.toLowerCase()));
  const selected = reached(parts, "repository-content-selector", places);
  for (const [name, expression] of selected.length ? wanted : []) {
    const part = getSelectorBits(held, expression || placeholderExpression(name));
    for (const [place, bits] of selected) part[place] = (part[place] ?? 0) | (isWildcard ? bits & ~browseBit : bits);
  }
  held.areas = new Map(areasIn(parts));
  return held;
}

/** Stands for the expression of a selector that is not known: it is not that of another one. */
export function placeholderExpression(selector: string): string {
  return `what ${selector} selects`;
}

/** The places that a permission is about, and what it permits there. */
function reached(parts: PermissionParts, about: string, { all, byName }: AccessTargets): [number, ActionBits][] {
  const at = formatIndex[about] ?? 0;
  const [format, name, what] = parts.slice(at);
  const bits = actions.reduce((sum, action: Action, bit) => sum | (covers(what, action) ? 1 << bit : 0), 0);
  if (!covers(parts[1], about) || !coversRest(parts, at + 3) || !bits) return [];
  const named = name && !name.has("*") ? [...name].flatMap((one) => byName.get(one) ?? []) : all.keys();
  return [...named]
    .filter((index) => covers(format, all[index]?.format ?? "*"))
    .map((index): [number, ActionBits] => [index, bits]);
}

/** Areas of Nexus that are no repositories, and what may be done there: `users`, `script deploy`; `*` for all. */
function areasIn(parts: PermissionParts): [string, Set<string>][] {
  const about = wordsIn(parts[1]);
  const others = [...about].filter((word) => !(word in formatIndex) && word !== "script");
  const scripts = about.has("script") ? [...wordsIn(parts[2])] : [];
  return [
    ...(coversRest(parts, 3) ? others : []).map((area) => [area, wordsIn(parts[2])] as [string, Set<string>]),
    ...(coversRest(parts, 4) ? scripts : []).map(
      (name) => [name === "*" ? "script" : `script ${name}`, wordsIn(parts[3])] as [string, Set<string>],
    ),
  ];
}

function wordsIn(part: ReadonlySet<string> | undefined): Set<string> {
  return part === undefined || part.has("*") ? new Set(["*"]) : new Set(part);
}
