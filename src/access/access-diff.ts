/** Compares permissions by effect: moving a privilege into a contained role is not a change. */
import { AccessEvaluator } from "./access-evaluator.ts";
import { type AccessCell, toAccessCell } from "./access-matrix.ts";
import { type AccessTargets, collectTargets } from "./access-targets.ts";
import {
  createPermissionSet,
  isEmptyPermissionSet,
  type PermissionSet,
  subtractPermissions,
} from "./permission-set.ts";
import { indexSelectors, type Rights, summarizeRights } from "./rights.ts";
import { listPrincipals, type Principal, type SecurityModel, type SecurityRepository } from "./security-model.ts";

/** A change of rights that is the same for several principals. */
export interface PrincipalChange {
  who: readonly Principal[];
  /** The principals exist only after the change (`new`) or only before it (`gone`). Absent if they exist in both. */
  are?: "new" | "gone";
  gains: Rights;
  loses: Rights;
}

/**
 * A new repository with the principals that have access to it through permissions that they had before the change: on
 * all repositories, or on all repositories of a format.
 */
export interface NewRepositoryAccess {
  repository: SecurityRepository;
  by: readonly { who: readonly Principal[]; cell: AccessCell }[];
}

/** The result of `diffAccess`. */
export interface AccessDiff {
  changes: readonly PrincipalChange[];
  appearing: readonly NewRepositoryAccess[];
  /** Names of removed repositories. Lost rights on them are not listed in `changes`. */
  disappearing: readonly string[];
}

/** Compares the access of all principals before and after a change. */
export function diffAccess(before: SecurityModel, after: SecurityModel): AccessDiff {
  const targets = collectTargets(before, after);
  const oldRepositories = new Set(before.repositories.map(toKey));
  const newRepositories = new Set(after.repositories.map(toKey));
  const removedTargets = findTargets(targets, (repository) => !newRepositories.has(toKey(repository)));
  const groups = new Set(after.repositories.map(({ name }) => name));
  const [oldEvaluator, newEvaluator] = [new AccessEvaluator(before, targets), new AccessEvaluator(after, targets)];
  const [oldSelectors, newSelectors] = [indexSelectors(before), indexSelectors(after)];
  const [oldPrincipals, newPrincipals] = [listPrincipalKeys(before), listPrincipalKeys(after)];

  const compared = mergePrincipals(before, after).map((principal) => {
    const key = toKey(principal);
    const evaluate = (evaluator: AccessEvaluator, exists: boolean) =>
      exists ? evaluator.evaluate(principal) : createPermissionSet(targets.all.length);
    const old = evaluate(oldEvaluator, oldPrincipals.has(key));
    const current = evaluate(newEvaluator, newPrincipals.has(key));
    for (const target of removedTargets) for (const permissions of [old, current]) clearTarget(permissions, target);
    for (const [target, through] of old.through)
      if (!through.some((group) => groups.has(group))) old.through.delete(target);
    return { principal, key, old, current };
  });

  const changes = compared.flatMap(({ principal, key, old, current }) => {
    const [gains, loses] = [subtractPermissions(current, old), subtractPermissions(old, current)];
    if (isEmptyPermissionSet(gains) && isEmptyPermissionSet(loses)) return [];
    const are = !oldPrincipals.has(key) ? ("new" as const) : !newPrincipals.has(key) ? ("gone" as const) : undefined;
    const change = {
      ...(are && { are }),
      gains: summarizeRights(gains, targets, newSelectors),
      loses: summarizeRights(loses, targets, oldSelectors),
    };
    return [{ principal, entry: change }];
  });
  const addedTargets = findTargets(targets, (repository) => !oldRepositories.has(toKey(repository)));
  const appearing = addedTargets.flatMap((target) => {
    const repository = targets.all[target]?.repository;
    const holders = compared.flatMap(({ principal, old, current }) => {
      const cell = toAccessCell(old, target, oldSelectors) && toAccessCell(current, target, newSelectors);
      return cell ? [{ principal, entry: { cell } }] : [];
    });
    return repository ? [{ repository, by: groupPrincipals(holders) }] : [];
  });
  return {
    changes: groupPrincipals(changes),
    appearing,
    disappearing: before.repositories
      .filter((repository) => !newRepositories.has(toKey(repository)))
      .map(({ name }) => name),
  };
}

function toKey(item: Principal | SecurityRepository): string {
  return "id" in item ? `${item.type} ${item.id}` : `${item.format} ${item.name}`;
}

function listPrincipalKeys(security: SecurityModel): ReadonlySet<string> {
  return new Set(listPrincipals(security).map(toKey));
}

function mergePrincipals(...models: readonly SecurityModel[]): Principal[] {
  return [...new Map(models.flatMap(listPrincipals).map((principal) => [toKey(principal), principal])).values()];
}

function findTargets({ all }: AccessTargets, test: (repository: SecurityRepository) => boolean): number[] {
  return all.flatMap(({ repository }, target) => (repository && test(repository) ? [target] : []));
}

function clearTarget(permissions: PermissionSet, target: number): void {
  permissions.content[target] = 0;
  permissions.settings[target] = 0;
  for (const bits of permissions.selected.values()) bits[target] = 0;
  permissions.through.delete(target);
}

/** Joins the principals that have equal entries. */
function groupPrincipals<T extends object>(
  all: readonly { principal: Principal; entry: T }[],
): ({ who: Principal[] } & T)[] {
  const groups = new Map<string, { who: Principal[] } & T>();
  for (const { principal, entry } of all) {
    const key = JSON.stringify(entry);
    const group = groups.get(key);
    if (group) group.who.push(principal);
    else groups.set(key, { who: [principal], ...entry });
  }
  return [...groups.values()];
}
