import { type AccessTargets, collectTargets, formatIndex } from "./access-targets.ts";
import { covers, coversRest, type Permission, type PermissionParts, parsePermission } from "./permission.ts";
import {
  type ActionBits,
  addPermissions,
  browseBit,
  createPermissionSet,
  getSelectorBits,
  type PermissionSet,
  readBit,
  toActionBits,
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

/** Represents one reason why a principal may do something: a privilege and the path of roles to it. */
export interface GrantPath {
  roles: RolePath;
  privilege: string;
  permission: Permission;
}

/**
 * Evaluates the permissions of principals. Each privilege and role is evaluated once.
 *
 * @example
 * const evaluator = new AccessEvaluator(toSecurityModel(estate));
 * evaluator.can({ type: "user", id: "ci" }, "apps", "edit");
 */
export class AccessEvaluator {
  readonly targets: AccessTargets;
  readonly #security: SecurityModel;
  readonly #privilegePermissions = new Map<string, PermissionSet>();
  readonly #rolePermissions = new Map<string, PermissionSet>();
  /** Indexes of the repositories that each group serves and that are not groups themselves, by the group's index. */
  readonly #groups: ReadonlyMap<number, readonly number[]>;
  readonly #indexes: ReadonlyMap<string, number>;

  /** @param targets - the targets of several models, to compare them. Default: the targets of `security`. */
  constructor(security: SecurityModel, targets: AccessTargets = collectTargets(security)) {
    this.targets = targets;
    this.#security = security;
    this.#groups = collectGroups(security, targets);
    this.#indexes = new Map(
      targets.all.flatMap(({ repository }, target) => (repository ? [[repository.name, target]] : [])),
    );
  }

  /** Returns everything that the principal may do. */
  evaluate(principal: Principal): PermissionSet {
    const permissions = createPermissionSet(this.targets.all.length);
    for (const path of this.#findPaths(principal)) addPermissions(permissions, this.#evaluateRole(path.at(-1) ?? ""));
    for (const [group, members] of this.#groups)
      if ((permissions.content[group] ?? 0) & readBit)
        for (const member of members)
          if (!((permissions.content[member] ?? 0) & readBit))
            permissions.through.set(member, [...(permissions.through.get(member) ?? []), this.#getName(group)]);
    return permissions;
  }

  /**
   * Returns true if the principal may do the action on any content of the repository: on all of it, or on the content
   * that a content selector matches. Reading through a group does not count.
   */
  can(principal: Principal, repository: string, action: Action): boolean {
    const target = this.#indexes.get(repository);
    if (target === undefined) return false;
    const { content, selected } = this.evaluate(principal);
    const bit = toActionBits([action]);
    return [content, ...selected.values()].some((bits) => (bits[target] ?? 0) & bit);
  }

  /** Returns each privilege, with its path of roles, whose own permissions satisfy the test. */
  findGrantPaths(principal: Principal, test: (permissions: PermissionSet) => boolean): GrantPath[] {
    return this.#findPaths(principal).flatMap((roles) =>
      listRolePrivileges(this.#security, roles.at(-1) ?? "").flatMap((privilege): GrantPath[] => {
        const permission = findPermission(this.#security, privilege);
        return permission !== undefined && test(this.#evaluatePrivilege(privilege))
          ? [{ roles, privilege, permission }]
          : [];
      }),
    );
  }

  #findPaths(principal: Principal): RolePath[] {
    return findRolePaths(this.#security, listGrantedRoles(this.#security, principal));
  }

  #getName(target: number): string {
    return this.targets.all[target]?.repository?.name ?? "";
  }

  /** Evaluates the privileges of the role itself, without those of contained roles. */
  #evaluateRole(role: string): PermissionSet {
    return getOrCompute(this.#rolePermissions, role, () => {
      const permissions = createPermissionSet(this.targets.all.length);
      for (const privilege of listRolePrivileges(this.#security, role))
        addPermissions(permissions, this.#evaluatePrivilege(privilege));
      return permissions;
    });
  }

  #evaluatePrivilege(privilege: string): PermissionSet {
    return getOrCompute(this.#privilegePermissions, privilege, () => {
      const permission = findPermission(this.#security, privilege);
      if (permission === undefined) return createPermissionSet(this.targets.all.length);
      const isWildcard = this.#security.wildcards.has(privilege);
      return toPermissionSet(parsePermission(permission), this.#security, this.targets, isWildcard);
    });
  }
}

function getOrCompute<K, V>(map: Map<K, V>, key: K, compute: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = compute();
    map.set(key, value);
  }
  return value;
}

function collectGroups({ repositories }: SecurityModel, { all }: AccessTargets): Map<number, number[]> {
  const members = new Map(repositories.map((repository) => [repository.name.toLowerCase(), repository.members]));
  const indexes = new Map(
    all.flatMap(({ repository }, index) => (repository ? [[repository.name.toLowerCase(), index]] : [])),
  );
  const groups = [...members].filter(([, groupMembers]) => groupMembers.length);
  return new Map(
    groups.map(([group]) => {
      // The loop also visits the entries that it adds to the set.
      const served = new Set([group]);
      for (const name of served) for (const member of members.get(name) ?? []) served.add(member.toLowerCase());
      const leaves = [...served].filter((name) => !members.get(name)?.length);
      return [indexes.get(group) ?? -1, leaves.flatMap((name) => indexes.get(name) ?? [])];
    }),
  );
}

/** A wildcard privilege does not grant browsing of the content that selectors match (see `SecurityModel.wildcards`). */
function toPermissionSet(
  parts: PermissionParts,
  { selectors }: SecurityModel,
  targets: AccessTargets,
  isWildcard: boolean,
): PermissionSet {
  const permissions = createPermissionSet(targets.all.length);
  if (!covers(parts[0], "nexus")) return permissions;
  permissions.everything = coversRest(parts, 1);
  for (const [target, bits] of findTargets(parts, "repository-view", targets)) permissions.content[target] = bits;
  for (const [target, bits] of findTargets(parts, "repository-admin", targets)) permissions.settings[target] = bits;
  const coveredSelectors = [...selectors].filter(([name]) => covers(parts[2], name.toLowerCase()));
  const selectorTargets = findTargets(parts, "repository-content-selector", targets);
  for (const [name, expression] of selectorTargets.length ? coveredSelectors : []) {
    const selectorBits = getSelectorBits(permissions, expression || placeholderExpression(name));
    for (const [target, bits] of selectorTargets)
      selectorBits[target] = (selectorBits[target] ?? 0) | (isWildcard ? bits & ~browseBit : bits);
  }
  permissions.areas = new Map(listAreas(parts));
  return permissions;
}

/** Returns a key for a selector whose expression is not known. It differs from the key of each other selector. */
export function placeholderExpression(selector: string): string {
  return `what ${selector} selects`;
}

/** Returns the targets of a permission and the actions on each, if the permission is about the given area. */
function findTargets(
  parts: PermissionParts,
  area: string,
  { all, byName }: AccessTargets,
): [target: number, bits: ActionBits][] {
  const start = formatIndex[area] ?? 0;
  const [format, name, action] = parts.slice(start);
  const bits = actions.reduce((sum, word, bit) => sum | (covers(action, word) ? 1 << bit : 0), 0);
  if (!covers(parts[1], area) || !coversRest(parts, start + 3) || !bits) return [];
  const candidates = name && !name.has("*") ? [...name].flatMap((word) => byName.get(word) ?? []) : all.keys();
  return [...candidates]
    .filter((index) => covers(format, all[index]?.format ?? "*"))
    .map((index): [number, ActionBits] => [index, bits]);
}

/** Returns areas of Nexus that are not repositories, with the actions: `users`, `script deploy`; `*` for all. */
function listAreas(parts: PermissionParts): [area: string, areaActions: Set<string>][] {
  const allAreas = listWords(parts[1]);
  const areas = [...allAreas].filter((area) => !(area in formatIndex) && area !== "script");
  const scripts = allAreas.has("script") ? [...listWords(parts[2])] : [];
  return [
    ...(coversRest(parts, 3) ? areas : []).map((area) => [area, listWords(parts[2])] as [string, Set<string>]),
    ...(coversRest(parts, 4) ? scripts : []).map(
      (name) => [name === "*" ? "script" : `script ${name}`, listWords(parts[3])] as [string, Set<string>],
    ),
  ];
}

function listWords(part: ReadonlySet<string> | undefined): Set<string> {
  return part === undefined || part.has("*") ? new Set(["*"]) : new Set(part);
}
